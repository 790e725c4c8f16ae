import { type CheckedArray, partOf } from "../../call/arguments.js";
import { bytesOf, type ElementType } from "../../call/arrays.js";
import type { BoundKernel, Job, KernelFunction, SharedArray } from "../../runtime/kernel.js";
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
 * Tiles are the same wherever the arrays are, and whoever adds up their elements, so that sums do
 * not depend on it.
 */
export function eachTile(
  kernel: BoundKernel<unknown>,
  arrays: readonly CheckedArray[],
  from: number,
  length: number,
  call: SumFunction,
  add: (sum: number) => void,
  term: (i: number) => number,
): void {
  const { memory, type, threads } = kernel;
  const whole = length - (length % lanes(type));
  if (threads && whole > memory.tile(type)) {
    const inputs = arrays.map((one): SharedArray => ({ one: partOf(one, from, whole), each: 1, isRead: true }));
    threads.runJob(kernel, jobOfTiles(kernel, call, inputs, whole, add), () => addTiles(kernel, arrays, from, whole, call, add));
  } else addTiles(kernel, arrays, from, whole, call, add);
  for (let i = from + whole; i < from + length; i++) add(term(i));
}

/** Gives `add` the sums of whole vectors, tile by tile. */
function addTiles(
  kernel: BoundKernel<unknown>,
  [first, second, third]: readonly CheckedArray[],
  from: number,
  length: number,
  call: SumFunction,
  add: (sum: number) => void,
): void {
  const { memory, type, context } = kernel;
  const tile = memory.tile(type);
  for (let start = from; start < from + length; start += tile) {
    const n = Math.min(tile, from + length - start);
    const a = kernel.load(first, 0, start, n);
    const b = kernel.load(second, 1, start, n);
    add(third ? call(a, b, kernel.load(third, 2, start, n), n, context) : call(a, b, n, context));
  }
}

/** A sum over the elements of arrays: their addresses, the number of elements, the context. */
export type SumFunction = (...numbers: number[]) => number;

/** The job of threads that share tiles: the sums are given to `add` one after the other. */
export function jobOfTiles(
  { memory, type }: BoundKernel<unknown>,
  call: SumFunction,
  inputs: readonly SharedArray[],
  length: number,
  add: (sum: number) => void,
): Job {
  const tile = memory.tile(type);
  const sums: SharedArray = {
    each: 8 / bytesOf(type) / tile,
    isWritten: true,
    isReturned: true,
    leave({ memory }, address, _, n) {
      const view = memory.view("Float64Array");
      for (let at = address / 8, left = n; left > 0; at++, left -= tile) add(view[at]);
    },
  };
  const parameters = [...inputs, "count", "context", sums] as const;
  return { call: call as unknown as KernelFunction, parameters, units: length, perCall: tile, work: length };
}
