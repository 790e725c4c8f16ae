import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/acosh.js";
import { acosh as ofNumber } from "../scalar/inverseHyperbolic.js";
import { specification } from "../specification/math/acosh.js";

/**
 * Inverse hyperbolic cosine, at least 0.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { acosh } from "hillock/math";
 * acosh(2); // => 1.3169578969248166
 */
export const acosh = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 2 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
