import type { FloatArray } from "../../call/arrays.js";

/** Which is the first of the largest of n results, n where all are NaN. */
export function peakOf(y: FloatArray, start: number, step: number, n: number): number {
  let best = n;
  for (let i = 0; i < n; i++) {
    const value = y[start + i * step];
    if (best === n ? !Number.isNaN(value) : value > y[start + best * step]) best = i;
  }
  return best;
}
