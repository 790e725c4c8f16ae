import { float32, float64 } from "../kernels/softmax.js";
import { createRowFunction, type TransformExports } from "../rowwise.js";
import { term } from "./loops.js";
import { peakOf } from "./peak.js";
import { defaultSettings } from "./settings.js";

interface Exports extends TransformExports {
  backwardSum(dy: number, y: number, pivot: number, n: number, c: number): number;
  backwardPiece(dy: number, y: number, dx: number, pivot: number, sum: number, n: number, c: number): void;
}

export const softmax = /*#__PURE__*/ createRowFunction<Exports>(
  {
    name: "softmax",
    formula: {
      value: "exp((x[i] - max(x))/temperature)/sum(exp((x - max(x))/temperature))",
      gradient: "y[i]*(dy[i] - sum(dy*y))/temperature",
    },
    range: "[0, 1]",
    bounds: {
      float32: { value: 0.51, backwardFromOutput: 0.51 },
      float64: { value: 4, backwardFromOutput: 4 },
      fast: { value: 3, backwardFromOutput: 0.51 },
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
    gradientInPieces({ backwardSum, backwardPiece }, c, pieces) {
      const pivot = pieces.peak.dy;
      const sum = pieces.sum((dy, y, _, n) => backwardSum(dy, y, pivot, n, c));
      pieces.write((dy, y, dx, n) => backwardPiece(dy, y, dx, pivot, sum, n, c));
    },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(NaN),
);
