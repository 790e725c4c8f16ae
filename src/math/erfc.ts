import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/erfc.js";
import { erfc as ofNumber } from "../scalar/errorFunction.js";
import { specification } from "../specification/math/erfc.js";

/**
 * Complementary error function, 1 - erf(x): of its digits none is lost where x is large.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { erfc } from "hillock/math";
 * erfc(10).toPrecision(10); // => "2.088487584e-45"
 */
export const erfc = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 1.7 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
