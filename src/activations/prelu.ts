import type { FloatArray } from "../call/arrays.js";
import { ParameterSet } from "../call/parameters.js";
import { createChannelled } from "../functions/learnable/channelled.js";
import type { ActivationFromOutput } from "../functions/types.js";
import { float32, float64 } from "../kernels/activations/leakyRelu.js";
import { float32 as channels32, float64 as channels64 } from "../kernels/channels/prelu.js";
import { leakyDerivative, leakyGradient, leakyKernelParameters, leakyValue } from "../scalar/leakyRelu.js";
import { parameters, specification } from "../specification/activations/prelu.js";

/** The options of prelu: one slope, or an array of them and how they lie. */
export interface SlopeOptions {
  /**
   * The slope by which x is multiplied where it is not positive: a number, or an array of x's type
   * with one for each channel. Any finite number. Default 0.25.
   */
  readonly alpha?: number | Float32Array | Float64Array | undefined;
  /**
   * The dimensions of x, the last one contiguous. Default: channels are the last axis, and need
   * none.
   */
  readonly shape?: readonly number[] | undefined;
  /**
   * The dimension of `shape` that the channels are; a negative one counts from the last. Default 1.
   */
  readonly channelAxis?: number | undefined;
  /**
   * The dimensions of `alpha`: aligned with the last of `shape`, and repeated where they are 1 or
   * missing. Default: those that `channelAxis` says.
   */
  readonly slopeShape?: readonly number[] | undefined;
}

interface OneSlope extends SlopeOptions {
  /** The slope by which x is multiplied where it is not positive. Default 0.25. */
  readonly alpha?: number | undefined;
}

interface SlopesOf<A extends FloatArray> extends SlopeOptions {
  /** The slopes, one for each channel. Default 0.25 for all. */
  readonly alpha: A;
}

/** The gradients of the slopes: a number for a number, an array for an array. */
export interface SlopeGradients {
  <A extends Float32Array | Float64Array>(dy: A, x: A, options: SlopesOf<A>): { alpha: A };
  <X extends Float32Array | Float64Array>(dy: X, x: X, options?: OneSlope): { alpha: number };
  (dy: number, x: number, options?: OneSlope): { alpha: number };
}

/** An activation with slopes that can be learnt. */
export interface Sloped extends ActivationFromOutput<SlopeOptions> {
  /** The gradients of the slopes: sums over the elements that share one. */
  readonly parameterGradients: SlopeGradients;
}

/**
 * Parametric rectified linear unit: x where it is positive, else a fraction of it that is learnt.
 *
 *     prelu(x)   = where(x > 0, x, alpha*x)
 *     prelu'(x)  = where(x > 0, 1, alpha)
 *     prelu''(x) = 0
 *     prelu'     = where(y > 0, 1, alpha), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: any finite number, by default 0.25; or an array, one for each channel; at least 0 for
 * the derivative from the output.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, prelu is -Infinity*alpha and Infinity,
 * prelu' alpha and 1, prelu'' 0 and 0. prelu(-0) is -0. prelu'(0) is alpha. Where alpha = 0, the
 * range is [0, Infinity); at -Infinity and Infinity, prelu is -0 and Infinity. Where alpha < 0, the
 * range is [0, Infinity). NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.51 / exact (1 with other parameters)
 *     float64  0.5 / exact / exact
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements,
 * or for an array over those that share an entry, of the terms below, added in float64 and
 * compensated: within 2^-52 of the sum of |terms|, and the rounding to the type of an array.
 *
 *     alpha  dy*where(x > 0, 0, x)
 *
 * Source: He, Zhang, Ren & Sun 2015, Delving deep into rectifiers.
 *
 * An array `alpha` is of the type of x: with `shape` one slope for each element of the axis
 * `channelAxis`, by default 1; without, one for each element of the last axis. Along several axes
 * slopes have a `slopeShape` instead, which broadcasts to `shape` as in NumPy: aligned at the last
 * axis, and repeated where it is 1 or missing.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range, or alpha has
 * another length than the axis, or a `slopeShape` does not broadcast.
 *
 * @example
 * import { prelu } from "hillock";
 * prelu(-2); // => -0.5
 * const x = Float32Array.of(-1, -1, 2, -2, -3, -4);
 * prelu(x, { alpha: Float32Array.of(0.5, 0.25, 1) }); // => Float32Array [-0.5, -0.25, 2, -1, -0.75, -4]
 * const dy = Float32Array.of(1, 1, 1, 1, 1, 1);
 * const { alpha } = prelu.parameterGradients(dy, x, { alpha: Float32Array.of(0.5, 0.5), shape: [1, 2, 3] });
 * alpha; // => Float32Array [-2, -9]
 * prelu(x, { alpha: Float32Array.of(0.5, 2), shape: [2, 3], slopeShape: [2, 1] }); // => Float32Array [-0.5, -0.5, 2, -4, -6, -8]
 */
export const prelu = /*#__PURE__*/ createChannelled<Sloped>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha }) => leakyKernelParameters(alpha)),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0, otherParameters: 1, parameterGradients: 2 ** -52 },
    float64: { value: 0.5, derivative: 0, secondDerivative: 0, parameterGradients: 2 ** -52 },
  },
  value: (x, { alpha }) => leakyValue(x, alpha),
  derivative: (x, { alpha }) => leakyDerivative(x, alpha),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y, { alpha }) => leakyDerivative(y, alpha),
  kernels: { float32, float64 },
  channels: { kernels: { float32: channels32, float64: channels64 }, gradients: { alpha: { at: leakyGradient } } },
});
