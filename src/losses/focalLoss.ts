import { floatType } from "../call/arguments.js";
import type { FloatArray } from "../call/arrays.js";
import { NONE, readOptions } from "../call/options.js";
import { Internals } from "../functions/internals.js";
import { type Loss, type LossByDefault, type LossSpecification, lossOf, type NoOutput } from "../functions/loss.js";
import { ROOM } from "../functions/losses/elementBlocks.js";
import { computeElementLoss } from "../functions/losses/elementLoss.js";
import type { ElementLoss } from "../functions/losses/elements.js";
import type { Labels } from "../functions/losses/labels.js";
import { readNumber } from "../functions/losses/targets.js";
import type { NewFloat32Array, NewFloat64Array, ResultOf } from "../functions/types.js";
import { float32, float64 } from "../kernels/losses/focalLoss.js";
import type { Kernels } from "../runtime/kernelCode.js";
import { defaultRuntime, type Runtime } from "../runtime/runtime.js";
import { productError, sumError } from "../scalar/exact.js";
import { exp } from "../scalar/exponential.js";
import { log1p } from "../scalar/log1p.js";
import { specification } from "../specification/losses/focalLoss.js";

export interface FocalLossOptions {
  /**
   * The power of what is left of the probability of a target, from 0 to 10. By default 2.
   */
  readonly gamma?: number | undefined;
  /** The weight of positive targets, from 0 to 1; negative ones have the rest. By default 0.25. */
  readonly alpha?: number | undefined;
}

/** The loss of arrays of which only the caller knows the type. */
type OfEither = <X extends FloatArray>(x: X, targets: Labels | X, options?: FocalLossOptions & NoOutput) => Loss<ResultOf<X>, ResultOf<X>>;

export interface FocalLoss
  extends LossByDefault<Float32Array, NewFloat32Array, Labels | Float32Array, FocalLossOptions>,
    LossByDefault<Float64Array, NewFloat64Array, Labels | Float64Array, FocalLossOptions>,
    OfEither {
  readonly name: string;
  readonly spec: LossSpecification;
}

const NAME = "focalLoss";
const OPTIONS = ["gamma", "alpha", "out"];
const GAMMA = { usual: 2, minimum: 0, maximum: 10 };
const ALPHA = { usual: 0.25, minimum: 0, maximum: 1 };

const BOUNDS = {
  float32: { loss: 0.53, gradient: 0.53, vanishing: 2 ** -28, mean: 2 ** -28 },
  float64: { loss: 16, gradient: 16, vanishing: 2 ** -48, mean: 2 ** -48 },
};

/** The |z| beyond which e^-|z| is 0. */
const REACH = 1500;

/** The terms of one side, z = x or z = -x: assembly/losses/focalLoss.ts has the derivation. */
function addSide(z: number, weight: number, gamma: number, sign: number, result: ElementLoss): void {
  const bounded = Math.min(Math.max(z, -REACH), REACH);
  const e = exp(-Math.abs(bounded));
  const logarithm = log1p(e);
  const line = gamma * Math.max(bounded, 0);
  const bend = gamma * logarithm;
  const low = sumError(line, bend) + productError(gamma, Math.max(bounded, 0));
  const power = exp(-(line + bend)) * (1 - low);
  if (weight !== 0) result.loss += weight * (Math.max(-z, 0) + logarithm) * power;
  const first = gamma * (Math.max(-bounded, 0) + logarithm) * (z < 0 ? e : 1);
  result.slope += ((sign * weight * (first + (z < 0 ? 1 : e))) / (1 + e)) * power;
}

