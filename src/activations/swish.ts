import { createLearnable } from "../functions/learnable/learnable.js";
import { type Rate, type RateOptions, rateGradients } from "../functions/learnable/rate.js";
import { float32, float64 } from "../kernels/activations/swish.js";
import { rate, swishDerivative, swishSecondDerivative, swishValue } from "../scalar/swish.js";
import { specification } from "../specification/activations/swish.js";

/**
 * Swish: x times the sigmoid of beta*x.
 *
 *     swish(x)   = x*sigmoid(beta*x)
 *     swish'(x)  = sigmoid(beta*x)*(1 + beta*x*sigmoid(-beta*x))
 *     swish''(x) = beta*sigmoid(beta*x)*sigmoid(-beta*x)*(2 - beta*x*tanh(beta*x/2))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `beta`: from -1e100 to 1e100, by default 1; 0 or at least 1e-100 in magnitude; `hillock/fast` has
 * a faster form for magnitudes from 0.1 to 1e30. 1 is silu, 0 gives x/2, and the larger it is, the
 * closer swish comes to relu.
 *
 * Range [-0.27846454276107379/beta, Infinity). At -Infinity and Infinity, swish is -0 and Infinity,
 * swish' -0 and 1. swish(-0) is -0. Where beta = 0, the range is (-Infinity, Infinity); at
 * -Infinity and Infinity, swish is -Infinity and Infinity, swish' 0.5 and 0.5. Where beta < 0, the
 * range is (-Infinity, -0.27846454276107379/beta]; at -Infinity and Infinity, swish is -Infinity
 * and 0, swish' 1 and -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     3.5 / 0.51 / 0.51 (3.5 with other parameters)
 *     float64  3.3 / 4.5 / 4.5 (4.5 with other parameters)
 *
 * Source: Ramachandran, Zoph & Le 2017, Searching for activation functions.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { swish } from "hillock";
 * swish(2, { beta: 1.5 }).toFixed(10); // => "1.9051482536"
 * swish.derivative(-Infinity); // => -0
 */
export const swish = /*#__PURE__*/ createLearnable<RateOptions, Rate>({
  specification,
  parameters: rate,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5, otherParameters: 4.5 },
    fast: { value: 3.5, derivative: 0.51, secondDerivative: 0.51, otherParameters: 3.5 },
  },
  value: swishValue,
  derivative: swishDerivative,
  secondDerivative: swishSecondDerivative,
  kernels: { float32, float64 },
  parameterGradients: rateGradients,
});
