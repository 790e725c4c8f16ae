import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/scaledTanh.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/scaledTanh.js";
import { rateDerivative, scaledTanhDecay, scaledTanhKernelParameters, tanhOfProduct, timesTanh } from "../scalar/scaledTanh.js";
import { parameters, specification } from "../specification/activations/scaledTanh.js";

/** The options of scaledTanh. */
export interface ScaledTanhOptions {
  /** The level: scaledTanh levels off at -alpha and alpha. From 1e-30 to 1e30. Default 1.7159. */
  readonly alpha?: number | undefined;
  /** The rate: what x is multiplied by. From 1e-30 to 1e30. Default 0.6666666666666666. */
  readonly beta?: number | undefined;
}

/**
 * Scaled hyperbolic tangent: alpha times tanh(beta*x).
 *
 *     scaledTanh(x)   = alpha*tanh(beta*x)
 *     scaledTanh'(x)  = 4*alpha*beta*sigmoid(2*beta*x)*sigmoid(-2*beta*x)
 *     scaledTanh''(x) = -8*alpha*beta*beta*tanh(beta*x)*sigmoid(2*beta*x)*sigmoid(-2*beta*x)
 *     scaledTanh'     = beta/alpha*(alpha - y)*(alpha + y), from the output y
 *
 * With the default parameters f(1) is 1 to five digits, and its effective gain near 1.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from 1e-30 to 1e30, by default 1.7159.
 * `beta`: from 1e-30 to 1e30, by default 0.6666666666666666. A negative one would be that of -x.
 *
 * Range (-alpha, alpha). At -Infinity and Infinity, scaledTanh is -alpha and alpha, scaledTanh' 0
 * and 0, scaledTanh'' 0 and -0. scaledTanh(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     float64  4 / 5 / 6 (6 with other parameters)
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     alpha  dy*tanh(beta*x)
 *     beta   dy*4*alpha*x*sigmoid(2*beta*x)*sigmoid(-2*beta*x)
 *
 * Source: LeCun, Bottou, Orr & Müller 1998, Efficient BackProp.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { scaledTanh } from "hillock";
 * scaledTanh(1).toFixed(10); // => "0.9999972559"
 * scaledTanh.derivative(0, { alpha: 2, beta: 0.25 }); // => 0.5
 * scaledTanh(Float64Array.of(-100, 0), { alpha: 3 }); // => Float64Array [-3, 0]
 */
export const scaledTanh = /*#__PURE__*/ createActivation<ScaledTanhOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, scaledTanhKernelParameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: { value: 4, derivative: 5, secondDerivative: 6, otherParameters: 6, parameterGradients: 2 ** -50 },
  },
  value: (x, { alpha, beta }) => timesTanh(alpha, x, beta),
  derivative: (x, { alpha, beta }) => scaledTanhDecay(4 * alpha * beta, x, beta),
  secondDerivative: (x, { alpha, beta }) => scaledTanhDecay(timesTanh(-8 * alpha * beta * beta, x, beta), x, beta),
  derivativeFromOutput: (y, { alpha, beta }) => ((alpha - y) / alpha) * ((alpha + y) * beta),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    alpha: (dy, x, { beta }) => dy * tanhOfProduct(x, beta),
    beta: (dy, x, { alpha, beta }) => dy * rateDerivative(x, alpha, beta),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
