import { defaultSettings } from "../functions/rows/settings.js";
import { sparsemaxThreshold } from "../functions/rows/sparsemax.js";
import { createThresholdRows } from "../functions/thresholdRow.js";
import { float32, float64 } from "../kernels/rowwise/sparsemax.js";
import { specification } from "../specification/rowwise/sparsemax.js";

/**
 * Sparsemax: turns each row into numbers that add up to 1, most of them exactly 0.
 *
 *     sparsemax(x)[i] = max((x[i] - t)/temperature, 0), t such that the results add up to 1
 *     dx[i]           = sign(y[i])*(dy[i] - sum(sign(y)*dy)/sum(sign(y)))/temperature, from the
 *                       output y
 *
 * Takes a Float32Array or Float64Array; the result has the same type and length, and is `out` if
 * that is given, which may be x itself. `shape` gives the dimensions of x, the last one contiguous,
 * and rows run along `axis`, by default the last; without a shape x is one row. `temperature`: from
 * 1e-30 to 1e+30, by default 1. Entries that are a temperature or more below the largest are always
 * 0.
 *
 * `mask`, with its `maskShape`, and `causal` leave out entries as in softmax. A row of which
 * nothing is left is NaN, or `emptyRow`; one with NaN or Infinity is NaN. It takes time in
 * proportion to the length of a row, in practice: only the entries within a temperature of the
 * largest are looked at again. A mask of numbers that are added takes some 70 times longer.
 *
 * `backwardFromOutput(dy, y)` may write onto dy or y. It takes shape, axis and temperature, and
 * needs no mask: a y of 0 has the gradient 0.
 *
 * Range [0, 1]. Errors in ULP, for rows of up to a million entries and any logits: float32 at most
 * 0.51, float64 4; with a mask that is added, and in float64, or 2^-100 where that is more. Those
 * of the gradient: float32 at most 0.51, float64 4, and in either n*2^-51 of sign(y[i])*(|dy[i]| +
 * sum(sign(y)*|dy|)/sum(sign(y)))/temperature where that is more.
 *
 * Source: Martins & Astudillo 2016, From softmax to sparsemax: a sparse model of attention and
 * multi-label classification.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies partly on x
 * or at all on the mask.
 *
 * @example
 * import { sparsemax } from "hillock";
 * sparsemax(Float32Array.of(1, 0.5, -1)); // => Float32Array [0.75, 0.25, 0]
 * sparsemax(Float32Array.of(1, 0.5, -1), { temperature: 4 }); // => Float32Array [0.5416666865348816, 0.4166666567325592, 0.0416666679084301]
 */
export const sparsemax = /*#__PURE__*/ createThresholdRows(
  {
    specification,
    bounds: {
      float32: { value: 0.51, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
      float64: { value: 4, backwardFromOutput: 4, cancelling: 2 ** -51 },
    },
    ...sparsemaxThreshold,
    weight: (y) => (Number.isNaN(y) ? y : Number(y !== 0)),
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(NaN),
);
