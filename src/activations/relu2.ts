import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/relu2.js";
import { specification } from "../specification/activations/relu2.js";

/**
 * Squared rectified linear unit: the square of x where it is positive, else 0.
 *
 *     relu2(x)   = where(x > 0, x*x, 0)
 *     relu2'(x)  = where(x > 0, 2*x, 0)
 *     relu2''(x) = where(x > 0, 2, 0)
 *     relu2'     = 2*sqrt(y), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [0, Infinity). At -Infinity and Infinity, relu2 is 0 and Infinity, relu2' 0 and Infinity,
 * relu2'' 0 and 2. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.5 / exact / exact
 *     float64  0.5 / 0.5 / exact
 *
 * Source: So et al. 2021, Primer: searching for efficient transformers for language modeling.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { relu2 } from "hillock";
 * relu2(3); // => 9
 * relu2.derivative(Float32Array.of(-1, 0, 2.5)); // => Float32Array [0, 0, 5]
 */
export const relu2 = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.5, derivative: 0, secondDerivative: 0 },
    float64: { value: 0.5, derivative: 0.5, secondDerivative: 0 },
  },
  value: (x) => (x < 0 ? 0 : x * x),
  derivative: (x) => (x < 0 ? 0 : 2 * x),
  secondDerivative: (x) => (Number.isNaN(x) ? x : x > 0 ? 2 : 0),
  derivativeFromOutput: (y) => 2 * Math.sqrt(y),
  kernels: { float32, float64 },
});
