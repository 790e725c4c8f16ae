import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/tanhShrink.js";
import { timesLogisticSecondDerivative } from "../scalar/logistic.js";
import { tanh } from "../scalar/tanh.js";
import { tanhShrinkValue } from "../scalar/tanhShrink.js";
import { specification } from "../specification/activations/tanhShrink.js";

/**
 * Difference of x and its hyperbolic tangent.
 *
 *     tanhShrink(x)   = x - tanh(x)
 *     tanhShrink'(x)  = tanh(x)*tanh(x)
 *     tanhShrink''(x) = 2*tanh(x)*(1 - tanh(x)*tanh(x))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, tanhShrink is -Infinity and Infinity,
 * tanhShrink' 1 and 1, tanhShrink'' -0 and 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     6 / 0.51 / 0.51
 *     float64  4 / 5 / 4.5
 *
 * Source: Paszke, Gross, Massa et al. 2019, PyTorch: an imperative style, high-performance deep
 * learning library.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { tanhShrink } from "hillock";
 * tanhShrink(1).toFixed(10); // => "0.2384058440"
 * tanhShrink(1e-4).toPrecision(10); // => "3.333333320e-13"
 * tanhShrink(Float32Array.of(-Infinity, 20)); // => Float32Array [-Infinity, 19]
 */
export const tanhShrink = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4, derivative: 5, secondDerivative: 4.5 },
    fast: { value: 6, derivative: 0.51, secondDerivative: 0.51 },
  },
  value: tanhShrinkValue,
  derivative: (x) => tanh(x) * tanh(x),
  secondDerivative: (x) => -timesLogisticSecondDerivative(8, 2 * x),
  kernels: { float32, float64 },
});
