import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/relu.js";
import { specification } from "../specification/activations/relu.js";

/**
 * Rectified linear unit: x where it is positive, else 0.
 *
 *     relu(x)   = max(x, 0)
 *     relu'(x)  = where(x > 0, 1, 0)
 *     relu''(x) = 0
 *     relu'     = where(y > 0, 1, 0), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [0, Infinity). At -Infinity and Infinity, relu is 0 and Infinity, relu' 0 and 1, relu'' 0
 * and 0. relu(-0) is -0. relu'(0) is 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact
 *     float64  exact
 *
 * Source: Nair & Hinton 2010, Rectified linear units improve restricted Boltzmann machines.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { relu } from "hillock";
 * relu(-2); // => 0
 * relu(Float32Array.of(-1.5, 0, 2.5)); // => Float32Array [0, 0, 2.5]
 * relu.backward(Float32Array.of(10, 10), Float32Array.of(-1, 1)); // => Float32Array [0, 10]
 */
export const relu = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0 },
    float64: { value: 0, derivative: 0, secondDerivative: 0 },
  },
  value: (x) => (x < 0 ? 0 : x),
  derivative: step,
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: step,
  kernels: { float32, float64 },
});

/** 1 above 0, else 0, and NaN where x is. */
function step(x: number): number {
  return Number.isNaN(x) ? x : Number(x > 0);
}
