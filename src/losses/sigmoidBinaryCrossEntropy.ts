import { floatType, repeatedLength, sameType } from "../call/arguments.js";
import { type FloatArray, lengthOf, tagOf } from "../call/arrays.js";
import { NONE, readOptions } from "../call/options.js";
import { readShape } from "../call/shape.js";
import { Internals } from "../functions/internals.js";
import { type Loss, type LossByDefault, type LossSpecification, lossOf, type NoOutput } from "../functions/loss.js";
import { ROOM } from "../functions/losses/elementBlocks.js";
import { computeElementLoss } from "../functions/losses/elementLoss.js";
import type { ElementLoss } from "../functions/losses/elements.js";
import { type Labels, refuseAxis } from "../functions/losses/labels.js";
import { readNumber } from "../functions/losses/targets.js";
import type { NewFloat32Array, NewFloat64Array, ResultOf } from "../functions/types.js";
import { float32, float64 } from "../kernels/losses/sigmoidBinaryCrossEntropy.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { exp, timesExp } from "../scalar/exponential.js";
import { log1p } from "../scalar/log1p.js";
import { specification } from "../specification/losses/sigmoidBinaryCrossEntropy.js";

export interface SigmoidBinaryCrossEntropyOptions<A extends FloatArray = FloatArray> {
  /**
   * The weight of positive targets, a finite number of 0 or more; or one for each class, in an
   * array of x's type. By default 1.
   */
  readonly positiveWeight?: number | A | undefined;
  /**
   * The dimensions of x, for weights of classes that are not along the last axis. By default the
   * classes are last.
   */
  readonly shape?: readonly number[] | undefined;
  /**
   * The axis of `shape` along which the classes are; negative ones count from the end. By default
   * -1, the last.
   */
  readonly axis?: number | undefined;
}

/** The loss of arrays of which only the caller knows the type. */
type OfEither = <X extends FloatArray>(
  x: X,
  targets: Labels | X,
  options?: SigmoidBinaryCrossEntropyOptions<X> & NoOutput,
) => Loss<ResultOf<X>, ResultOf<X>>;

export interface SigmoidBinaryCrossEntropy
  extends LossByDefault<Float32Array, NewFloat32Array, Labels | Float32Array, SigmoidBinaryCrossEntropyOptions<Float32Array>>,
    LossByDefault<Float64Array, NewFloat64Array, Labels | Float64Array, SigmoidBinaryCrossEntropyOptions<Float64Array>>,
    OfEither {
  readonly name: string;
  readonly spec: LossSpecification;
}

const NAME = "sigmoidBinaryCrossEntropy";
const OPTIONS = ["positiveWeight", "shape", "axis", "out"];
const POSITIVE_WEIGHT = { usual: 1, minimum: 0, maximum: Infinity };
const NONE_ELSE: readonly number[] = [];

/**
 * The loss of an element. With e = exp(-|x|), c the weight of positive targets, q = c t + (1 - t),
 * and b the share of the side that x speaks against, c t where x < 0, else 1 - t:
 *
 *     loss  = q log1p(e) + b |x|              no term is negative
 *     slope = ±(b - q e / (1 + e))            of the sign of x
 */
function formula(x: number, t: number, c: number, result: ElementLoss): void {
  const a = Math.abs(x);
  const positive = c * t;
  const q = positive + (1 - t);
  const b = x < 0 ? positive : 1 - t;
  const e = exp(-a);
  result.loss = (a > 40 ? timesExp(q, -a) : q * log1p(e)) + (b === 0 ? 0 : b * a);
  const slope = b - (a > 40 ? timesExp(q, -a) : (q * e) / (1 + e));
  result.slope = x < 0 ? -slope : slope;
}

/**
 * The number of class weights, the reason for it, and the number of adjacent elements of a class.
 */
function classesOf(x: FloatArray, weights: FloatArray | undefined, { shape, axis }: Record<string, unknown>) {
  const length = lengthOf(x);
  if (shape !== undefined) {
    const { n, inner, axis: along } = readShape(NAME, { shape, axis }, length);
    return { n, inner, because: `shape[${along}]` };
  }
  refuseAxis(NAME, axis);
  const n = weights ? repeatedLength(NAME, "positiveWeight", weights, "x", length) : 1;
  return { n, inner: 1, because: undefined };
}

