import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/exp2.js";
import { exp2 as ofNumber } from "../scalar/exp2.js";
import { specification } from "../specification/math/exp2.js";

/**
 * Exponential of base 2: 2 to the power of x.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { exp2 } from "hillock/math";
 * exp2(-1074); // => 5e-324
 */
export const exp2 = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.8 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
