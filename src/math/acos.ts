import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/acos.js";
import { acos as ofNumber } from "../scalar/arcsine.js";
import { specification } from "../specification/math/acos.js";

/**
 * Arccosine: the angle between 0 and π whose cosine is x.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { acos } from "hillock/math";
 * acos(0.5); // => 1.0471975511965979
 */
export const acos = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.8 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
