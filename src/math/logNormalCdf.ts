import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/logNormalCdf.js";
import { logNormalCdf as ofNumber } from "../scalar/normalTail.js";
import { specification } from "../specification/math/logNormalCdf.js";

/**
 * Logarithm of the normal cumulative distribution, where that is next to 0 or 1 too.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { logNormalCdf } from "hillock/math";
 * logNormalCdf(-100).toFixed(6); // => "-5005.524209"
 */
export const logNormalCdf = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 1.7 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
