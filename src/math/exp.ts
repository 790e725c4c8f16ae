import { createElementary } from "../functions/elementary.js";
import { specification } from "../specification/math/exp.js";
import { exponential } from "./parts.js";

/**
 * Exponential: e to the power of x.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { exp } from "hillock/math";
 * exp(1); // => 2.718281828459045
 */
export const exp = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.9 },
  value: exponential,
  derivative: exponential,
});
