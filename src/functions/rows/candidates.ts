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
  const { high, low } = candidates;
  const slack = temperature * candidates.count * 2 ** -52;
  let t = largest - shift - threshold.power * temperature;
  for (;;) {
    let above = 0;
    let sum = 0;
    let squares = 0;
    let kept = 0;
    for (let i = 0; i < candidates.count; i++) {
      const distance = high[i] - t;
      if (distance > 0) {
        above++;
        sum += distance;
        squares += distance * distance;
      }
      high[kept] = high[i];
      low[kept] = low[i];
      if (distance >= -slack) kept++;
    }
    candidates.count = kept;
    const next = t + threshold.step(above, sum, squares, temperature);
    if (!(next > t + slack)) break;
    t = next;
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

  /** The words, each less than a unit in the last place of the one before. */
  get words(): readonly [number, number, number] {
    const { high, low, lowest } = this;
    const rest = sumError(high, low);
    return [high + low, rest + lowest, sumError(rest, lowest)];
  }
}
