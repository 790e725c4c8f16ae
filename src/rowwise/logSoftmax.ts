import { float32, float64 } from "../kernels/logSoftmax.js";
import { createRowFunction, type TransformExports } from "../rowwise.js";
import { peakOf } from "./peak.js";
import { defaultSettings } from "./settings.js";

interface Exports extends TransformExports {
  backwardSum(dy: number, without: number, n: number, c: number): number;
  backwardPiece(dy: number, y: number, dx: number, sum: number, n: number, c: number): void;
  backwardOfPeak(dy: number, y: number, rest: number, c: number): number;
}

export const logSoftmax = /*#__PURE__*/ createRowFunction<Exports>(
  {
    name: "logSoftmax",
    formula: {
      value: "(x[i] - max(x))/temperature - log(sum(exp((x - max(x))/temperature)))",
      gradient: "(dy[i] - exp(y[i])*sum(dy))/temperature",
    },
    range: "[-Infinity, 0]",
    bounds: {
      float32: { value: 0.51, backwardFromOutput: 0.51 },
      float64: { value: 4, backwardFromOutput: 4 },
      fast: { value: 3, backwardFromOutput: 0.51 },
    },
    conclude: ({ others }) => Math.log1p(others),
    result: (high, low, log) => high - log + low,
    gradient({ dy, y, dx, start, step, n }, temperature) {
      const end = start + n * step;
      const peak = start + peakOf(y, start, step, n) * step;
      let rest = 0;
      for (let i = start; i < end; i += step) if (i !== peak) rest += dy[i];
      const own = peak < end ? dy[peak] : 0;
      const atPeak = (-Math.expm1(y[peak]) * own - Math.exp(y[peak]) * rest) / temperature;
      const sum = rest + own;
      for (let i = start; i < end; i += step) dx[i] = (dy[i] - Math.exp(y[i]) * sum) / temperature;
      if (peak < end) dx[peak] = atPeak;
    },
    gradientInPieces({ backwardSum, backwardPiece, backwardOfPeak }, c, pieces) {
      const { index, y, dy: own } = pieces.peak;
      const rest = pieces.sum((dy, _, from, n) => backwardSum(dy, index >= from && index < from + n ? index - from : n, n, c));
      const atPeak = backwardOfPeak(own, y, rest, c);
      pieces.write((dy, y, dx, n) => backwardPiece(dy, y, dx, rest + own, n, c));
      pieces.writePeak(atPeak);
    },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(NaN),
);
