import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/linear.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/linear.js";
import { linearKernelParameters, linearValue } from "../scalar/line.js";
import { parameters, specification } from "../specification/activations/linear.js";

/** The options of linear. */
export interface LinearOptions {
  /** The slope: what x is multiplied by. From -1e100 to 1e100. Default 1. */
  readonly alpha?: number | undefined;
  /** The value at 0, which is added. From -1e100 to 1e100. Default 0. */
  readonly beta?: number | undefined;
}

/**
 * Linear function: a multiple of x, and a constant.
 *
 *     linear(x)   = alpha*x + beta
 *     linear'(x)  = alpha
 *     linear''(x) = 0
 *     linear'     = alpha, from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from -1e100 to 1e100, by default 1; 0 or at least 1e-100 in magnitude. With 0,
 * infinities give NaN.
 * `beta`: from -1e100 to 1e100, by default 0; 0 or at least 1e-100 in magnitude.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, linear is -Infinity*alpha + beta and
 * Infinity*alpha + beta, linear' alpha and alpha, linear'' 0 and 0. NaN gives NaN; its derivatives
 * are those of all others.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.51 with other parameters)
 *     float64  exact (3 with other parameters)
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     alpha  dy*x
 *     beta   dy
 *
 * Source: Widrow & Hoff 1960, Adaptive switching circuits.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { linear } from "hillock";
 * linear(3, { alpha: 2, beta: 0.5 }); // => 6.5
 * linear.parameterGradients(Float32Array.of(1, 2), Float32Array.of(3, 4)); // => { alpha: 11, beta: 3 }
 */
export const linear = /*#__PURE__*/ createActivation<LinearOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha, beta }) => linearKernelParameters(alpha, beta)),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.51, parameterGradients: 2 ** -52 },
    float64: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 3, parameterGradients: 2 ** -52 },
  },
  value: (x, { alpha, beta }) => linearValue(x, alpha, beta),
  derivative: (_x, { alpha }) => alpha,
  secondDerivative: () => 0,
  derivativeFromOutput: (_y, { alpha }) => alpha,
  parameterGradients: /*#__PURE__*/ parameterGradients({ alpha: (dy, x) => dy * x, beta: (dy) => dy }),
  kernels: { float32, float64, gradients32, gradients64 },
});
