import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import { type BoundKernel, type Job, LEAST_SHARED, type Passage, type SharedArray } from "../../runtime/kernel.js";
import { Cursor, eachRun, type Pattern } from "./pattern.js";
import { type AddAt, addSums, addTerms, eachTile, lanes, type SumFunction, Sums, type Term } from "./sum.js";
import { isByRun, unitOf } from "./table.js";

/**
 * The exports of the kernel that add up the terms of all parameters: over the elements of one
 * slope, and for a slope of every element.
 */
export interface SumExports {
  readonly gradients: SumFunction;
  readonly accumulate: SumFunction;
}

/** The first of two slots, one behind the other, for sums and what they lose. */
const SUMS = 2;
/** The numbers of a term of two elements: their sums, and what these lose. */
const PAIR = 4;

/** The number of sums up to which it pays to have several of one slope. */
const MOST_SUMS = 512;

/**
 * The sums of terms over the elements that share a slope: those of all places for one slope, and
 * then for the next.
 */
export function slopeSums(
  kernel: BoundKernel<SumExports> | undefined,
  arrays: readonly CheckedArray[],
  length: number,
  pattern: Pattern,
  terms: readonly Term[],
): Sums {
  const places = terms.length;
  const sums = new Sums(pattern.count * places);
  const addTo =
    (slope: number): AddAt =>
    (place, sum) =>
      sums.add(slope * places + place, sum);
  if (kernel && isByRun(pattern, kernel.memory.tile("Float64Array"))) {
    const call = kernel.exports.gradients;
    const alone = () =>
      eachRun(pattern, 0, length, (slope, from, n) => {
        eachTile(kernel, arrays, from, n, call, addTo(slope), terms);
      });
    const isOfTiles = length > LEAST_SHARED && pattern.inner <= kernel.memory.tile(kernel.type);
    if (kernel.threads && isOfTiles) kernel.threads.runJob(kernel, jobOfRuns(kernel, arrays, length, pattern, addTo, terms), alone);
    else alone();
  } else if (kernel) accumulateRows(kernel, arrays, length, pattern, sums, terms);
  else
    terms.forEach((term, place) => {
      const cursor = new Cursor(pattern, 0);
      for (let i = 0; i < length; i++, cursor.next()) sums.add(cursor.slope * places + place, term(i));
    });
  return sums;
}

/** The job of threads that share runs, each a tile. */
function jobOfRuns(
  { type, exports }: BoundKernel<SumExports>,
  arrays: readonly CheckedArray[],
  length: number,
  pattern: Pattern,
  addTo: (slope: number) => AddAt,
  terms: readonly Term[],
): Job {
  const places = terms.length;
  const { inner } = pattern;
  const whole = inner - (inner % lanes(type));
  const cursor = new Cursor(pattern, 0);
  const leave: Passage = ({ memory }, address, from, runs) => {
    for (let run = 0; run < runs; run++, cursor.nextRun()) {
      const add = addTo(cursor.slope);
      addSums(memory, address + run * places * 8, places, add);
      const end = (from + run + 1) * inner;
      for (let i = end - inner + whole; i < end; i++) addTerms(add, terms, i);
    }
  };
  const inputs = arrays.map((one): SharedArray => ({ one, each: inner, isRead: true }));
  const sums = { each: (places * 8) / bytesOf(type), isWritten: true, leave };
  return { call: exports.gradients, parameters: [...inputs, whole, sums, "context"], units: length / inner, perCall: 1, work: length };
}

/**
 * Adds the terms to sums for every element of a stretch, in the last two slots; those of a slope
 * are brought together at the end.
 */
function accumulateRows(
  kernel: BoundKernel<SumExports>,
  arrays: readonly CheckedArray[],
  length: number,
  pattern: Pattern,
  sums: Sums,
  terms: readonly Term[],
): void {
  const places = terms.length;
  const { memory, type, context, exports } = kernel;
  const base = memory.slot(SUMS) / 8;
  const room = 16 * Math.floor(memory.tile("Float64Array") / (16 * places));
  const unit = unitOf(pattern.period, MOST_SUMS);
  for (let first = 0; first < Math.min(unit, length); first += room) {
    const width = Math.min(room, unit - first);
    const count = Math.min(width, length - first);
    memory.view("Float64Array").fill(0, base, base + Math.ceil(count / 2) * PAIR * places);
    for (let start = first; start < length; start += unit) {
      const n = Math.min(width, length - start);
      const whole = n - (n % lanes(type));
      const [a, b] = arrays.map((array, slot) => kernel.load(array, slot, start, whole)) as [number, number];
      exports.accumulate(a, b, whole, base * 8, context);
      if (whole === n) continue;
      const cursor = new Cursor(pattern, start + whole);
      for (let i = start + whole; i < start + n; i++, cursor.next())
        terms.forEach((term, place) => {
          sums.add(cursor.slope * places + place, term(i));
        });
    }
    const view = memory.view("Float64Array");
    for (let place = 0; place < places; place++) {
      const cursor = new Cursor(pattern, first);
      for (let i = 0; i < count; i++, cursor.next()) {
        const at = base + ((i >> 1) * places + place) * PAIR + (i & 1);
        sums.add(cursor.slope * places + place, view[at], view[at + 2]);
      }
    }
  }
}
