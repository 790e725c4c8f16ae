import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/tan.js";
import { tan as ofNumber } from "../scalar/circle.js";
import { specification } from "../specification/math/tan.js";

/**
 * Tangent of x: the angle is exact however large it is, and with it every digit.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { tan } from "hillock/math";
 * tan(1); // => 1.5574077246549023
 */
export const tan = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 1.6 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