function create(kernels: Kernels, runtime: () => Runtime): FocalLoss {
  const compute = (x: unknown, targets: unknown, options?: unknown) => {
    const type = floatType(NAME, "x", x);
    const asked = options === undefined ? NONE : readOptions(NAME, options, OPTIONS);
    const gamma = readNumber(NAME, "gamma", asked.gamma, GAMMA);
    const alpha = readNumber(NAME, "alpha", asked.alpha, ALPHA);
    const formula = (x: number, t: number, weight: number, result: ElementLoss) => {
      result.loss = 0;
      result.slope = -0;
      if (t > 0) addSide(x, weight * t, gamma, -1, result);
      if (t < 1) addSide(-x, (1 - weight) * (1 - t), gamma, 1, result);
    };
    const settings = { formula, weight: alpha, parameters: [gamma] };
    return computeElementLoss(NAME, kernels, runtime(), type, x as FloatArray, targets, asked, settings);
  };
  return lossOf(compute, specification, new Internals(kernels, runtime, create), BOUNDS);
}

/**
 * Focal loss of sigmoid(x) and targets, which counts less what is right already: the loss of each
 * element, the mean, and the gradient of the mean, in one call.
 *
 *     loss     = alpha*t*pow(1 - p, gamma)*log(1 + exp(-x)) + (1 - alpha)*(1 -
 *                t)*pow(p, gamma)*log(1 + exp(x)), p = sigmoid(x)
 *     mean     = sum(loss)/length
 *     gradient = ((1 - alpha)*(1 - t)*pow(p, gamma)*(gamma*(1 - p)*log(1 + exp(x)) + p) -
 *                alpha*t*pow(1 - p, gamma)*(gamma*p*log(1 + exp(-x)) + 1 - p))/length
 *
 * `x` is a Float32Array or Float64Array of logits, of any length; `targets` is t, of the same
 * length, with numbers from 0 to 1 in an array of x's type, or with zeros and ones in an integer
 * typed array. `gamma`: from 0 to 10, by default 2. `alpha`: from 0 to 1, by default 0.25; with 0.5
 * both sides weigh a half. For targets of 0 and 1 that is sigmoid_focal_loss of torchvision, and
 * with a gamma of 0 and an alpha of 0.5 half the binary cross entropy; a target between is the
 * expected loss of a label that is 1 with that probability.
 *
 * Without `out`, `loss` and `gradient` are new arrays like x. With it, only what it names is
 * computed: `{ loss }` saves the gradient, `{}` gives the mean alone. The gradient may be written
 * over x.
 *
 * Range [0, Infinity]. Nothing overflows, and both tails keep their digits. At x = Infinity and
 * -Infinity the loss is Infinity where the target has a share on the other side, else 0; the
 * gradient is finite. NaN in x stays in its element, and makes the mean NaN; so does a length of 0.
 *
 * Errors: what is promised. As a difference, the gradient can vanish where a target is neither 0
 * nor 1; there a bound relative to the larger of its two terms holds.
 *     float32  loss at most 0.53 ULP; gradient at most 0.53 ULP, for other targets than 0 and 1 that or 2^-28 of its larger term
 *     float64  loss at most 16 ULP; gradient at most 16 ULP, for other targets than 0 and 1 that or 2^-48 of its larger term
 *     The mean is right to 2^-28 and 2^-48 of itself.
 *
 * Source: Lin, Goyal, Girshick, He & Dollár 2017, Focal loss for dense object detection.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if
 * lengths differ, a target, gamma or alpha is out of its range, or an output lies on another array.
 *
 * @example
 * import { focalLoss } from "hillock";
 * const x = Float64Array.of(0, 4, -4); // undecided, right, wrong
 * const { loss, gradient } = focalLoss(x, Uint8Array.of(1, 1, 1));
 * loss.map((one) => Math.round(1e6 * one) / 1e6); // => Float64Array [0.043322, 0.000001, 0.968727]
 * gradient[2].toFixed(6); // => "-0.090533"
 * focalLoss(x, Uint8Array.of(1, 1, 1), { gamma: 0, alpha: 0.5 }).loss[0]; // => 0.3465735902799…
 */
export const focalLoss: FocalLoss = /*#__PURE__*/ create(
  { float32: { ...float32, workspaceBytes: ROOM }, float64: { ...float64, workspaceBytes: ROOM } },
  defaultRuntime,
);
