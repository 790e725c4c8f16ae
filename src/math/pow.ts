import { createCombination } from "../functions/combination.js";
import { float32, float64 } from "../kernels/elementary/pow.js";
import { pow as ofNumbers } from "../scalar/pow.js";
import { specification } from "../specification/math/pow.js";

/**
 * Power: x to the power of y.
 *
 * Takes two numbers, an array and a number, or two arrays of one type and length; the result has
 * the type and length of x, and is `out` if that is given. A number y is no float32, of arrays of
 * these either. The bits are the same in every engine.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { pow } from "hillock/math";
 * pow(3, 4); // => 81
 * pow(Float32Array.of(4, 9), 0.5); // => Float32Array [2, 3]
 */
export const pow = /*#__PURE__*/ createCombination({
  specification,
  bounds: { float32: 0.51, float64: 1 },
  names: ["x", "y"],
  value: ofNumbers,
  kernels: { float32, float64 },
});
