import { checkOptions } from "../arguments.js";
import { type FloatArray, lengthOf } from "../arrays.js";
import { float32, float64 } from "../kernels/sigmoidBinaryCrossEntropy.js";
import { type Loss, type LossInto, type LossOutput, type NoOutput, readOutput, typeOf } from "../losses.js";
import { type Placed, place, type Wanted } from "../placement.js";
import { defaultRuntime, type Runtime } from "../runtime.js";
import type { ResultOf } from "../types.js";
import { type Kernels, PARTS, Parts } from "../variants.js";
import { type ElementExports, runElements } from "./elementBlocks.js";
import { computeElements } from "./elements.js";
import { checkProbabilities, readNumber } from "./targets.js";

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

function create(kernels: Kernels, runtime: () => Runtime): SigmoidBinaryCrossEntropy {
  const where = "sigmoidBinaryCrossEntropy";
  const compute = (x: unknown, targets: unknown, options: unknown = {}) => {
    const type = typeOf(where, x);
    checkOptions(where, options, ["positiveWeight", "out"]);
    const { positiveWeight: given, out } = options;
    const positiveWeight = readNumber(where, "positiveWeight", given, 1, Infinity);
    const length = lengthOf(x as FloatArray);
    const wanted: Wanted[] = [
      { name: "x", array: x, length },
      { name: "targets", array: targets, length },
      ...readOutput(where, out, { length }, { length }),
    ];
    const placed = new Map(place(where, type, "x", runtime().memoryInUse, wanted).map((one, i) => [wanted[i].name, one]));
    checkProbabilities(where, targets as FloatArray, length);
    const [loss, gradient] = [placed.get("out.loss"), placed.get("out.gradient")];
    const inputs = { x: placed.get("x") as Placed, targets: placed.get("targets") as Placed };
    const call = { type, ...inputs, length, positiveWeight, loss, gradient };
    const kernel = runtime().kernel<ElementExports>(kernels[type === "Float32Array" ? "float32" : "float64"]);
    const sum = kernel ? runElements(kernel, runtime().memory(), call) : computeElements(call);
    return { mean: sum / length, loss: loss?.array, gradient: gradient?.array };
  };
  return Object.assign(compute, { [PARTS]: new Parts(kernels, runtime, create) }) as SigmoidBinaryCrossEntropy;
}

export const sigmoidBinaryCrossEntropy: SigmoidBinaryCrossEntropy = /*#__PURE__*/ create({ float32, float64 }, defaultRuntime);
