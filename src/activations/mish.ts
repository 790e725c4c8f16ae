import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/mish.js";
import { mishDerivative, mishSecondDerivative, mishValue } from "../scalar/mish.js";
import { specification } from "../specification/activations/mish.js";

/**
 * Mish.
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
    fast: { value: 4, derivative: 0.51, secondDerivative: 0.51 },
  },
  value: mishValue,
  derivative: mishDerivative,
  secondDerivative: mishSecondDerivative,
  kernels: { float32, float64 },
});
