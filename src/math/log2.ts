import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/log2.js";
import { log2 as ofNumber } from "../scalar/logarithm.js";
import { specification } from "../specification/math/log2.js";

/**
 * Logarithm of base 2.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { log2 } from "hillock/math";
 * log2(8); // => 3
 */
export const log2 = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.8 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
