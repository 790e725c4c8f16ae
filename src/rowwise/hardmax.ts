import { defaultSettings } from "../functions/rows/settings.js";
import { createMarkedRows } from "../functions/thresholdRow.js";
import { float32, float64 } from "../kernels/rowwise/hardmax.js";
import { specification } from "../specification/rowwise/hardmax.js";

/**
 * Hardmax: 1 in the place of the first of the largest entries of each row, 0 elsewhere.
 *
 *     hardmax(x)[i] = where(i == argmax(x/temperature), 1, 0)
 *     dx[i]         = 0
 *
 * Takes a Float32Array or Float64Array; the result has the same type and length, and is `out` if
 * that is given, which may be x itself. `shape` gives the dimensions of x, the last one contiguous,
 * and rows run along `axis`, by default the last; without a shape x is one row. `temperature`: from
 * 1e-30 to 1e+30, by default 1; it makes a difference only beside a mask that is added.
 *
 * `mask`, with its `maskShape`, and `causal` leave out entries as in softmax. A row with Infinity
 * has its 1 at the first; one with NaN is NaN. A row of which nothing is left has its 1 at the
 * first entry, or is `emptyRow`, if that is another number than NaN.
 *
 * `backwardFromOutput(dy, y)` gives zeros. It takes shape, axis and temperature.
 *
 * Range [0, 1]. All results are exact.
 *
 * Source: Limit of softmax as the temperature goes to 0.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies partly on x
 * or at all on the mask.
 *
 * @example
 * import { hardmax } from "hillock";
 * hardmax(Float32Array.of(3, 7, 7)); // => Float32Array [0, 1, 0]
 * hardmax(Float32Array.of(1, 2, 4, 3), { shape: [2, 2] }); // => Float32Array [0, 1, 1, 0]
 */
export const hardmax = /*#__PURE__*/ createMarkedRows(
  {
    specification,
    bounds: { float32: { value: 0, backwardFromOutput: 0 }, float64: { value: 0, backwardFromOutput: 0 } },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(NaN),
);
