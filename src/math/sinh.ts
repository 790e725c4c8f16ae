import { createElementary } from "../functions/elementary.js";
import { specification } from "../specification/math/sinh.js";
import { hyperbolicCosine, hyperbolicSine } from "./parts.js";

/**
 * Hyperbolic sine.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { sinh } from "hillock/math";
 * sinh(1); // => 1.1752011936438014
 */
export const sinh = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 1 },
  value: hyperbolicSine,
  derivative: hyperbolicCosine,
});
