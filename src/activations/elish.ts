import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/elish.js";
import { elishDerivative, elishSecondDerivative, elishValue } from "../scalar/elish.js";
import { specification } from "../specification/activations/elish.js";

/**
 * Exponential linear sigmoid squashing: silu where x is positive, else elu times the sigmoid.
 *
 *     elish(x)   = where(x >= 0, x*sigmoid(x), expm1(x)*sigmoid(x))
 *     elish'(x)  = where(x >= 0, sigmoid(x)*(1 + x*sigmoid(-x)), sigmoid(x)*(exp(x) + expm1(x)*sigmoid(-x)))
 *     elish''(x) = where(x >= 0, sigmoid(x)*sigmoid(-x)*(2 - x*tanh(x/2)), sigmoid(x)*(exp(x) + 2*exp(x)*sigmoid(-x) - expm1(x)*sigmoid(-x)*tanh(x/2)))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [-0.1715728752538099, Infinity). At -Infinity and Infinity, elish is -0 and Infinity,
 * elish' -0 and 1, elish'' -0 and -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  3 / 5 / 5.5
 *
 * Source: Basirat & Roth 2018, The quest for the golden activation function.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { elish } from "hillock";
 * elish(1).toFixed(10); // => "0.7310585786"
 * elish(-1).toFixed(10); // => "-0.1700034016"
 * elish(Float32Array.of(0, 20)); // => Float32Array [0, 20]
 */
export const elish = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3, derivative: 5, secondDerivative: 5.5 },
  },
  value: elishValue,
  derivative: elishDerivative,
  secondDerivative: elishSecondDerivative,
  kernels: { float32, float64 },
});
