import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/softplus.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/softplus.js";
import { product } from "../scalar/exact.js";
import { expm1 } from "../scalar/expm1.js";
import { exp, timesExp } from "../scalar/exponential.js";
import { log1p } from "../scalar/log1p.js";
import { timesLogistic } from "../scalar/logistic.js";
import { parameters, specification } from "../specification/activations/softplus.js";

/** The options of softplus. */
export interface SoftplusOptions {
  /**
   * The sharpness of the bend: x is multiplied by it, and the result divided. From 1e-100 to 1e100.
   * Default 1.
   */
  readonly beta?: number | undefined;
}

/**
 * Softplus: a smooth relu, the integral of sigmoid(beta*x).
 *
 *     softplus(x)   = log1p(exp(beta*x))/beta
 *     softplus'(x)  = sigmoid(beta*x)
 *     softplus''(x) = beta*sigmoid(beta*x)*sigmoid(-beta*x)
 *     softplus'     = -expm1(-beta*y), from the output y
 *
 * It neither overflows nor loses digits on either side.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `beta`: from 1e-100 to 1e100, by default 1; `hillock/fast` has a faster form for magnitudes from
 * 0.001 to 1000. The larger it is, the closer softplus comes to relu.
 *
 * Range (0, Infinity). At -Infinity and Infinity, softplus is 0 and Infinity, softplus' 0 and 1,
 * softplus'' 0 and 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     3 / 2.5 / 3 (600 with other parameters)
 *     float64  3.3 / 4.5 / 4.5 (4.5 with other parameters)
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     beta  -dy*(abs(x)*sigmoid(-beta*abs(x)) + log1p(exp(-beta*abs(x)))/beta)/beta
 *
 * Source: Dugas, Bengio, Bélisle, Nadeau & Garcia 2000, Incorporating second-order functional
 * knowledge for better option pricing.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { softplus } from "hillock";
 * softplus(0); // => 0.6931471805599…
 * softplus(-100).toPrecision(10); // => "3.720075976e-44"
 * softplus(1000, { beta: 5 }); // => 1000
 */
export const softplus = /*#__PURE__*/ createActivation<SoftplusOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ beta }) => [beta, 1 / beta]),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5, otherParameters: 4.5, parameterGradients: 2 ** -50 },
    fast: { value: 3, derivative: 2.5, secondDerivative: 3, otherParameters: 600 },
  },
  value(x, { beta }) {
    const { high, low } = product(beta, Math.abs(x));
    const t = (1 - low) * exp(-high);
    return Math.max(x, 0) + (high > 40 ? timesExp((1 - low) / beta, -high) : log1p(t) / beta);
  },
  derivative(x, { beta }) {
    const { high, low } = product(beta, Math.abs(x));
    const t = (1 - low) * exp(-high);
    return (x < 0 ? t : 1) / (1 + t);
  },
  secondDerivative(x, { beta }) {
    const { high, low } = product(beta, Math.abs(x));
    return timesLogistic(beta - beta * low, -high, 2);
  },
  derivativeFromOutput: (y, { beta }) => 0 - expm1(-beta * y),
  parameterGradients: /*#__PURE__*/ parameterGradients({ beta: (dy, x, parameters) => dy * growth(x, parameters) }),
  kernels: { float32, float64, gradients32, gradients64 },
});

/**
 * The derivative with respect to beta. On either side of 0 it is this, in which nothing cancels as
 * it does in (x*f' - f)/beta.
 */
function growth(x: number, { beta }: { readonly beta: number }): number {
  const { high, low } = product(beta, Math.abs(x));
  const t = (1 - low) * exp(-high);
  return -(Math.min(Math.abs(x), Number.MAX_VALUE) * (t / (1 + t)) + log1p(t) / beta) / beta;
}
