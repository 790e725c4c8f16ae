import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/geluTanh.js";
import { geluTanhDerivative, geluTanhSecondDerivative, geluTanhValue } from "../scalar/geluTanh.js";
import { specification } from "../specification/activations/geluTanh.js";

/**
 * geluTanh.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { geluTanh } from "hillock";
 * geluTanh(1).toFixed(10); // => "0.8411919906"
 * geluTanh(-8).toPrecision(10); // => "-1.305166098e-18"
 * geluTanh(Float32Array.of(-Infinity, 0, 30)); // => Float32Array [-0, 0, 30]
 */
export const geluTanh = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4, derivative: 5, secondDerivative: 5 },
  },
  value: geluTanhValue,
  derivative: geluTanhDerivative,
  secondDerivative: geluTanhSecondDerivative,
  kernels: { float32, float64 },
});
