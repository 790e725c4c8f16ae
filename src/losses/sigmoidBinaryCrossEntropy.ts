import { checkOptions } from "../arguments.js";
import { type FloatArray, lengthOf } from "../arrays.js";
import { type Loss, type LossInto, type LossOutput, type NoOutput, readOutput, typeOf } from "../losses.js";
import { place, type Wanted } from "../placement.js";
import { defaultRuntime, type Runtime } from "../runtime.js";
import type { ResultOf } from "../types.js";
import { computeElements } from "./elements.js";
import { checkProbabilities, readPositiveWeight } from "./targets.js";

export interface SigmoidBinaryCrossEntropyOptions {
  readonly positiveWeight?: number | undefined;
}

export interface SigmoidBinaryCrossEntropy {
  (
    x: Float32Array,
    targets: Float32Array,
    options?: SigmoidBinaryCrossEntropyOptions & NoOutput,
  ): Loss<Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>>;
  (
    x: Float64Array,
    targets: Float64Array,
    options?: SigmoidBinaryCrossEntropyOptions & NoOutput,
  ): Loss<Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>>;
  <O extends LossOutput<Float32Array>>(
    x: Float32Array,
    targets: Float32Array,
    options: SigmoidBinaryCrossEntropyOptions & { readonly out: O },
  ): LossInto<O>;
  <O extends LossOutput<Float64Array>>(
    x: Float64Array,
    targets: Float64Array,
    options: SigmoidBinaryCrossEntropyOptions & { readonly out: O },
  ): LossInto<O>;
  <X extends FloatArray>(x: X, targets: X, options?: SigmoidBinaryCrossEntropyOptions & NoOutput): Loss<ResultOf<X>, ResultOf<X>>;
}

function create(runtime: () => Runtime): SigmoidBinaryCrossEntropy {
  const where = "sigmoidBinaryCrossEntropy";
  const compute = (x: unknown, targets: unknown, options: unknown = {}) => {
    const type = typeOf(where, x);
    checkOptions(where, options, ["positiveWeight", "out"]);
    const { positiveWeight: given, out } = options;
    const positiveWeight = readPositiveWeight(where, given);
    const length = lengthOf(x as FloatArray);
    const wanted: Wanted[] = [
      { name: "x", array: x, length },
      { name: "targets", array: targets, length },
      ...readOutput(where, out, { loss: length, gradient: length }),
    ];
    const placed = place(where, type, "x", runtime().memoryInUse, wanted);
    const find = (name: string) => placed[wanted.findIndex((one) => one.name === name)]?.array;
    checkProbabilities(where, targets as FloatArray);
    const [loss, gradient] = [find("out.loss"), find("out.gradient")];
    const total = computeElements({ x: x as FloatArray, targets: targets as FloatArray, positiveWeight, loss, gradient });
    return { mean: total / length, loss, gradient };
  };
  return compute as SigmoidBinaryCrossEntropy;
}

export const sigmoidBinaryCrossEntropy: SigmoidBinaryCrossEntropy = /*#__PURE__*/ create(defaultRuntime);
