import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/celu.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/celu.js";
import { celuGrowth, celuKernelParameters, celuValue, timesCeluSlope } from "../scalar/celu.js";
import { parameters, specification } from "../specification/activations/celu.js";

/** The options of celu. */
export interface CeluOptions {
  /**
   * The level and the width of the exponential: celu levels off at -alpha. From 1e-100 to 1e100.
   * Default 1.
   */
  readonly alpha?: number | undefined;
}

/**
 * Continuously differentiable exponential linear unit: x where it is positive, else an exponential
 * of slope 1 at 0.
 *
 *     celu(x)   = where(x > 0, x, alpha*expm1(x/alpha))
 *     celu'(x)  = where(x > 0, 1, exp(x/alpha))
 *     celu''(x) = where(x > 0, 0, exp(x/alpha)/alpha)
 *     celu'     = where(y > 0, 1, (y + alpha)/alpha), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from 1e-100 to 1e100, by default 1; `hillock/fast` has a faster form for magnitudes from
 * 1e-30 to 2.
 *
 * Range (-alpha, Infinity). At -Infinity and Infinity, celu is -alpha and Infinity, celu' 0 and 1,
 * celu'' 0 and 0. celu(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     1 / 1.1 / 0.51 (3 with other parameters)
 *     float64  1.2 / 1 / 1 (2.5 with other parameters)
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     alpha  dy*where(x > 0, 0, expm1(x/alpha) - x/alpha*exp(x/alpha))
 *
 * Source: Barron 2017, Continuously differentiable exponential linear units.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { celu } from "hillock";
 * celu(-1); // => -0.6321205588285…
 * celu.derivative(0, { alpha: 0.3 }); // => 1
 * celu(Float32Array.of(-100, 0, 5), { alpha: 2 }); // => Float32Array [-2, 0, 5]
 */
export const celu = /*#__PURE__*/ createActivation<CeluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, celuKernelParameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: { value: 1.2, derivative: 1, secondDerivative: 1, otherParameters: 2.5, parameterGradients: 2 ** -50 },
    fast: { value: 1, derivative: 1.1, secondDerivative: 0.51, otherParameters: 3 },
  },
  value: celuValue,
  derivative: (x, { alpha }) => (x > 0 ? 1 : timesCeluSlope(1, x, alpha)),
  secondDerivative: (x, { alpha }) => (x > 0 ? 0 : timesCeluSlope(1 / alpha, x, alpha)),
  derivativeFromOutput: (y, { alpha }) => (y > 0 ? 1 : (y + alpha) / alpha),
  parameterGradients: /*#__PURE__*/ parameterGradients({ alpha: (dy, x, { alpha }) => (x > 0 ? 0 : dy * celuGrowth(x, alpha)) }),
  kernels: { float32, float64, gradients32, gradients64 },
});
