import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType } from "../../call/arrays.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { sumError } from "../../scalar/exact.js";

/**
 * Compensated sums: but for one rounding at its end each has the errors of its terms only. One that
 * overflows is what plain addition gives.
 */
export class Sums {
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(count: number) {
    this.high = new Float64Array(count);
    this.low = new Float64Array(count);
  }

  /** Adds a term to sum `i`, and what is known to belong to it. */
  add(i: number, term: number, rest = 0): void {
    const before = this.high[i] as number;
    const sum = before + term;
    this.low[i] = (this.low[i] as number) + (sumError(before, term) + rest);
    this.high[i] = sum;
  }

  total(i: number): number {
    const plain = this.high[i] as number;
    const total = plain + (this.low[i] as number);
    return Number.isNaN(total) ? plain : total;
  }
}

/** Elements of a vector. */
export const lanes = (type: ElementType): number => 16 / bytesOf(type);

/**
 * Gives `add` the sums of a term over the tiles of `length` elements from `from` on: `call` takes
 * the addresses of a whole number of vectors, `term` the number of an element of what is left.
 * Tiles are the same wherever the arrays are, so that sums do not depend on it.
 */
export function eachTile(
  kernel: BoundKernel<unknown>,
  arrays: readonly CheckedArray[],
  from: number,
  length: number,
  call: (addresses: readonly number[], n: number) => number,
  add: (sum: number) => void,
  term: (i: number) => number,
): void {
  const { memory, type } = kernel;
  for (let start = from; start < from + length; start += memory.tile(type)) {
    const n = Math.min(memory.tile(type), from + length - start);
    const whole = n - (n % lanes(type));
    const addresses = arrays.map((array, slot) => kernel.load(array, slot, start, whole));
    add(call(addresses, whole));
    for (let i = start + whole; i < start + n; i++) add(term(i));
  }
}
