import { createRowFunction, type TransformExports } from "../functions/row.js";
import { term } from "../functions/rows/difference.js";
import type { ExponentialSum } from "../functions/rows/exponentialSum.js";
import { defaultSettings } from "../functions/rows/settings.js";
import { float32, float64 } from "../kernels/rowwise/quietSoftmax.js";
import { specification } from "../specification/rowwise/quietSoftmax.js";

interface Exports extends TransformExports {
  backwardSum(dy: number, y: number, n: number, c: number): number;
  backwardPiece(dy: number, y: number, dx: number, sum: number, n: number, c: number): void;
}

/**
 * Softmax with a 1 in the denominator, of attention that may look at nothing: positive numbers that
 * add up to less than 1.
 *
 *     quietSoftmax(x)[i] = exp((x[i] - m)/temperature)/(exp(-m/temperature) + sum(exp((x -
 *                          m)/temperature))), m the larger of 0 and the largest x
 *     dx[i]              = y[i]*(dy[i] - sum(dy*y))/temperature, from the output y
 *
 * Takes a Float32Array or Float64Array; the result has the same type and length, and is `out` if
 * that is given, which may be x itself. `shape` gives the dimensions of x, the last one contiguous,
 * and rows run along `axis`, by default the last; without a shape x is one row. `temperature`: from
 * 1e-30 to 1e+30, by default 1. It is softmax of the row with one more entry, which is 0.
 *
 * `mask`, with its `maskShape`, and `causal` leave out entries as in softmax. A row of which
 * nothing is left is 0, or `emptyRow`; one with NaN or Infinity is NaN.
 *
 * `backwardFromOutput(dy, y)` may write onto dy or y. It takes shape, axis and temperature, and
 * needs no mask: a y of 0 has the gradient 0.
 *
 * Range [0, 1]. Errors in ULP, for rows of up to a million entries and any logits: float32 at most
 * 0.51, fast 3, float64 4. Those of the gradient: float32 at most 0.51, float64 4, and in either
 * n*2^-51 of y[i]*(|dy[i]| + sum(|dy|*y))/temperature where that is more.
 *
 * Source: Miller 2023, Attention is off by one.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies partly on x
 * or at all on the mask.
 *
 * @example
 * import { quietSoftmax } from "hillock";
 * quietSoftmax(Float64Array.of(0, 0, -Infinity)); // => Float64Array [0.3333333333333333, 0.3333333333333333, 0]
 * quietSoftmax(Float32Array.of(-1000, -1000)); // => Float32Array [0, 0]
 */
export const quietSoftmax = /*#__PURE__*/ createRowFunction<Exports>(
  {
    specification,
    bounds: {
      float32: { value: 0.51, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
      float64: { value: 4, backwardFromOutput: 4, cancelling: 2 ** -51 },
      fast: { value: 3, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
    },
    conclude: factorOf,
    result: (high, low, factor) => term(high, low, factor),
    gradient({ dy, y, dx, start, step, n }, temperature) {
      const end = start + n * step;
      let sum = 0;
      for (let i = start; i < end; i += step) sum += dy[i] * y[i];
      for (let i = start; i < end; i += step) dx[i] = y[i] * ((dy[i] - sum) / temperature);
    },
    gradientInPieces({ backwardSum, backwardPiece }, _, pieces) {
      const sum = pieces.sum(backwardSum, (dy, y) => [dy, y, "count", "context"]);
      pieces.write(backwardPiece, (dy, y, dx) => [dy, y, dx, sum, "count", "context"]);
    },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(0),
);

/** e^m / (1 + e^m (1 + others)), with neither power beyond the largest double. */
function factorOf(sum: ExponentialSum): number {
  const { largest, largestLow, others } = sum;
  if (largest >= 0) return 1 / (1 + others + term(-largest, -largestLow, 1));
  const power = term(largest, largestLow, 1);
  return power / (1 + power * (1 + others));
}
