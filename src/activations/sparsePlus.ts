import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/sparsePlus.js";
import { specification } from "../specification/activations/sparsePlus.js";

/**
 * Sparse plus: 0 up to -1, x from 1 on, and a parabola between.
 *
 *     sparsePlus(x)   = where(x <= -1, 0, where(x >= 1, x, (x + 1)*(x + 1)/4))
 *     sparsePlus'(x)  = where(x <= -1, 0, where(x >= 1, 1, (x + 1)/2))
 *     sparsePlus''(x) = where(x > -1 & x < 1, 0.5, 0)
 *     sparsePlus'     = where(y >= 1, 1, sqrt(y)), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [0, Infinity). At -Infinity and Infinity, sparsePlus is 0 and Infinity, sparsePlus' 0 and
 * 1, sparsePlus'' 0 and 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.5 / exact
 *     float64  2.5 / 0.5 / exact
 *
 * Source: Martins & Astudillo 2016, From softmax to sparsemax: a sparse model of attention and
 * multi-label classification.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { sparsePlus } from "hillock";
 * sparsePlus(Float32Array.of(-2, 0, 0.5, 3)); // => Float32Array [0, 0.25, 0.5625, 3]
 * sparsePlus.derivative(0); // => 0.5
 */
export const sparsePlus = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.5, secondDerivative: 0 },
    float64: { value: 2.5, derivative: 0.5, secondDerivative: 0 },
  },
  value: (x) => (x >= 1 ? x : slope(x) * slope(x)),
  derivative: slope,
  secondDerivative: (x) => (Number.isNaN(x) ? x : Math.abs(x) < 1 ? 0.5 : 0),
  derivativeFromOutput: (y) => (y >= 1 ? 1 : Math.sqrt(y)),
  kernels: { float32, float64 },
});

/** The derivative: a line from 0 at -1 to 1 at 1, level beyond. */
function slope(x: number): number {
  return x <= -1 ? 0 : x >= 1 ? 1 : x * 0.5 + 0.5;
}
