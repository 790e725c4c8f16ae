import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/exponential.js";
import { exp, timesExp } from "../scalar/exponential.js";
import { specification } from "../specification/activations/exponential.js";

/**
 * Exponential function: e to the power of x.
 *
 *     exponential(x)   = exp(x)
 *     exponential'(x)  = exp(x)
 *     exponential''(x) = exp(x)
 *     exponential'     = y, from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (0, Infinity). At -Infinity and Infinity, exponential is 0 and Infinity, exponential' 0 and
 * Infinity, exponential'' 0 and Infinity. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     1.1
 *     float64  0.9
 *
 * Source: Euler 1748, Introductio in analysin infinitorum.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { exponential } from "hillock";
 * exponential(1).toFixed(10); // => "2.7182818285"
 * exponential(Float32Array.of(-Infinity, 0, 89)); // => Float32Array [0, 1, Infinity]
 * exponential.backward(1e-300, 720).toPrecision(10); // => "4.920700930e+12"
 */
export const exponential = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 0.9, derivative: 0.9, secondDerivative: 0.9 },
    fast: { value: 1.1, derivative: 1.1, secondDerivative: 1.1 },
  },
  value: exp,
  derivative: exp,
  secondDerivative: exp,
  derivativeFromOutput: (y) => y,
  backward: (dy, x) => (x === Infinity ? dy * x : timesExp(dy, x)),
  kernels: { float32, float64 },
});
