import { productError, sumError } from "../../scalar/exact.js";
import { ThreeWords, type Threshold } from "./candidates.js";

/** The computation of sparsemax in f64: assembly/rowwise/sparsemax.ts has its form in lanes. */
export const sparsemaxThreshold: Threshold = {
  power: 1,
  step: (count, sum, _, temperature) => (sum - temperature) / count,
  refine(candidates, _, temperature) {
    const { high, low } = candidates;
    for (;;) {
      const { count } = candidates;
      // Of every other candidate, and of the rest, as lanes have them.
      const sums = [new ThreeWords(-temperature), new ThreeWords(0)] as const;
      for (let i = 0; i < count; i++) {
        sums[i & 1].add(high[i]);
        sums[i & 1].add(low[i]);
      }
      sums[0].addSum(sums[1]);
      const found = [count, ...sums[0].words];
      let kept = 0;
      for (let i = 0; i < count; i++) {
        high[kept] = high[i];
        low[kept] = low[i];
        if (excess(high[i], low[i], found) > 0) kept++;
      }
      if (kept === count) return found;
      candidates.count = kept;
    }
  },
  result: (high, low, found, temperature) => Math.max(excess(high, low, found), 0) / (found[0] * temperature),
  below: (entry, found) => -excess(entry, 0, found) / found[0],
  divergence: (_, difference) => 0.5 * (difference * difference),
};

/**
 * count (high + low) - the sum of all that is above the threshold less the temperature, in three
 * words.
 */
function excess(entry: number, entryLow: number, found: readonly number[]): number {
  const [count, high, low, lowest] = found;
  const error = productError(count, entry) + count * entryLow;
  return count * entry - high + (error - low) + (sumError(error, -low) - lowest);
}
