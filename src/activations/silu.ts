import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/silu.js";
import { exp, timesExp } from "../scalar/exponential.js";
import { timesLogistic } from "../scalar/logistic.js";
import { curvatureFactor, slopeFactor } from "../scalar/silu.js";
import { specification } from "../specification/activations/silu.js";

/**
 * Sigmoid-weighted linear unit, also called swish.
 *
 *     silu(x)   = x*sigmoid(x)
 *     silu'(x)  = sigmoid(x)*(1 + x*sigmoid(-x))
 *     silu''(x) = sigmoid(x)*sigmoid(-x)*(2 - x*tanh(x/2))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [-0.27846454276107379, Infinity). At -Infinity and Infinity, silu is -0 and Infinity, silu'
 * -0 and 1, silu'' -0 and -0. silu(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     3.5 / 0.51 / 0.51
 *     float64  3.3 / 4.5 / 4.5
 *
 * Source: Elfwing, Uchibe & Doya 2017, Sigmoid-weighted linear units for neural network function
 * approximation in reinforcement learning.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { silu } from "hillock";
 * silu(1); // => 0.7310585786300…
 * silu(-Infinity); // => -0
 * const { value, derivative } = silu.valueAndDerivative(Float32Array.of(0, 50));
 * derivative; // => Float32Array [0.5, 1]
 */
export const silu = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
    fast: { value: 3.5, derivative: 0.51, secondDerivative: 0.51 },
  },
  value(x) {
    const a = magnitude(x);
    const t = exp(-a);
    const tail = timesExp(a, -a);
    return Math.max(x, -0) - (tail - tail * (t / (1 + t)));
  },
  derivative(x) {
    const a = magnitude(x);
    const half = timesLogistic(slopeFactor(a, 0), -a, 2);
    return x < 0 ? half : 1 - half;
  },
  secondDerivative(x) {
    const a = magnitude(x);
    return timesLogistic(curvatureFactor(a, 0), -a, 3);
  },
  kernels: { float32, float64 },
});

/** |x|, and no more than where a e^-a has rounded to 0. */
function magnitude(x: number): number {
  return Math.min(Math.abs(x), 800);
}
