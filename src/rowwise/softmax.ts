import { createRowFunction, type TransformExports } from "../functions/row.js";
import { term } from "../functions/rows/difference.js";
import { peakOf } from "../functions/rows/gradients.js";
import { defaultSettings } from "../functions/rows/settings.js";
import { float32, float64 } from "../kernels/rowwise/softmax.js";
import { specification } from "../specification/rowwise/softmax.js";

interface Exports extends TransformExports {
  backwardSum(dy: number, y: number, pivot: number, n: number, c: number): number;
  backwardPiece(dy: number, y: number, dx: number, pivot: number, sum: number, n: number, c: number): void;
}

/**
 * Softmax: turns each row into positive numbers that add up to 1.
 *
 *     softmax(x)[i] = exp((x[i] - max(x))/temperature)/sum(exp((x - max(x))/temperature))
 *     dx[i]         = y[i]*(dy[i] - p - sum((dy - p)*y))/temperature, from the output y, p the dy
 *                     of the first of the largest y
 *
 * Takes a Float32Array or Float64Array; the result has the same type and length, and is `out` if
 * that is given, which may be x itself. `shape` gives the dimensions of x, the last one contiguous,
 * and rows run along `axis`, by default the last; without a shape x is one row. `temperature`: from
 * 1e-30 to 1e+30, by default 1. The lower it is, the more goes to the largest entry.
 *
 * `mask` leaves out entries where a Uint8Array has 0, whatever they are; an array of x's type is
 * added to x/temperature. `maskShape` gives its dimensions, which are broadcast to `shape` from the
 * last on: each is the same or 1, and it is repeated over those of 1 and those that are missing.
 * Without it, the mask is as long as x, or as the last dimensions of the shape; a length that
 * others make as well is refused, unless the mask is added and they would make it the same for all
 * entries of a row, which makes no difference.
 *
 * `causal: { offset }` leaves out entry j of row i of the last two dimensions where j > i + offset;
 * `true` is an offset of 0, for square matrices only. One number that is added to all of a row
 * changes nothing, however large it is. What is left out, or is -Infinity, is exactly 0. A row of
 * which nothing is left is NaN, or `emptyRow`; one with NaN or Infinity is NaN.
 *
 * `backwardFromOutput(dy, y)` may write onto dy or y. It takes shape, axis and temperature, and
 * needs no mask: a y of 0 has the gradient 0.
 *
 * Range [0, 1]. Errors in ULP, for rows of up to a million entries and any logits: float32 at most
 * 0.51, fast 3, float64 4. Those of the gradient: float32 at most 0.51, float64 4, and in either
 * n*2^-51 of y[i]*(|dy[i] - p| + sum(|dy - p|*y))/temperature, p the dy of the largest y, where
 * that is more. As the results of a softmax add up to 1, p cancels in exact arithmetic; with it, a
 * small gradient beside a large one keeps its digits, and what rounding took from the sum of y does
 * no harm.
 *
 * Source: Bridle 1990, Probabilistic interpretation of feedforward classification network outputs.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies partly on x
 * or at all on the mask.
 *
 * @example
 * import { softmax } from "hillock";
 * softmax(Float64Array.of(0, 0, -Infinity)); // => Float64Array [0.5, 0.5, 0]
 * softmax(Float32Array.of(1, 1, 2, 2, 3, 3), { shape: [3, 2] }); // => Float32Array [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
 * softmax(Float32Array.of(7, 9, 5, 5), { shape: [2, 2], causal: true }); // => Float32Array [1, 0, 0.5, 0.5]
 * softmax(Float32Array.of(5, 5, 9, 9), { shape: [1, 4], causal: { offset: 1 } }); // => Float32Array [0.5, 0.5, 0, 0]
 * softmax(Float32Array.of(7, 9, 5, 5), { shape: [2, 2], mask: Uint8Array.of(0, 1), maskShape: [2, 1] }); // => Float32Array [NaN, NaN, 0.5, 0.5]
 * softmax(Float32Array.of(7, 9), { mask: Uint8Array.of(0, 0), emptyRow: 0 }); // => Float32Array [0, 0]
 */
export const softmax = /*#__PURE__*/ createRowFunction<Exports>(
  {
    specification,
    bounds: {
      float32: { value: 0.51, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
      float64: { value: 4, backwardFromOutput: 4, cancelling: 2 ** -51 },
      fast: { value: 3, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
    },
    conclude: ({ others }) => 1 / (1 + others),
    result: (high, low, factor) => term(high, low, factor),
    gradient({ dy, y, dx, start, step, n }, temperature) {
      const end = start + n * step;
      const peak = peakOf(y, start, step, n);
      const pivot = peak < n ? dy[start + peak * step] : 0;
      let sum = 0;
      for (let i = start; i < end; i += step) sum += (dy[i] - pivot) * y[i];
      for (let i = start; i < end; i += step) dx[i] = y[i] * ((dy[i] - pivot - sum) / temperature);
    },
    gradientInPieces({ backwardSum, backwardPiece }, _, pieces) {
      const pivot = pieces.peak.dy;
      const sum = pieces.sum(backwardSum, (dy, y) => [dy, y, pivot, "count", "context"]);
      pieces.write(backwardPiece, (dy, y, dx) => [dy, y, dx, pivot, sum, "count", "context"]);
    },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(NaN),
);
