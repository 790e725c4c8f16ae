import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/sqrt.js";
import { specification } from "../specification/math/sqrt.js";

/**
 * Square root, rounded correctly.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { sqrt } from "hillock/math";
 * sqrt(2); // => 1.4142135623730951
 */
export const sqrt = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.5 },
  value: { value: Math.sqrt, kernels: { float32, float64 } },
});
