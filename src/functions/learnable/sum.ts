import { type CheckedArray, partOf } from "../../call/arguments.js";
import { bytesOf, type ElementType } from "../../call/arrays.js";
import type { BoundKernel, Job, SharedArray } from "../../runtime/kernel.js";
import type { LinearMemory } from "../../runtime/memory.js";
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
 * Bytes of the sums of a tile: a kernel may write three, and some have a function with fewer
 * parameters, as clippedRelu has hardTanh's.
 */
const BYTES_OF_SUMS = 24;

/** A term of an element. Where there are several, each has its place. */
export type Term = (i: number) => number;

/** Takes a term, or the sum of terms, of a place. */
export type AddAt = (place: number, term: number) => void;

/**
 * A function that adds up the terms of elements: it takes the addresses of arrays, a number of
 * elements, a whole number of vectors, the address of the sums, one for each place, and the
 * context.
 */
export type SumFunction = (...numbers: number[]) => void;

/**
 * Gives `add` the sums of terms over the tiles of `length` elements from `from` on, and then the
 * terms of elements that are no whole vector. Tiles are the same wherever the arrays are, and
 * whoever adds up their elements, so that sums do not depend on it.
 */
export function eachTile(
  kernel: BoundKernel<unknown>,
  arrays: readonly CheckedArray[],
  from: number,
  length: number,
  call: SumFunction,
  add: AddAt,
  terms: readonly Term[],
): void {
  const { memory, type, threads } = kernel;
  const whole = length - (length % lanes(type));
  const alone = () => addTiles(kernel, arrays, from, whole, call, terms.length, add);
  if (threads && whole > memory.tile(type)) {
    const inputs = arrays.map((one): SharedArray => ({ one: partOf(one, from, whole), each: 1, isRead: true }));
    threads.runJob(kernel, jobOfTiles(kernel, call, inputs, whole, terms.length, add), alone);
  } else alone();
  for (let i = from + whole; i < from + length; i++) addTerms(add, terms, i);
}

/** Gives `add` the terms of an element. */
export function addTerms(add: AddAt, terms: readonly Term[], i: number): void {
  terms.forEach((term, place) => {
    add(place, term(i));
  });
}

/** Gives `add` the sums of whole vectors, tile by tile, which pass through the scratch. */
function addTiles(
  kernel: BoundKernel<unknown>,
  [first, second, third]: readonly CheckedArray[],
  from: number,
  length: number,
  call: SumFunction,
  places: number,
  add: AddAt,
): void {
  const { memory, type, context } = kernel;
  const tile = memory.tile(type);
  for (let start = from; start < from + length; start += tile) {
    const n = Math.min(tile, from + length - start);
    const a = kernel.load(first, 0, start, n);
    const b = kernel.load(second, 1, start, n);
    if (third) call(a, b, kernel.load(third, 2, start, n), n, context, context);
    else call(a, b, n, context, context);
    addSums(memory, context, places, add);
  }
}

/** Gives `add` the sums at an address. */
export function addSums(memory: LinearMemory, address: number, places: number, add: AddAt): void {
  const view = memory.view("Float64Array");
  for (let place = 0; place < places; place++) add(place, view[address / 8 + place]);
}

/** The job of threads that share tiles: the sums are given to `add` one after the other. */
export function jobOfTiles(
  { memory, type }: BoundKernel<unknown>,
  call: SumFunction,
  inputs: readonly SharedArray[],
  length: number,
  places: number,
  add: AddAt,
): Job {
  const tile = memory.tile(type);
  const sums: SharedArray = {
    each: BYTES_OF_SUMS / bytesOf(type) / tile,
    isWritten: true,
    leave({ memory }, address, _, n) {
      for (let at = address; n > 0; at += BYTES_OF_SUMS, n -= tile) addSums(memory, at, places, add);
    },
  };
  const parameters = [...inputs, "count", sums, "context"] as const;
  return { call, parameters, units: length, perCall: tile, work: length };
}
