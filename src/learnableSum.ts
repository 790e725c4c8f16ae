import { bytesOf, type ElementType } from "./arrays.js";
import type { LinearMemory } from "./memory.js";
import type { Placed } from "./placement.js";

/** A compensated sum: but for one rounding at its end it has the errors of its terms only. Where it overflows, it is what plain addition gives. */
export class Sum {
  private high = 0;
  private low = 0;

  /** Adds a term, and what is known to belong to it. */
  add(term: number, rest = 0): void {
    const sum = this.high + term;
    const part = sum - this.high;
    this.low += this.high - (sum - part) + (term - part) + rest;
    this.high = sum;
  }

  get total(): number {
    const total = this.high + this.low;
    return Number.isNaN(total) ? this.high : total;
  }
}

/** Elements of a vector. */
export const lanes = (type: ElementType): number => 16 / bytesOf(type);

/**
 * Adds the sum of a term over `length` elements of arrays from `from` on: `call` takes the addresses of a whole number of vectors, `term`
 * the number of an element of what is left. Tiles are the same wherever the arrays are, so that the sum does not depend on it.
 */
export function addTiles(
  sum: Sum,
  memory: LinearMemory,
  type: ElementType,
  arrays: readonly Placed[],
  from: number,
  length: number,
  call: (addresses: readonly number[], n: number) => number,
  term: (i: number) => number,
): void {
  for (let start = from; start < from + length; start += memory.tile(type)) {
    const n = Math.min(memory.tile(type), from + length - start);
    const whole = n - (n % lanes(type));
    const addresses = arrays.map(({ array, at }, slot) => {
      if (at >= 0) return at + start * bytesOf(type);
      memory.copyIn(slot, array, type, start, whole);
      return memory.slot(slot);
    });
    sum.add(call(addresses, whole));
    for (let i = start + whole; i < start + n; i++) sum.add(term(i));
  }
}
