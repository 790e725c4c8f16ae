import { createCombination } from "../functions/combination.js";
import { float32, float64 } from "../kernels/elementary/hypot.js";
import { hypotOf, hypot as ofNumbers } from "../scalar/hypot.js";
import { specification } from "../specification/math/hypot.js";

/**
 * Hypotenuse: the distance of the point (x, y) from the origin.
 *
 * Takes any number of numbers, an array and a number, or two arrays of one type and length; the
 * result has the type and length of the first, and is `out` if that is given. The bits are the same
 * in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { hypot } from "hillock/math";
 * hypot(3, 4); // => 5
 * hypot(2, 3, 6); // => 7
 */
export const hypot = /*#__PURE__*/ createCombination({
  specification,
  bounds: { float32: 0.51, float64: 0.8 },
  names: ["x", "y"],
  value: ofNumbers,
  ofMany: hypotOf,
  kernels: { float32, float64 },
});
