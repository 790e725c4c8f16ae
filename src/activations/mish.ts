import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/mish.js";
import { mishDerivative, mishSecondDerivative, mishValue } from "../scalar/mish.js";
import { specification } from "../specification/activations/mish.js";

/**
 * Mish: x times the hyperbolic tangent of its softplus.
 *
 *     mish(x)   = x*tanh(log1p(exp(x)))
 *     mish'(x)  = tanh(log1p(exp(x))) + x*sigmoid(x)*(1 - tanh(log1p(exp(x)))*tanh(log1p(exp(x))))
 *     mish''(x) = sigmoid(x)*(1 - tanh(log1p(exp(x)))*tanh(log1p(exp(x))))*(2 + x*(sigmoid(-x) - 2*tanh(log1p(exp(x)))*sigmoid(x)))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [-0.308843413017250405, Infinity). At -Infinity and Infinity, mish is -0 and Infinity,
 * mish' -0 and 1, mish'' -0 and -0. mish(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     5 / 0.51 / 0.51
 *     float64  4 / 5 / 5
 *
 * Source: Misra 2019, Mish: a self regularized non-monotonic activation function.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { mish } from "hillock";
 * mish(0); // => 0
 * mish.derivative(0); // => 0.6
 * mish(Float64Array.of(-Infinity, 50)); // => Float64Array [-0, 50]
 */
export const mish = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4, derivative: 5, secondDerivative: 5 },
    fast: { value: 5, derivative: 0.51, secondDerivative: 0.51 },
  },
  value: mishValue,
  derivative: mishDerivative,
  secondDerivative: mishSecondDerivative,
  kernels: { float32, float64 },
});
