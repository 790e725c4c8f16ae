import { createCombination } from "../functions/combination.js";
import { float32, float64 } from "../kernels/elementary/atan2.js";
import { atan2 as ofNumbers } from "../scalar/arctangent.js";
import { specification } from "../specification/math/atan2.js";

/**
 * Angle of the point (x, y): between -π and π.
 *
 * Takes two numbers, an array and a number, or two arrays of one type and length; the result has
 * the type and length of the first, and is `out` if that is given. The bits are the same in every
 * engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than y, or lies partly on it.
 *
 * @example
 * import { atan2 } from "hillock/math";
 * atan2(1, -1); // => 2.356194490192345
 */
export const atan2 = /*#__PURE__*/ createCombination({
  specification,
  bounds: { float32: 0.51, float64: 1.6 },
  names: ["y", "x"],
  value: ofNumbers,
  kernels: { float32, float64 },
});
