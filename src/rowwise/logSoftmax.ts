import { createRowFunction, type TransformExports } from "../functions/row.js";
import { FROM } from "../functions/rows/gradientPieces.js";
import { peakOf } from "../functions/rows/gradients.js";
import { defaultSettings } from "../functions/rows/settings.js";
import { float32, float64 } from "../kernels/rowwise/logSoftmax.js";
import { expm1 } from "../scalar/expm1.js";
import { exp } from "../scalar/exponential.js";
import { log1p } from "../scalar/log1p.js";
import { specification } from "../specification/rowwise/logSoftmax.js";

interface Exports extends TransformExports {
  backwardSum(dy: number, without: number, from: number, n: number, c: number): number;
  backwardPiece(dy: number, y: number, dx: number, sum: number, n: number, c: number): void;
  backwardOfPeak(dy: number, y: number, rest: number, c: number): number;
}

/**
 * Logarithm of softmax, with every digit where softmax itself is nearly 1 or has gone to 0.
 *
 *     logSoftmax(x)[i] = (x[i] - max(x))/temperature - log(sum(exp((x - max(x))/temperature)))
 *     dx[i]            = (dy[i] - exp(y[i])*sum(dy))/temperature, from the output y
 *
 * Takes a Float32Array or Float64Array; the result has the same type and length, and is `out` if
 * that is given, which may be x itself. `shape` gives the dimensions of x, the last one contiguous,
 * and rows run along `axis`, by default the last; without a shape x is one row. `temperature`: from
 * 1e-30 to 1e+30, by default 1.
 *
 * `mask`, with its `maskShape`, and `causal` leave out entries as in softmax: their logarithm is
 * -Infinity. A row of which nothing is left is NaN, or `emptyRow`; one with NaN or Infinity is NaN.
 *
 * `backwardFromOutput(dy, y)` may write onto dy or y. It takes shape, axis and temperature.
 *
 * Range [-Infinity, 0]. Errors in ULP, for rows of up to a million entries: float32 at most 0.51,
 * fast 3, float64 4. Those of the gradient: float32 at most 0.51, float64 4, and in either n*2^-51
 * of (|dy[i]| + exp(y[i])*sum(|dy|))/temperature where that is more. At the largest y the gradient
 * is -expm1(y[k])*dy[k] - exp(y[k])*(sum(dy) - dy[k]), in which nothing cancels.
 *
 * Source: Bridle 1990, Probabilistic interpretation of feedforward classification network outputs.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies partly on x
 * or at all on the mask.
 *
 * @example
 * import { logSoftmax } from "hillock";
 * logSoftmax(Float32Array.of(0, -30)); // => Float32Array [-9.357622912219837e-14, -30]
 * logSoftmax(Float32Array.of(3, -Infinity)); // => Float32Array [0, -Infinity]
 */
export const logSoftmax = /*#__PURE__*/ createRowFunction<Exports>(
  {
    specification,
    bounds: {
      float32: { value: 0.51, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
      float64: { value: 4, backwardFromOutput: 4, cancelling: 2 ** -51 },
      fast: { value: 3, backwardFromOutput: 0.51, cancelling: 2 ** -51 },
    },
    conclude: ({ others }) => log1p(others),
    result: (high, low, log) => high - log + low,
    gradient({ dy, y, dx, start, step, n }, temperature) {
      const end = start + n * step;
      const peak = start + peakOf(y, start, step, n) * step;
      let rest = 0;
      for (let i = start; i < end; i += step) if (i !== peak) rest += dy[i];
      const own = peak < end ? dy[peak] : 0;
      const atPeak = -(expm1(y[peak]) * own + exp(y[peak]) * rest) / temperature;
      const sum = rest + own;
      for (let i = start; i < end; i += step) dx[i] = (dy[i] - exp(y[i]) * sum) / temperature;
      if (peak < end) dx[peak] = atPeak;
    },
    gradientInPieces({ backwardSum, backwardPiece, backwardOfPeak }, c, pieces) {
      const { index, y, dy: own } = pieces.peak;
      const rest = pieces.sum(backwardSum, (dy) => [dy, index, FROM, "count", "context"]);
      const atPeak = backwardOfPeak(own, y, rest, c);
      pieces.write(backwardPiece, (dy, y, dx) => [dy, y, dx, rest + own, "count", "context"]);
      pieces.writePeak(atPeak);
    },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(NaN),
);
