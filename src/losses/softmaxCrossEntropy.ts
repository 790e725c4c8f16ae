import { checkOptions } from "../arguments.js";
import { type FloatArray, lengthOf } from "../arrays.js";
import { fail } from "../errors.js";
import { type Loss, type LossInto, type LossOutput, type NoOutput, readOutput, typeOf } from "../losses.js";
import { place, type Wanted } from "../placement.js";
import { defaultRuntime, type Runtime } from "../runtime.js";
import { readShape } from "../shape.js";
import type { ResultOf } from "../types.js";
import { computeRows } from "./rows.js";
import {
  aimAtDistributions,
  aimAtLabels,
  areLabels,
  checkApart,
  checkLabels,
  checkProbabilities,
  checkWeights,
  type Labels,
  readSmoothing,
} from "./targets.js";

export interface SoftmaxCrossEntropyOptions<A extends FloatArray> {
  /** The dimensions of x, classes last. */
  readonly shape: readonly number[];
  readonly smoothing?: number | undefined;
  readonly classWeights?: A | undefined;
}

export interface SoftmaxCrossEntropy {
  (
    x: Float32Array,
    targets: Labels | Float32Array,
    options: SoftmaxCrossEntropyOptions<Float32Array> & NoOutput,
  ): Loss<Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>>;
  (
    x: Float64Array,
    targets: Labels | Float64Array,
    options: SoftmaxCrossEntropyOptions<Float64Array> & NoOutput,
  ): Loss<Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>>;
  <O extends LossOutput<Float32Array>>(
    x: Float32Array,
    targets: Labels | Float32Array,
    options: SoftmaxCrossEntropyOptions<Float32Array> & { readonly out: O },
  ): LossInto<O>;
  <O extends LossOutput<Float64Array>>(
    x: Float64Array,
    targets: Labels | Float64Array,
    options: SoftmaxCrossEntropyOptions<Float64Array> & { readonly out: O },
  ): LossInto<O>;
  <X extends FloatArray>(x: X, targets: Labels | X, options: SoftmaxCrossEntropyOptions<X> & NoOutput): Loss<ResultOf<X>, ResultOf<X>>;
}

function create(runtime: () => Runtime): SoftmaxCrossEntropy {
  const where = "softmaxCrossEntropy";
  const compute = (x: unknown, targets: unknown, options: unknown) => {
    const type = typeOf(where, x);
    checkOptions(where, options ?? {}, ["shape", "smoothing", "classWeights", "out"]);
    const { shape: dimensions, smoothing: given, classWeights, out } = (options ?? {}) as Record<string, unknown>;
    if (dimensions === undefined) fail(TypeError, "HILLOCK_SHAPE", where, "shape is missing, expected one such as [rows, classes]");
    const smoothing = readSmoothing(where, given);
    const { shape, outer: rows, n: classes } = readShape(where, { shape: dimensions }, lengthOf(x as FloatArray));
    const labels = areLabels(where, targets, type) ? targets : undefined;
    const because = `${shape.join(" * ")}`;
    const wanted: Wanted[] = [
      { name: "x", array: x, length: rows * classes, because },
      ...(labels ? [] : [{ name: "targets", array: targets, length: rows * classes, because }]),
      ...(classWeights === undefined ? [] : [{ name: "classWeights", array: classWeights, length: classes, because: "classes" }]),
      ...readOutput(where, out, { loss: rows, gradient: rows * classes }),
    ];
    const placed = place(where, type, "x", runtime().memoryInUse, wanted);
    const find = (name: string) => placed[wanted.findIndex((one) => one.name === name)]?.array;
    const weights = find("classWeights");
    if (weights) checkWeights(where, weights);
    if (labels) {
      checkLabels(where, labels, shape.slice(0, -1), rows, classes);
      checkApart(where, labels, wanted);
    } else checkProbabilities(where, targets as FloatArray, classes);
    const aim = labels
      ? aimAtLabels(labels, classes, weights, smoothing)
      : aimAtDistributions(targets as FloatArray, rows, classes, weights, smoothing);
    const [loss, gradient] = [find("out.loss"), find("out.gradient")];
    const total = computeRows({ x: x as FloatArray, rows, classes, aim, loss, gradient });
    return { mean: total / aim.divisor, loss, gradient };
  };
  return compute as SoftmaxCrossEntropy;
}

export const softmaxCrossEntropy: SoftmaxCrossEntropy = /*#__PURE__*/ create(defaultRuntime);
