import type { CheckedArray } from "../../call/arguments.js";
import type { ElementType, FloatArray } from "../../call/arrays.js";
import type { Options } from "../../call/options.js";
import type { Shape } from "../../call/shape.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import type { Runtime } from "../../runtime/runtime.js";
import { Arrays, type Engine, engineOf } from "../loss.js";
import { areLabels, checkApart, readClasses, readIgnoreIndex, readRows } from "./labels.js";
import { checkProbabilities, checkWeights, type TargetExports } from "./targets.js";

/**
 * The arrays of a call with labels or distributions, checked. An output that is undefined is not
 * wanted.
 */
export interface CheckedRows<Exports> {
  readonly engine: Engine<Exports> | undefined;
  readonly type: ElementType;
  readonly x: CheckedArray;
  readonly rows: number;
  /** The layout of the classes of a row. */
  readonly shape: Shape;
  /** The class of every row, -1 for one that is ignored. */
  readonly labels: ArrayLike<number> | undefined;
  readonly distributions: CheckedArray | undefined;
  readonly weights: FloatArray | undefined;
  readonly loss: CheckedArray | undefined;
  readonly gradient: CheckedArray | undefined;
}

/**
 * Checks the arrays of a call, whose x is a `type`, by the options that there are; `classWeights`
 * for a loss that has the option.
 */
export function checkRows<Exports extends TargetExports>(
  where: string,
  kernels: Kernels,
  runtime: Runtime,
  type: ElementType,
  x: FloatArray,
  targets: unknown,
  asked: Options,
  classWeights?: unknown,
): CheckedRows<Exports> {
  const labels = areLabels(where, targets, type, "labels", "distributions") ? targets : undefined;
  const ignoreIndex = readIgnoreIndex(where, asked.ignoreIndex, labels !== undefined);
  const shape = readRows(where, x, labels, asked);
  const rows = shape.outer * shape.inner;
  const length = rows * shape.n;
  const because = shape.shape.join(" * ");
  const arrays = new Arrays();
  arrays.read("x", x, length, because);
  if (!labels) arrays.read("targets", targets, length, because);
  if (classWeights !== undefined) arrays.read("classWeights", classWeights, shape.n, "classes");
  arrays.write(where, asked.out, rows, length, "rows", because);
  arrays.place(where, type, runtime);
  const weights = arrays.find("classWeights")?.array;
  if (weights) checkWeights(where, "classWeights", weights, shape.n);
  if (labels) checkApart(where, labels, arrays.outputs);
  const classes = labels && readClasses(where, labels, shape, rows, ignoreIndex);
  const engine = engineOf<Exports>(runtime, kernels, type);
  const distributions = arrays.find("targets");
  if (distributions) checkProbabilities(where, engine, type, distributions, length, shape);
  const [loss, gradient] = [arrays.find("out.loss"), arrays.find("out.gradient")];
  return { engine, type, x: arrays.get("x"), rows, shape, labels: classes, distributions, weights, loss, gradient };
}
