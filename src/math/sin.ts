import { createElementary } from "../functions/elementary.js";
import { specification } from "../specification/math/sin.js";
import { cosine, sine } from "./parts.js";

/**
 * Sine of x: the angle is exact however large it is, and with it every digit.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { sin } from "hillock/math";
 * sin(1e22); // => -0.8522008497671888
 */
export const sin = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 0.9 },
  value: sine,
  derivative: cosine,
});
