import { createElementary } from "../functions/elementary.js";
import { float32, float64 } from "../kernels/elementary/normalCdf.js";
import { normalCdf as ofNumber } from "../scalar/normalTail.js";
import { specification } from "../specification/math/normalCdf.js";

/**
 * Normal cumulative distribution: the probability of less than x.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { normalCdf } from "hillock/math";
 * normalCdf(1.96).toFixed(10); // => "0.9750021049"
 */
export const normalCdf = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 1.7 },
  value: { value: ofNumber, kernels: { float32, float64 } },
});
