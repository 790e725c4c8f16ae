import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/atan.js";
import { atan as ofNumber } from "../scalar/atan.js";
import { cosineWithinQuarter } from "../scalar/sine.js";
import { specification } from "../specification/activations/atan.js";

/**
 * Arc tangent: an S-shaped curve that levels off as 1/x does, more slowly than tanh.
 *
 *     atan(x)   = atan(x)
 *     atan'(x)  = 1/(1 + x*x)
 *     atan''(x) = -2*x/((1 + x*x)*(1 + x*x))
 *     atan'     = cos(y)*cos(y), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-pi/2, pi/2). At -Infinity and Infinity, atan is -pi/2 and pi/2, atan' 0 and 0, atan'' 0
 * and -0. atan(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  2.5 / 2.3 / 4.2
 *
 * Source: Gregory 1671, letter to Collins: its series.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { atan } from "hillock";
 * atan(1); // => 0.7853981633974…
 * atan(Float64Array.of(-Infinity, 0)); // => Float64Array [-1.5707963267948966, 0]
 * atan.derivative(3); // => 0.1
 */
export const atan = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 2.5, derivative: 2.3, secondDerivative: 4.2 },
  },
  value: ofNumber,
  derivative(x) {
    const z = x * 5.421010862427522e-20;
    return 2.938735877055719e-39 / (2.938735877055719e-39 + z * z);
  },
  secondDerivative(x) {
    const z = Math.max(-1e150, Math.min(x, 1e150));
    const square = 1 + z * z;
    return (-2 * z) / square / square;
  },
  derivativeFromOutput(y) {
    const cosine = cosineWithinQuarter(y);
    return cosine * cosine;
  },
  kernels: { float32, float64 },
});
