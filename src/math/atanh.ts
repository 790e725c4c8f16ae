import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/atanh.js";
import { atanh as ofNumber } from "../scalar/inverseHyperbolic.js";
import { specification } from "../specification/math/atanh.js";

/**
 * Inverse hyperbolic tangent.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { atanh } from "hillock/math";
 * atanh(0.5); // => 0.5493061443340549
 */
export const atanh = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.8 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