function create(kernels: Kernels, runtime: () => Runtime): SigmoidBinaryCrossEntropy {
  const compute = (x: unknown, targets: unknown, options?: unknown) => {
    const type = floatType(NAME, "x", x);
    const asked = options === undefined ? NONE : readOptions(NAME, options, OPTIONS, "options", "positiveWeight");
    const { positiveWeight: given } = asked;
    const each = tagOf(given) === undefined ? undefined : (given as FloatArray);
    if (each) sameType(NAME, "positiveWeight", each, type, "x");
    const otherwise = `, or a ${type} with one for each class`;
    const weight = readNumber(NAME, "positiveWeight", each ? 1 : given, POSITIVE_WEIGHT, otherwise);
    const classes = classesOf(x as FloatArray, each, asked);
    const settings = { formula, weight, parameters: NONE_ELSE, each: each && { name: "positiveWeight", array: each, ...classes } };
    return computeElementLoss(NAME, kernels, runtime(), type, x as FloatArray, targets, asked, settings);
  };
  return lossOf(compute, specification, new Internals(kernels, runtime, create));
}

/**
 * Binary cross entropy of sigmoid(x) and targets: the loss of each element, the mean, and the
 * gradient of the mean, in one call.
 *
 *     loss     = -(positiveWeight*t*log(sigmoid(x)) + (1 - t)*log(sigmoid(-x)))
 *     mean     = sum(loss)/length
 *     gradient = ((1 - t)*sigmoid(x) - positiveWeight*t*sigmoid(-x))/length
 *
 * `x` is a Float32Array or Float64Array of logits, of any length; `targets` is t, of the same
 * length, with numbers from 0 to 1 in an array of x's type, or with zeros and ones in an integer
 * typed array. `positiveWeight`: a finite number, 0 or more, by default 1; or one for each class,
 * in an array of x's type: PyTorch's pos_weight. The classes are along `axis` of `shape`, by
 * default the last; without a shape they are last too.
 *
 * Without `out`, `loss` and `gradient` are new arrays like x. With it, only what it names is
 * computed: `{ loss }` saves the gradient, `{}` gives the mean alone. The gradient may be written
 * over x.
 *
 * Nothing overflows, and both tails keep their digits. At x = Infinity and -Infinity the loss is
 * Infinity where the target has a share on the other side, else 0; the gradient is finite. NaN in x
 * stays in its element, and makes the mean NaN; so does a length of 0.
 *
 * Errors: what is promised. As a difference, the gradient can vanish where a target is neither 0
 * nor 1; there a bound relative to the larger of its two terms holds.
 *     float32  loss at most 0.51 ULP; gradient at most 0.52 ULP, for other targets than 0 and 1 that or 2^-40 of its larger term
 *     float64  loss at most 4 ULP; gradient at most 5 ULP, for other targets than 0 and 1 that or 2^-50 of its larger term
 *     The mean is right to 2^-30 and 2^-49 of itself.
 *
 * Source: Cox 1958, The regression analysis of binary sequences.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths differ or do not fit the shape, a target or a weight is out of its range, or an output
 * lies on another array.
 *
 * @example
 * import { sigmoidBinaryCrossEntropy } from "hillock";
 * const x = Float64Array.of(0, 40);
 * const { mean, loss, gradient } = sigmoidBinaryCrossEntropy(x, Float64Array.of(1, 1));
 * loss[0]; // => 0.6931471805599…
 * loss[1].toPrecision(10); // => "4.248354255e-18"
 * mean; // => 0.3465735902799…
 * gradient[0]; // => -0.25
 * const rows = new Float32Array(4); // two rows of two classes, the second of which is rare
 * sigmoidBinaryCrossEntropy(rows, Uint8Array.of(1, 0, 0, 1), { positiveWeight: Float32Array.of(1, 10) }).loss[3]; // => 6.931471…
 */
export const sigmoidBinaryCrossEntropy: SigmoidBinaryCrossEntropy = /*#__PURE__*/ create(
  { float32: { ...float32, workspaceBytes: ROOM }, float64: { ...float64, workspaceBytes: ROOM } },
  defaultRuntime,
);
