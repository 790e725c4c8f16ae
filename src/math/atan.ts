import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/atan.js";
import { arctangent as ofNumber } from "../scalar/arctangent.js";
import { specification } from "../specification/math/atan.js";

/**
 * Arctangent: the angle between -π/2 and π/2 whose tangent is x.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { atan } from "hillock/math";
 * atan(1); // => 0.7853981633974483
 */
export const atan = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.9 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
