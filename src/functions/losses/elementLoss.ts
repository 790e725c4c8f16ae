import { type ElementType, type FloatArray, lengthOf } from "../../call/arrays.js";
import type { Options } from "../../call/options.js";
import type { Kernels } from "../../runtime/kernelCode.js";
import type { Runtime } from "../../runtime/runtime.js";
import { Arrays, engineOf, type Loss } from "../loss.js";
import { type ElementExports, runElements } from "./elementBlocks.js";
import { computeElements, type ElementFormula, type Elements } from "./elements.js";
import { areLabels, checkApart, readBinary } from "./labels.js";
import { checkProbabilities, checkWeights } from "./targets.js";

/** The formula of a loss of elements, and its parameters. */
export interface ElementSettings {
  readonly formula: ElementFormula;
  /** The weight of all elements. */
  readonly weight: number;
  /** Parameters of the kernel besides the weight and the length. */
  readonly parameters: readonly number[];
  /** The option with a weight for each of `n` classes, and the reason why there are as many. */
  readonly each?:
    | {
        readonly name: string;
        readonly array: FloatArray;
        readonly n: number;
        readonly inner: number;
        readonly because: string | undefined;
      }
    | undefined;
}

/** Checks the arrays of a call, whose x is a `type`, and computes what it asks for. */
export function computeElementLoss(
  where: string,
  kernels: Kernels,
  runtime: Runtime,
  type: ElementType,
  x: FloatArray,
  targets: unknown,
  { out }: Options,
  { formula, weight, parameters, each }: ElementSettings,
): Loss<FloatArray | undefined, FloatArray | undefined> {
  const whole = areLabels(where, targets, type, "zeros and ones", "probabilities") ? targets : undefined;
  const length = lengthOf(x);
  const arrays = new Arrays();
  arrays.read("x", x, length);
  if (!whole) arrays.read("targets", targets, length);
  if (each) arrays.read(each.name, each.array, each.n, each.because);
  arrays.write(where, out, length, length);
  arrays.place(where, type, runtime);
  const engine = engineOf<ElementExports>(runtime, kernels, type);
  if (each) checkWeights(where, each.name, each.array, each.n);
  if (whole) checkApart(where, whole, arrays.outputs);
  else checkProbabilities(where, engine, type, arrays.get("targets"), length);
  const [loss, gradient] = [arrays.find("out.loss"), arrays.find("out.gradient")];
  const call: Elements = {
    type,
    x: arrays.get("x"),
    targets: whole ? { array: readBinary(where, whole, length), at: -1, whole: true } : arrays.get("targets"),
    length,
    weight,
    weights: each,
    parameters,
    loss,
    gradient,
  };
  const sum = engine ? runElements(engine, call) : computeElements(call, formula);
  return { mean: sum / length, loss: loss?.array, gradient: gradient?.array };
}
