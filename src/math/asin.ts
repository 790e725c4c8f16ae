import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/asin.js";
import { asin as ofNumber } from "../scalar/arcsine.js";
import { specification } from "../specification/math/asin.js";

/**
 * Arcsine: the angle between -π/2 and π/2 whose sine is x.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { asin } from "hillock/math";
 * asin(0.5); // => 0.5235987755982989
 */
export const asin = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.7 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
