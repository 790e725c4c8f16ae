import { createElementary } from "../functions/elementary.js";
import { specification } from "../specification/math/cosh.js";
import { hyperbolicCosine, hyperbolicSine } from "./parts.js";

/**
 * Hyperbolic cosine.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { cosh } from "hillock/math";
 * cosh(1); // => 1.5430806348152437
 */
export const cosh = /*#__PURE__*/ createElementary({
  specification,
  bounds: { float32: 0.51, float64: 1 },
  value: hyperbolicCosine,
  derivative: hyperbolicSine,
});
