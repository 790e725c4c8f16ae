import { productError, sumError } from "../../scalar/exact.js";
import type { Threshold } from "./candidates.js";

/** The computation of entmax15 in f64: assembly/rowwise/entmax15.ts has its form in lanes. */
export const entmax15Threshold: Threshold = {
  power: 2,
  step(_, sum, squares, temperature) {
    const norm = Math.sqrt(squares);
    return ((norm - 2 * temperature) * norm) / sum;
  },
  refine({ high, low, count }, threshold, temperature) {
    const unit = 2 * temperature;
    let thresholdLow = 0;
    for (let pass = 0; pass < 2; pass++) {
      // Of every other candidate, and of the rest, as lanes have them.
      const squares = [-unit * unit, 0];
      const squaresLow = [-productError(unit, unit), 0];
      const sum = [0, 0];
      for (let i = 0; i < count; i++) {
        const difference = high[i] - threshold;
        const distance = difference - thresholdLow;
        if (!(distance > 0)) continue;
        const error = sumError(high[i], -threshold) + sumError(difference, -thresholdLow) + low[i];
        const square = distance * distance;
        const lane = i & 1;
        squaresLow[lane] += sumError(squares[lane], square) + (productError(distance, distance) + 2 * distance * error);
        squares[lane] += square;
        sum[lane] += distance;
      }
      const rest = sumError(squares[0], squares[1]) + (squaresLow[0] + squaresLow[1]);
      thresholdLow += (squares[0] + squares[1] + rest) / (2 * (sum[0] + sum[1]));
    }
    return [threshold, thresholdLow, 0, 0];
  },
  result(high, low, [threshold, thresholdLow], temperature) {
    const distance = high - threshold + (sumError(high, -threshold) + low - thresholdLow);
    const root = Math.max(distance, 0) / (2 * temperature);
    return root * root;
  },
  below: (entry, [threshold, thresholdLow]) => threshold - entry - (sumError(entry, -threshold) - thresholdLow),
  divergence(y, difference, p) {
    const [a, b] = [Math.sqrt(y), Math.sqrt(p)];
    const distance = difference / Math.max(a + b, 2 ** -1000);
    return (2 / 3) * (distance * distance * (2 * a + b));
  },
};
