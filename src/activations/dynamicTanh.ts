import { ParameterSet } from "../call/parameters.js";
import { createChannelled } from "../functions/learnable/channelled.js";
import type { Activation } from "../functions/types.js";
import { float32, float64 } from "../kernels/activations/dynamicTanh.js";
import { float32 as channels32, float64 as channels64 } from "../kernels/channels/dynamicTanh.js";
import { rateDerivative, scaledTanhDecay, scaledTanhKernelParameters, tanhOfProduct, timesTanh } from "../scalar/scaledTanh.js";
import { parameters, specification } from "../specification/activations/dynamicTanh.js";
import type { SlopeOptions } from "./prelu.js";

/** The options of dynamicTanh: a rate, and by channel or for all of them a scale and a shift. */
export interface DynamicTanhOptions extends Pick<SlopeOptions, "shape" | "channelAxis"> {
  /** The rate: what x is multiplied by. From 1e-30 to 1e30. Default 0.5. */
  readonly alpha?: number | undefined;
  /**
   * The scale: a number, or an array of x's type with one for each channel. From -1e30 to 1e30.
   * Default 1.
   */
  readonly gamma?: number | Float32Array | Float64Array | undefined;
  /**
   * The shift: a number, or an array of x's type with one for each channel. From -1e30 to 1e30.
   * Default 0.
   */
  readonly beta?: number | Float32Array | Float64Array | undefined;
  /**
   * The dimensions of `gamma` and `beta`: aligned with the last of `shape`, and repeated where they
   * are 1 or missing. Default: those that `channelAxis` says.
   */
  readonly slopeShape?: readonly number[] | undefined;
}

interface DynamicTanhLearnt<G, B> extends DynamicTanhOptions {
  /** The scale: a number, or an array with one for each channel. Default 1. */
  readonly gamma?: (G & (number | Float32Array | Float64Array)) | undefined;
  /** The shift: a number, or an array with one for each channel. Default 0. */
  readonly beta?: (B & (number | Float32Array | Float64Array)) | undefined;
}

/** The gradient of a parameter: a number for a number, an array for an array. */
type GradientLike<P> = P extends number ? number : P;

/** The gradients of the rate, the scale and the shift. */
export interface DynamicTanhGradients {
  <A extends Float32Array | Float64Array, G extends A | number = number, B extends A | number = number>(
    dy: A,
    x: A,
    options?: DynamicTanhLearnt<G, B>,
  ): { alpha: number; gamma: GradientLike<G>; beta: GradientLike<B> };
  (dy: number, x: number, options?: DynamicTanhLearnt<number, number>): { alpha: number; gamma: number; beta: number };
}

/** dynamicTanh, of which all parameters can be learnt. */
export interface DynamicTanh extends Activation<DynamicTanhOptions> {
  /** The gradients of alpha, gamma and beta: sums over the elements that share one. */
  readonly parameterGradients: DynamicTanhGradients;
}

/**
 * Dynamic tanh: tanh(alpha*x), scaled and shifted by what is learnt for each channel.
 *
 *     dynamicTanh(x)   = gamma*tanh(alpha*x) + beta
 *     dynamicTanh'(x)  = 4*gamma*alpha*sigmoid(2*alpha*x)*sigmoid(-2*alpha*x)
 *     dynamicTanh''(x) = -8*gamma*alpha*alpha*tanh(alpha*x)*sigmoid(2*alpha*x)*sigmoid(-2*alpha*x)
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from 1e-30 to 1e30, by default 0.5. A negative one would be that of a negative gamma.
 * `gamma`: from -1e30 to 1e30, by default 1; or an array, one for each channel.
 * `beta`: from -1e30 to 1e30, by default 0; or an array, one for each channel.
 *
 * Range (beta - abs(gamma), beta + abs(gamma)). At -Infinity and Infinity, dynamicTanh is beta -
 * gamma and beta + gamma, dynamicTanh' 0 and 0, dynamicTanh'' 0 and -0. Where gamma = 0, the range
 * is [beta, beta]. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     float64  4 / 5 / 5 (5.5 with other parameters), within 20 of 0 where beta is not 0 f 4.4e-16*|gamma| absolute
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements,
 * or for an array over those that share an entry, of the terms below, added in float64 and
 * compensated: within 2^-50 of the sum of |terms|, and the rounding to the type of an array.
 *
 *     alpha  dy*4*gamma*x*sigmoid(2*alpha*x)*sigmoid(-2*alpha*x)
 *     gamma  dy*tanh(alpha*x)
 *     beta   dy
 *
 * Source: Zhu, Chen, He, LeCun & Liu 2025, Transformers without normalization.
 *
 * Arrays `gamma` and `beta` are of the type of x: with `shape` one number for each element of the
 * axis `channelAxis`, by default 1; without, one for each element of the last axis. Along several
 * axes they have a `slopeShape` instead, which broadcasts to `shape` as in NumPy: aligned at the
 * last axis, and repeated where it is 1 or missing.
 *
 * Where gamma and beta have opposite signs they may cancel: what is left of them may have the
 * absolute error anywhere, in float32 too.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range, or gamma or
 * beta has another length than the axis, or a `slopeShape` does not broadcast.
 *
 * @example
 * import { dynamicTanh } from "hillock";
 * dynamicTanh(1).toFixed(10); // => "0.4621171573"
 * const x = Float64Array.of(0, 100, 0, -100);
 * dynamicTanh(x, { gamma: Float64Array.of(2, 3), beta: Float64Array.of(0.5, 1) }); // => Float64Array [0.5, 4, 0.5, -2]
 * dynamicTanh.parameterGradients(x, x, { beta: Float64Array.of(0, 0) }).beta; // => Float64Array [0, 0]
 */
export const dynamicTanh = /*#__PURE__*/ createChannelled<DynamicTanh>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha, gamma, beta }) => [
    ...scaledTanhKernelParameters({ alpha: gamma, beta: alpha }),
    beta,
  ]),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: {
      value: 4,
      derivative: 5,
      secondDerivative: 5,
      otherParameters: 5.5,
      parameterGradients: 2 ** -50,
      roots: [{ of: "value", x: 0, within: 20, absolute: 2 ** -51, unlessZero: "beta", times: "gamma" }],
    },
  },
  value: (x, { alpha, gamma, beta }) => shifted(timesTanh(gamma, x, alpha), gamma, beta),
  derivative: (x, { alpha, gamma }) => scaledTanhDecay(4 * gamma * alpha, x, alpha),
  secondDerivative: (x, { alpha, gamma }) => scaledTanhDecay(timesTanh(-8 * gamma * alpha * alpha, x, alpha), x, alpha),
  kernels: { float32, float64 },
  channels: {
    kernels: { float32: channels32, float64: channels64 },
    isCurved: true,
    gradients: {
      alpha: { at: (dy, x, { alpha }) => dy * rateDerivative(x, 1, alpha), times: "gamma" },
      gamma: { at: (dy, x, { alpha }) => dy * tanhOfProduct(x, alpha) },
      beta: { at: (dy) => dy },
    },
  },
});

/** y + beta, which keeps the sign of a y too small to show where beta is 0 and gamma is not */
function shifted(y: number, gamma: number, beta: number): number {
  return beta === 0 && gamma !== 0 ? y : y + beta;
}
