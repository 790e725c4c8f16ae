import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/erf.js";
import { erf as ofNumber } from "../scalar/errorFunction.js";
import { specification } from "../specification/math/erf.js";

/**
 * Error function.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { erf } from "hillock/math";
 * erf(0.5); // => 0.5204998778130465
 */
export const erf = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 1 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
