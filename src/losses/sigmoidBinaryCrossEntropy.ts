import { type FloatArray, lengthOf } from "../arrays.js";
import { float32, float64 } from "../kernels/sigmoidBinaryCrossEntropy.js";
import { Arrays, engineOf, type Loss, type LossInto, type LossOutput, type LossSpecification, lossOf, type NoOutput } from "../losses.js";
import { NONE, readOptions } from "../options.js";
import { floatType } from "../placement.js";
import { defaultRuntime, type Runtime } from "../runtime.js";
import type { ResultOf } from "../types.js";
import { type Kernels, Parts } from "../variants.js";
import { type ElementExports, ROOM, runElements } from "./elementBlocks.js";
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
  readonly name: string;
  readonly spec: LossSpecification;
}

const NAME = "sigmoidBinaryCrossEntropy";
const OPTIONS = ["positiveWeight", "out"];

function create(kernels: Kernels, runtime: () => Runtime): SigmoidBinaryCrossEntropy {
  const compute = (x: unknown, targets: unknown, options?: unknown) => {
    const type = floatType(NAME, "x", x);
    const asked = options === undefined ? NONE : readOptions(NAME, options, OPTIONS, "options", "positiveWeight");
    const { positiveWeight: given, out } = asked;
    const positiveWeight = readNumber(NAME, "positiveWeight", given, 1, Infinity);
    const length = lengthOf(x as FloatArray);
    const arrays = new Arrays();
    arrays.read("x", x, length);
    arrays.read("targets", targets, length);
    arrays.write(NAME, out, length, length);
    arrays.place(NAME, type, runtime());
    const engine = engineOf<ElementExports>(runtime(), kernels, type);
    checkProbabilities(NAME, engine, type, arrays.get("targets"), length);
    const [loss, gradient] = [arrays.find("out.loss"), arrays.find("out.gradient")];
    const call = { type, x: arrays.get("x"), targets: arrays.get("targets"), length, positiveWeight, loss, gradient };
    const sum = engine ? runElements(engine, call) : computeElements(call);
    return { mean: sum / length, loss: loss?.array, gradient: gradient?.array };
  };
  const formula = {
    loss: "-(positiveWeight*t*log(sigmoid(x)) + (1 - t)*log(sigmoid(-x)))",
    gradient: "((1 - t)*sigmoid(x) - positiveWeight*t*sigmoid(-x))/length",
  };
  return lossOf(compute, NAME, formula, new Parts(kernels, runtime, create));
}

/**
 * Binary cross entropy of sigmoid(x) and targets: the loss of each element, the mean, and the gradient of the mean, in one call.
 *
 *     loss[i]     = -(positiveWeight t[i] log(s[i]) + (1 - t[i]) log(1 - s[i])),  s = sigmoid(x)
 *     mean        = sum of loss / length
 *     gradient    = ((1 - t[i]) s[i] - positiveWeight t[i] (1 - s[i])) / length
 *
 * `x` is a Float32Array or Float64Array of logits, of any length; `targets` is t, of the same type and length, with numbers from 0 to 1.
 * `positiveWeight`: a finite number, 0 or more, by default 1; PyTorch's pos_weight.
 *
 * Without `out`, `loss` and `gradient` are new arrays like x. With it, only what it names is computed: `{ loss }` saves the gradient, `{}`
 * gives the mean alone. The gradient may be written over x.
 *
 * Nothing overflows, and both tails keep their digits. At x = Infinity and -Infinity the loss is Infinity where the target has a share on
 * the other side, else 0; the gradient is finite. NaN in x stays in its element, and makes the mean NaN; so does a length of 0.
 *
 * Errors: what is promised. As a difference, the gradient can vanish where a target is neither 0 nor 1; there a bound relative to the
 * larger of its two terms holds.
 *     float32  loss at most 0.51 ULP; gradient at most 0.52 ULP, for other targets than 0 and 1 that or 2^-40 of its larger term
 *     float64  loss at most 4 ULP; gradient at most 5 ULP, for other targets than 0 and 1 that or 2^-50 of its larger term
 *     The mean is right to 2^-30 and 2^-49 of itself.
 *
 * Source: Cox 1958, The regression analysis of binary sequences.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if lengths differ, a target or the weight is out
 * of its range, or an output lies on another array.
 *
 * @example
 * import { sigmoidBinaryCrossEntropy } from "hillock";
 * const x = Float64Array.of(0, 40);
 * const { mean, loss, gradient } = sigmoidBinaryCrossEntropy(x, Float64Array.of(1, 1));
 * loss[0]; // => 0.6931471805599…
 * loss[1].toPrecision(10); // => "4.248354255e-18"
 * mean; // => 0.3465735902799…
 * gradient[0]; // => -0.25
 */
export const sigmoidBinaryCrossEntropy: SigmoidBinaryCrossEntropy = /*#__PURE__*/ create(
  { float32: { ...float32, room: ROOM }, float64: { ...float64, room: ROOM } },
  defaultRuntime,
);
