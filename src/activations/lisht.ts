import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/lisht.js";
import { timesLogistic } from "../scalar/logistic.js";
import { curvatureFactor } from "../scalar/silu.js";
import { tanh } from "../scalar/tanh.js";
import { specification } from "../specification/activations/lisht.js";

/**
 * Linearly scaled hyperbolic tangent: x times tanh x.
 *
 *     lisht(x)   = x*tanh(x)
 *     lisht'(x)  = tanh(x) + x*(1 - tanh(x)*tanh(x))
 *     lisht''(x) = 2*(1 - x*tanh(x))*(1 - tanh(x)*tanh(x))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [0, Infinity). At -Infinity and Infinity, lisht is Infinity and Infinity, lisht' -1 and 1,
 * lisht'' -0 and -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     4 / 0.51 / 0.51
 *     float64  4 / 5 / 4.5
 *
 * Source: Roy, Manna, Dubey & Chaudhuri 2019, LiSHT: non-parametric linearly scaled hyperbolic
 * tangent activation function for neural networks.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { lisht } from "hillock";
 * lisht(-1); // => 0.7615941559557…
 * lisht.derivative(0); // => 0
 * lisht(Float32Array.of(-Infinity, 0, 30)); // => Float32Array [Infinity, 0, 30]
 */
export const lisht = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4, derivative: 5, secondDerivative: 4.5 },
    fast: { value: 4, derivative: 0.51, secondDerivative: 0.51 },
  },
  value: (x) => x * tanh(x),
  derivative(x) {
    const a = magnitude(x);
    const slope = tanh(a) + a * timesLogistic(4, -2 * a, 2);
    return x < 0 ? -slope : x > 0 ? slope : x;
  },
  secondDerivative(x) {
    const z = 2 * magnitude(x);
    return timesLogistic(4 * curvatureFactor(z, 0), -z, 3);
  },
  kernels: { float32, float64 },
});

/** |x|, and no more than where the exponential has rounded to 0. */
function magnitude(x: number): number {
  return Math.min(Math.abs(x), 400);
}
