import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/elu.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/elu.js";
import { expm1 } from "../scalar/expm1.js";
import { timesExp } from "../scalar/exponential.js";
import { parameters, specification } from "../specification/activations/elu.js";

/** The options of elu. */
export interface EluOptions {
  /** The factor of the exponential: elu levels off at -alpha. From -1e100 to 1e100. Default 1. */
  readonly alpha?: number | undefined;
}

/**
 * Exponential linear unit: x where it is positive, else an exponential that levels off at -alpha.
 *
 *     elu(x)   = where(x > 0, x, alpha*expm1(x))
 *     elu'(x)  = where(x > 0, 1, alpha*exp(x))
 *     elu''(x) = where(x > 0, 0, alpha*exp(x))
 *     elu'     = where(y > 0, 1, y + alpha), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from -1e100 to 1e100, by default 1; at least 0 for the derivative from the output;
 * `hillock/fast` has a faster form for magnitudes from 1e-30 to 2.
 *
 * Range (-alpha, Infinity). At -Infinity and Infinity, elu is -alpha and Infinity, elu' 0 and 1,
 * elu'' 0 and 0. elu(-0) is -0. elu'(0) is alpha, elu''(0) alpha. Where alpha <= 0, the range is
 * [0, Infinity). NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     1 / 1.1 / 1.1 (2.2 with other parameters)
 *     float64  3.3 / 4.5 / 4.5
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     alpha  dy*where(x > 0, 0, expm1(x))
 *
 * Source: Clevert, Unterthiner & Hochreiter 2015, Fast and accurate deep network learning by
 * exponential linear units (ELUs).
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { elu } from "hillock";
 * elu(-1); // => -0.6321205588285…
 * elu.derivative(-1, { alpha: 2 }); // => 0.7357588823428…
 * elu(Float32Array.of(-100, 0, 5)); // => Float32Array [-1, 0, 5]
 */
export const elu = /*#__PURE__*/ createActivation<EluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5, parameterGradients: 2 ** -50 },
    fast: { value: 1, derivative: 1.1, secondDerivative: 1.1, otherParameters: 2.2 },
  },
  value: (x, { alpha }) => (x < 0 ? alpha * expm1(x) : x),
  derivative: (x, { alpha }) => (x > 0 ? 1 : timesExp(alpha, x)),
  secondDerivative: (x, { alpha }) => (x > 0 ? 0 : timesExp(alpha, x)),
  derivativeFromOutput: (y, { alpha }) => (y > 0 ? 1 : y + alpha),
  parameterGradients: /*#__PURE__*/ parameterGradients({ alpha: (dy, x) => (x > 0 ? 0 : dy * expm1(x)) }),
  kernels: { float32, float64, gradients32, gradients64 },
});
