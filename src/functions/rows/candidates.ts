import type { FloatArray } from "../../call/arrays.js";
import { sumError } from "../../scalar/exact.js";

/**
 * A function whose results are 0 up to a threshold, as assembly/rowwise/parts/threshold.ts has it.
 */
export interface Threshold {
  /** The power of the results. */
  readonly power: number;
  /**
   * Newton's step, by the sums of the distances of what is above the threshold and of their
   * squares.
   */
  step(count: number, sum: number, squares: number, temperature: number): number;
  /**
   * The four numbers that results are made of, from candidates and a threshold with most of its
   * digits.
   */
  refine(candidates: Candidates, threshold: number, temperature: number): readonly number[];
  /** The result of an entry in two words, less the shift. */
  result(high: number, low: number, found: readonly number[], temperature: number): number;
  /** The distance of an entry below the threshold; one above it may have any up to 0. */
  below(entry: number, found: readonly number[]): number;
  /** The divergence of a target from a result, at a temperature of 1. */
  divergence(y: number, difference: number, p: number): number;
}

/** The numbers that are known of a row before its results are written. */
export interface ThresholdRecord {
  readonly shift: number;
  /** A number that all entries with a result reach, and few others. */
  readonly bound: number;
  readonly found: readonly number[];
}

/** The entries of a row that may have a result, each in two words, less a number. */
export class Candidates {
  count = 0;
  high: Float64Array = new Float64Array(64);
  low: Float64Array = new Float64Array(64);

  add(high: number, low: number): void {
    this.makeRoom(1);
    this.high[this.count] = high;
    this.low[this.count++] = low;
  }

  /** Adds entries of one word. */
  addAll(entries: FloatArray): void {
    this.makeRoom(entries.length);
    this.high.set(entries, this.count);
    this.count += entries.length;
  }

  /**
   * The number of entries above t, and the sums of their distances and of the squares of these:
   * those of every other entry, and of the rest, as lanes have them.
   */
  sums(t: number): { readonly above: number; readonly sum: number; readonly squares: number } {
    const { high, count } = this;
    let above = 0;
    let [evenSum, oddSum, evenSquares, oddSquares] = [0, 0, 0, 0];
    for (let i = 0; i < count; i += 2) {
      const even = Math.max(high[i] - t, 0);
      const odd = i + 1 < count ? Math.max(high[i + 1] - t, 0) : 0;
      above += Number(even > 0) + Number(odd > 0);
      evenSum += even;
      oddSum += odd;
      evenSquares += even * even;
      oddSquares += odd * odd;
    }
    return { above, sum: evenSum + oddSum, squares: evenSquares + oddSquares };
  }

  /** Leaves those entries that reach a bound. */
  keep(bound: number): void {
    const { high, low, count } = this;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      high[kept] = high[i];
      low[kept] = low[i];
      if (high[i] >= bound) kept++;
    }
    this.count = kept;
  }

  private makeRoom(more: number): void {
    if (this.count + more <= this.high.length) return;
    const size = Math.max(2 * this.high.length, this.count + more);
    this.high = enlarged(this.high, size);
    this.low = enlarged(this.low, size);
  }
}

function enlarged(array: Float64Array, size: number): Float64Array {
  const larger = new Float64Array(size);
  larger.set(array);
  return larger;
}

/** The distance below the largest entry at which there are no results, and the shift of entries. */
export function reachOf({ power }: Threshold, largest: number, temperature: number): { readonly bound: number; readonly shift: number } {
  const width = power * temperature;
  return { bound: largest - width, shift: Math.abs(largest) < 2 * width ? 0 : largest };
}

/** The record of a row, from its candidates and the largest of its entries. */
export function solve(threshold: Threshold, candidates: Candidates, largest: number, shift: number, temperature: number): ThresholdRecord {
  const slack = temperature * candidates.count * 2 ** -52;
  let t = largest - shift - threshold.power * temperature;
  for (let found = false; !found; ) {
    const { above, sum, squares } = candidates.sums(t);
    const next = t + threshold.step(above, sum, squares, temperature);
    found = !(next > t + slack);
    if (!found) t = next;
    if (found || 2 * above < candidates.count) candidates.keep(t - slack);
  }
  return { shift, bound: t - slack + shift, found: threshold.refine(candidates, t, temperature) };
}

/** A sum in three words. */
export class ThreeWords {
  private low = 0;
  private lowest = 0;

  constructor(private high: number) {}

  add(number: number): void {
    const error = sumError(this.high, number);
    this.high += number;
    this.lowest += sumError(this.low, error);
    this.low += error;
  }

  /** Adds another sum, word by word. */
  addSum({ high, low, lowest }: ThreeWords): void {
    const highError = sumError(this.high, high);
    const lowError = sumError(this.low, low);
    const lows = this.low + low;
    this.high += high;
    this.low = lows + highError;
    this.lowest += lowest + (lowError + sumError(lows, highError));
  }

  /** The words, each less than a unit in the last place of the one before. */
  get words(): readonly [number, number, number] {
    const { high, low, lowest } = this;
    const rest = sumError(high, low);
    return [high + low, rest + lowest, sumError(rest, lowest)];
  }
}
