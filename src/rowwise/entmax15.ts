import { entmax15Threshold } from "../functions/rows/entmax15.js";
import { defaultSettings } from "../functions/rows/settings.js";
import { createThresholdRows } from "../functions/thresholdRow.js";
import { float32, float64 } from "../kernels/rowwise/entmax15.js";
import { specification } from "../specification/rowwise/entmax15.js";

/**
 * Entmax of alpha 1.5, between softmax and sparsemax: numbers that add up to 1, some of them
 * exactly 0.
 *
 *     entmax15(x)[i] = pow(max((x[i] - t)/(2*temperature), 0), 2), t such that the results add up
 *                      to 1
 *     dx[i]          = sqrt(y[i])*(dy[i] - sum(sqrt(y)*dy)/sum(sqrt(y)))/temperature, from the
 *                      output y
 *
 * Takes a Float32Array or Float64Array; the result has the same type and length, and is `out` if
 * that is given, which may be x itself. `shape` gives the dimensions of x, the last one contiguous,
 * and rows run along `axis`, by default the last; without a shape x is one row. `temperature`: from
 * 1e-30 to 1e+30, by default 1. Entries that are two temperatures or more below the largest are
 * always 0.
 *
 * `mask`, with its `maskShape`, and `causal` leave out entries as in softmax. A row of which
 * nothing is left is NaN, or `emptyRow`; one with NaN or Infinity is NaN. It takes time in
 * proportion to the length of a row, in practice, as sparsemax does.
 *
 * `backwardFromOutput(dy, y)` may write onto dy or y. It takes shape, axis and temperature, and
 * needs no mask: a y of 0 has the gradient 0.
 *
 * Range [0, 1]. Errors in ULP, for rows of up to a million entries and any logits: float32 at most
 * 0.51, float64 4, or 2^-100 where that is more. Those of the gradient: float32 at most 0.51,
 * float64 4, and in either n*2^-51 of sqrt(y[i])*(|dy[i]| +
 * sum(sqrt(y)*|dy|)/sum(sqrt(y)))/temperature where that is more.
 *
 * Source: Peters, Niculae & Martins 2019, Sparse sequence-to-sequence models.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies partly on x
 * or at all on the mask.
 *
 * @example
 * import { entmax15 } from "hillock";
 * entmax15(Float32Array.of(2, 2, -2)); // => Float32Array [0.5, 0.5, 0]
 */
export const entmax15 = /*#__PURE__*/ createThresholdRows(
  {
    specification,
    bounds: {
      float32: { value: 0.51, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
      float64: { value: 4, backwardFromOutput: 4, cancelling: 2 ** -51 },
    },
    ...entmax15Threshold,
    weight: Math.sqrt,
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(NaN),
);
