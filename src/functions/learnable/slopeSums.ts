import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import { type BoundKernel, type Job, type KernelFunction, LEAST_SHARED, type Passage, type SharedArray } from "../../runtime/kernel.js";
import { Cursor, eachRun, type Pattern } from "./pattern.js";
import { eachTile, lanes, type SumFunction, Sums } from "./sum.js";
import { isByRun, unitOf } from "./table.js";

/**
 * The exports of the kernel that give sums, for each parameter by its place in the definition: over
 * the elements of one slope, `gradient0`, and for a slope of every element, `accumulate0`.
 */
export type SumExports = Readonly<Record<string, SumFunction>>;

/** The slots of the sums and of what they lose, after those of two arrays. */
const HIGH = 2;
const LOW = 3;

/** The number of sums up to which it pays to have several of one slope. */
const MOST_SUMS = 512;

/** The sums of a term over the elements that share a slope: that of the parameter at `place`. */
export function slopeSums(
  kernel: BoundKernel<SumExports> | undefined,
  place: number,
  [dy, x]: readonly CheckedArray[],
  length: number,
  pattern: Pattern,
  termOf: (dy: number, x: number) => number,
): Sums {
  const sums = new Sums(pattern.count);
  const term = (i: number) => termOf(dy.array[i], x.array[i]);
  if (kernel && isByRun(pattern, kernel.memory.tile("Float64Array"))) {
    const sum = kernel.exports[`gradient${place}`] as SumExports[string];
    const alone = () =>
      eachRun(pattern, 0, length, (slope, from, n) => {
        eachTile(kernel, [dy, x], from, n, sum, (part) => sums.add(slope, part), term);
      });
    const isOfTiles = length > LEAST_SHARED && pattern.inner <= kernel.memory.tile(kernel.type);
    if (kernel.threads && isOfTiles) kernel.threads.runJob(kernel, jobOfRuns(kernel, sum, [dy, x], length, pattern, sums, term), alone);
    else alone();
  } else if (kernel) accumulateRows(kernel, place, [dy, x], length, pattern, sums, term);
  else {
    const cursor = new Cursor(pattern, 0);
    for (let i = 0; i < length; i++, cursor.next()) sums.add(cursor.slope, term(i));
  }
  return sums;
}

/** The job of threads that share runs, each a tile. */
function jobOfRuns(
  { type }: BoundKernel<SumExports>,
  sum: SumFunction,
  arrays: readonly CheckedArray[],
  length: number,
  pattern: Pattern,
  sums: Sums,
  term: (i: number) => number,
): Job {
  const { inner } = pattern;
  const whole = inner - (inner % lanes(type));
  const cursor = new Cursor(pattern, 0);
  const leave: Passage = ({ memory }, address, from, runs) => {
    const view = memory.view("Float64Array");
    for (let run = 0; run < runs; run++, cursor.nextRun()) {
      sums.add(cursor.slope, view[address / 8 + run]);
      const end = (from + run + 1) * inner;
      for (let i = end - inner + whole; i < end; i++) sums.add(cursor.slope, term(i));
    }
  };
  const shared = arrays.map((one): SharedArray => ({ one, each: inner, isRead: true }));
  const returned = { each: 8 / bytesOf(type), isWritten: true, isReturned: true, leave };
  const call = sum as unknown as KernelFunction;
  return { call, parameters: [...shared, whole, "context", returned], units: length / inner, perCall: 1, work: length };
}

/**
 * Adds the terms to a sum for every element of a stretch, in the last two slots; those of a slope
 * are brought together at the end.
 */
function accumulateRows(
  kernel: BoundKernel<SumExports>,
  place: number,
  arrays: readonly CheckedArray[],
  length: number,
  pattern: Pattern,
  sums: Sums,
  term: (i: number) => number,
): void {
  const { memory, type } = kernel;
  const accumulate = kernel.exports[`accumulate${place}`] as SumExports[string];
  const [high, low] = [memory.slot(HIGH), memory.slot(LOW)];
  const room = memory.tile("Float64Array");
  const unit = unitOf(pattern.period, MOST_SUMS);
  for (let first = 0; first < Math.min(unit, length); first += room) {
    const width = Math.min(room, unit - first);
    const count = Math.min(width, length - first);
    for (const sum of [high, low]) memory.view("Float64Array").fill(0, sum / 8, sum / 8 + count);
    for (let start = first; start < length; start += unit) {
      const n = Math.min(width, length - start);
      const whole = n - (n % lanes(type));
      const [a, b] = arrays.map((array, slot) => kernel.load(array, slot, start, whole));
      accumulate(a, b, high, low, whole, kernel.context);
      if (whole === n) continue;
      const cursor = new Cursor(pattern, start + whole);
      for (let i = start + whole; i < start + n; i++, cursor.next()) sums.add(cursor.slope, term(i));
    }
    const view = memory.view("Float64Array");
    const cursor = new Cursor(pattern, first);
    for (let i = 0; i < count; i++, cursor.next()) sums.add(cursor.slope, view[high / 8 + i], view[low / 8 + i]);
  }
}
