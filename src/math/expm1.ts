import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/expm1.js";
import { expm1 as ofNumber } from "../scalar/expm1.js";
import { specification } from "../specification/math/expm1.js";
import { exponential } from "./parts.js";

/**
 * Exponential less 1: of its digits none is lost where x is small.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { expm1 } from "hillock/math";
 * expm1(1e-20); // => 1e-20
 */
export const expm1 = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.95 },
  value: { value: ofNumber, kernels: { float32, float64 } },
  derivative: exponential,
});
