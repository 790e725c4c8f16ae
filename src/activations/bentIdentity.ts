import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/bentIdentity.js";
import { specification } from "../specification/activations/bentIdentity.js";

/**
 * Bent identity: x, and half the height of a hyperbola above 1.
 *
 *     bentIdentity(x)   = x + (sqrt(1 + x*x) - 1)/2
 *     bentIdentity'(x)  = 1 + x/(2*sqrt(1 + x*x))
 *     bentIdentity''(x) = 1/(2*pow(1 + x*x, 1.5))
 *
 * Its slope goes from 1/2 to 3/2: no input is cut off or saturates.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, bentIdentity is -Infinity and Infinity,
 * bentIdentity' 0.5 and 1.5, bentIdentity'' 0 and 0. bentIdentity(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  3 / 2.5 / 4
 *
 * Source: Wikipedia's table of activation functions, 2015 to 2021.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { bentIdentity } from "hillock";
 * bentIdentity(0.75); // => 0.875
 * bentIdentity(-1e-9); // => -9.9999999975e-10
 * bentIdentity.derivative(Float64Array.of(-Infinity, 0, Infinity)); // => Float64Array [0.5, 1, 1.5]
 */
export const bentIdentity = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3, derivative: 2.5, secondDerivative: 4 },
  },
  value(x) {
    const z = bounded(x);
    return x * (1 + z / (1 + Math.sqrt(1 + z * z)) / 2);
  },
  derivative(x) {
    const z = bounded(x);
    return 1 + z / Math.sqrt(1 + z * z) / 2;
  },
  secondDerivative(x) {
    const z = bounded(x);
    const square = 1 + z * z;
    return 0.5 / square / Math.sqrt(square);
  },
  kernels: { float32, float64 },
});

/** x, up to where 1 no longer counts beside its square. */
function bounded(x: number): number {
  return Math.max(-1e150, Math.min(x, 1e150));
}
