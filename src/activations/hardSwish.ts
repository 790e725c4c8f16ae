import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/hardSwish.js";
import { specification } from "../specification/activations/hardSwish.js";

/**
 * Hard swish: x times a hard sigmoid of it.
 *
 *     hardSwish(x)   = x*min(max(x + 3, 0), 6)/6
 *     hardSwish'(x)  = where(x <= -3, 0, where(x >= 3, 1, (2*x + 3)/6))
 *     hardSwish''(x) = where(x > -3 & x < 3, 1/3, 0)
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [-0.375, Infinity). At -Infinity and Infinity, hardSwish is -0 and Infinity, hardSwish' 0
 * and 1, hardSwish'' 0 and 0. hardSwish(-0) is -0. hardSwish'(-3) is 0. hardSwish'(3) is 1. NaN
 * gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.51 / 0.5
 *     float64  3 / 2 / 0.5
 *
 * Source: Howard et al. 2019, Searching for MobileNetV3.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { hardSwish } from "hillock";
 * hardSwish(Float32Array.of(-4, -1.5, 0, 1, 4)); // => Float32Array [-0, -0.375, 0, 0.6666666865348816, 4]
 * hardSwish.derivative(3); // => 1
 */
export const hardSwish = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.5 },
    float64: { value: 3, derivative: 2, secondDerivative: 0.5 },
  },
  value: (x) => {
    const held = x < -3 ? -3 : x;
    return held * ((held > 3 ? 6 : held + 3) * (1 / 6));
  },
  derivative: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : (x + 1.5) * (1 / 3)),
  secondDerivative: (x) => (Number.isNaN(x) ? x : Math.abs(x) < 3 ? 1 / 3 : 0),
  kernels: { float32, float64 },
});
