import type { FloatArray } from "../../call/arrays.js";
import { positionOf } from "../../call/shape.js";
import { Difference } from "./difference.js";
import { ExponentialSum, TermSum } from "./exponentialSum.js";
import { Entries, type RowInput } from "./input.js";
import type { Conclusion } from "./rowBatches.js";

/**
 * Rows to rows in JavaScript, in f64: `result` of a difference in two words, and of what `conclude`
 * made of the row.
 */
export function transformInLoops(
  input: RowInput,
  out: FloatArray,
  result: (high: number, low: number, value: number) => number,
  conclude: Conclusion,
  empty: number,
): void {
  const { n, inner } = input.shape;
  eachSum(input, (row, sum, high, low) => {
    const start = positionOf(row, input.shape);
    const value = conclude(sum, row);
    for (let i = 0; i < n; i++) out[start + i * inner] = sum.started ? result(high[i], low[i], value) : empty;
  });
}

/** Rows to numbers. */
export function reduceInLoops(input: RowInput, out: FloatArray, conclude: Conclusion): void {
  eachSum(input, (row, sum) => {
    out[row] = conclude(sum, row);
  });
}

/**
 * Calls `see` with the sum of each row, the same as in the kernels, and the differences of its
 * entries from the largest.
 */
function eachSum(input: RowInput, see: (row: number, sum: ExponentialSum, high: Float64Array, low: Float64Array) => void): void {
  const { outer, n, inner } = input.shape;
  const entries = new Entries(input);
  const difference = new Difference(input.temperature);
  const high = new Float64Array(n);
  const low = new Float64Array(n);
  for (let row = 0; row < outer * inner; row++) {
    const top = entries.largest(row);
    entries.differences(row, top, 0, n, high, 0, low, 0);
    const terms = new TermSum();
    for (let i = 0; i < n; i++) terms.add(high[i], low[i]);
    const sum = new ExponentialSum(difference, difference.whole(top), difference.wholeLow(top));
    sum.add(0, 0, terms.gridPart, terms.remainder);
    see(row, sum, high, low);
  }
}
