import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/gaussian.js";
import { gaussianDerivative, gaussianSecondDerivative, gaussianValue } from "../scalar/gaussian.js";
import { specification } from "../specification/activations/gaussian.js";

/**
 * Gaussian: the bell curve, 1 at 0 and nothing far from it.
 *
 *     gaussian(x)   = exp(-x*x)
 *     gaussian'(x)  = -2*x*exp(-x*x)
 *     gaussian''(x) = (4*x*x - 2)*exp(-x*x)
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (0, 1]. At -Infinity and Infinity, gaussian is 0 and 0, gaussian' 0 and -0, gaussian'' 0
 * and 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     1.2 / 0.51 / 0.51
 *     float64  2 / 2.5 / 3.5
 *
 * Source: Moody & Darken 1989, Fast learning in networks of locally-tuned processing units.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { gaussian } from "hillock";
 * gaussian(1); // => 0.367879441171442…
 * gaussian.derivative(0.5); // => -0.778800783071404…
 * gaussian(Float32Array.of(-Infinity, 0, 20)); // => Float32Array [0, 1, 0]
 */
export const gaussian = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 2, derivative: 2.5, secondDerivative: 3.5 },
    fast: { value: 1.2, derivative: 0.51, secondDerivative: 0.51 },
  },
  value: gaussianValue,
  derivative: gaussianDerivative,
  secondDerivative: gaussianSecondDerivative,
  kernels: { float32, float64 },
});
