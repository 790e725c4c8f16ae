import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/tanh.js";
import { tanh as ofNumber } from "../scalar/hyperbolic.js";
import { specification } from "../specification/math/tanh.js";

/**
 * Hyperbolic tangent.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { tanh } from "hillock/math";
 * tanh(0.5); // => 0.46211715726000974
 */
export const tanh = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.9 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
