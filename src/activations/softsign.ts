import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/softsign.js";
import { sumError } from "../scalar/exact.js";
import { specification } from "../specification/activations/softsign.js";

/**
 * Softsign: x divided by 1 + |x|, a slower tanh without an exponential.
 *
 *     softsign(x)   = x/(1 + abs(x))
 *     softsign'(x)  = 1/((1 + abs(x))*(1 + abs(x)))
 *     softsign''(x) = -2*sign(x)/((1 + abs(x))*(1 + abs(x))*(1 + abs(x)))
 *     softsign'     = (1 - abs(y))*(1 - abs(y)), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-1, 1). At -Infinity and Infinity, softsign is -1 and 1, softsign' 0 and 0, softsign'' 0
 * and -0. softsign(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  1.5 / 4 / 3
 *
 * Source: Turian, Bergstra & Bengio 2009, Quadratic features and deep architectures for chunking.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { softsign } from "hillock";
 * softsign(-3); // => -0.75
 * softsign.derivative(1); // => 0.25
 * softsign(Float32Array.of(-Infinity, 0, 1)); // => Float32Array [-1, 0, 0.5]
 */
export const softsign = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 1.5, derivative: 4, secondDerivative: 3 },
  },
  value: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / denominator(x)),
  derivative: (x) => square(1 / denominator(x)),
  secondDerivative(x) {
    if (x === 0) return 0;
    const a = Math.min(Math.abs(x), 1e200);
    const y = (-2 * Math.sign(x)) / square(denominator(a)) / denominator(a);
    // A difference of zeros would lose the sign.
    return y - y * ((3 * sumError(1, a)) / denominator(a)) || y;
  },
  derivativeFromOutput: (y) => square(1 - Math.abs(y)),
  kernels: { float32, float64 },
});

const denominator = (x: number): number => 1 + Math.abs(x);
const square = (x: number): number => x * x;
