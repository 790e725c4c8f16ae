import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/log1p.js";
import { log1p as ofNumber } from "../scalar/log1p.js";
import { specification } from "../specification/math/log1p.js";

/**
 * Natural logarithm of 1 + x: of its digits none is lost where x is small.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { log1p } from "hillock/math";
 * log1p(1e-20); // => 1e-20
 */
export const log1p = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.7 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
