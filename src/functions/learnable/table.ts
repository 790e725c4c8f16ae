import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import type { Parameters } from "../../call/parameters.js";
import { SECOND_TABLE } from "../../kernels/tables.js";
import { type BoundKernel, type Job, LEAST_SHARED, type Passage, type SharedArray } from "../../runtime/kernel.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Slopes } from "./channels.js";
import { Cursor, type Pattern } from "./pattern.js";

/**
 * The exports of the kernel that give arrays: each takes the address of a table of slopes, a mask
 * (63 where the table is one slope), inputs, outputs, a number of elements and a context.
 */
export interface TableExports {
  readonly value: TableFunction;
  readonly derivative: TableFunction;
  readonly secondDerivative: TableFunction;
  readonly valueAndDerivative: TableFunction;
  readonly backward: TableFunction;
}

type TableFunction = (...numbers: number[]) => void;

/**
 * The least run of one slope that repays a call of its own where the slopes of a period do not fit
 * a table.
 */
const MIN_RUN_BEYOND_TABLE = 64;
/** The least run that does so in any case. */
const MIN_RUN = 1024;

/** Bytes of a table that is one slope, and the mask that keeps to it. */
const ONE = 64;

/** The number of elements up to which slopes are written one by one, however soon they repeat. */
const FEW = 64;

/** The slot of the tables, after those of three arrays. */
const TABLE = 3;

/** Whether runs are worth calls of their own, in tables for `room` elements. */
export const isByRun = ({ inner, period }: Pattern, room: number): boolean =>
  inner >= MIN_RUN || (inner >= MIN_RUN_BEYOND_TABLE && period > room);

/**
 * The number of elements after which slopes that repeat after `period` may be taken again, from a
 * table for `room` elements: a short period is taken several times over, in whole vectors if it can
 * be.
 */
export function unitOf(period: number, room: number): number {
  const times = Math.max(1, Math.floor(room / period));
  return period * (times - (times < 4 ? 0 : times % (times < 16 ? 4 : 16)));
}

/** A function of the kernel over the first `inputs` of `arrays` into the others. */
interface TableCall {
  readonly kernel: BoundKernel<TableExports>;
  readonly call: TableFunction;
  readonly arrays: readonly CheckedArray[];
  readonly inputs: number;
  readonly length: number;
  readonly pattern: Pattern;
  readonly slopes: Slopes;
  /** The slopes of parameters that have no array. */
  readonly numbers: Parameters<string>;
}

/** Runs a function, on several threads where there are any. */
export function runTable(table: TableCall): void {
  const { kernel, length, pattern, slopes } = table;
  const { memory, type } = kernel;
  const threads = length > LEAST_SHARED ? kernel.threads : undefined;
  const room = slopes.names.length === 1 ? memory.tile(type) : SECOND_TABLE / bytesOf(type);
  if (isByRun(pattern, room)) {
    // The second table of a run would stand where the first ones of others do.
    if (threads && slopes.names.length === 1) threads.runJob(kernel, jobOfRuns(table), () => overRuns(table));
    else overRuns(table);
    return;
  }
  const unit = unitOf(pattern.period, room);
  const end = Math.min(unit, length);
  for (let first = 0; first < end; first += room) {
    const width = Math.min(room, unit - first);
    if (threads && (width === unit || table.arrays.every(({ at }) => at >= 0)))
      threads.runJob(kernel, jobOfStretch(table, unit, first, width), () => overStretch(table, unit, first, width));
    else overStretch(table, unit, first, width);
  }
}

/** Goes from run to run. */
function overRuns(table: TableCall): void {
  const { kernel, length, pattern } = table;
  const cursor = new Cursor(pattern, 0);
  for (let from = 0; from < length; from += pattern.inner, cursor.nextRun()) {
    writeSlope(table, kernel.memory, kernel.memory.slot(TABLE), cursor.slope);
    runOver(table, ONE - 1, from, pattern.inner);
  }
}

/** Goes over a stretch of every unit, with the slopes of `width` elements from `first` on. */
function overStretch(table: TableCall, unit: number, first: number, width: number): void {
  const { kernel, length } = table;
  writeSlopes(table, kernel.memory, kernel.memory.slot(TABLE), first, Math.min(width, length - first));
  for (let from = first; from < length; from += unit) runOver(table, -1, from, Math.min(width, length - from));
}

/** The job of runs, each of which has a table of its own. */
function jobOfRuns(table: TableCall): Job {
  const { kernel, call, arrays, inputs, length, pattern } = table;
  const { inner } = pattern;
  const enter: Passage = ({ memory }, address, from, runs) => {
    const cursor = new Cursor(pattern, from * inner);
    for (let i = 0; i < runs; i++, cursor.nextRun()) writeSlope(table, memory, address + i * ONE, cursor.slope);
  };
  const tables = { each: ONE / bytesOf(kernel.type), isRead: true, enter };
  const shared = arrays.map((one, i): SharedArray => ({ one, each: inner, isRead: i < inputs, isWritten: i >= inputs }));
  return { call, parameters: [tables, ONE - 1, ...shared, inner, "context"], units: length / inner, perCall: 1, work: length };
}

/** The job of a stretch of every unit, which all have one table. */
function jobOfStretch(table: TableCall, unit: number, first: number, width: number): Job {
  const { kernel, call, arrays, inputs, length, slopes } = table;
  const enter: Passage = ({ memory }, address) => writeSlopes(table, memory, address, first, Math.min(width, length));
  const room = slopes.names.length === 1 ? width : (2 * SECOND_TABLE) / bytesOf(kernel.type);
  const tables = { each: 0, length: room, isRead: true, enter };
  const isWhole = width === unit;
  const shared = arrays.map((one, i) => {
    const of = { one, each: isWhole ? 1 : unit, isRead: i < inputs, isWritten: i >= inputs };
    return { of, from: first };
  });
  const sizes = isWhole ? { units: length, perCall: unit } : { units: length / unit, perCall: 1 };
  const parameters = [tables, -1, ...shared, isWhole ? "count" : width, "context"] as const;
  return { call, parameters, ...sizes, work: (length / unit) * width };
}

/**
 * Runs a function over the elements of a run, or of a stretch, a tile at a time where they must be
 * staged. Plain loops, and no functions in functions: on 16 elements they would cost as much as the
 * rest.
 */
function runOver({ kernel, call, arrays, inputs }: TableCall, mask: number, start: number, length: number): void {
  const { memory, type, context } = kernel;
  const table = memory.slot(TABLE);
  const first = arrays[0];
  const second = arrays[1];
  const third = arrays.length === 2 ? second : arrays[2];
  const inMemory = first.at >= 0 && second.at >= 0 && third.at >= 0;
  const step = inMemory ? length : memory.tile(type);
  for (let from = start; from < start + length; from += step) {
    const n = Math.min(step, start + length - from);
    const a = kernel.load(first, 0, from, n);
    const b = inputs > 1 ? kernel.load(second, 1, from, n) : kernel.target(second, 1, from);
    if (third === second) call(table, mask, a, b, n, context);
    else {
      call(table, mask, a, b, kernel.target(third, 2, from), n, context);
      kernel.store(third, 2, from, n);
    }
    if (inputs === 1) kernel.store(second, 1, from, n);
  }
}

/** Writes one slope of each parameter as the table of all elements, which stands at `address`. */
function writeSlope({ kernel, slopes, numbers }: TableCall, memory: LinearMemory, address: number, slope: number): void {
  const { type } = kernel;
  const { names, arrays } = slopes;
  const view = memory.view(type);
  for (let k = 0; k < names.length; k++) {
    const array = arrays[k];
    const at = (address + k * SECOND_TABLE) / bytesOf(type);
    view.fill(array ? array[slope] : (numbers[names[k] as string] as number), at, at + ONE / bytesOf(type));
  }
}

/** Writes the slopes of the `n` elements from `from` on to tables at `address`. */
function writeSlopes(table: TableCall, memory: LinearMemory, address: number, from: number, n: number): void {
  const { kernel, pattern, slopes, numbers } = table;
  const { type } = kernel;
  const { names, arrays } = slopes;
  const view = memory.view(type);
  for (let k = 0; k < names.length; k++) {
    const array = arrays[k];
    const at = (address + k * SECOND_TABLE) / bytesOf(type);
    if (array) {
      const cursor = new Cursor(pattern, from);
      let written = n > FEW ? Math.min(n, pattern.period) : n;
      for (let i = 0; i < written; i++, cursor.next()) view[at + i] = array[cursor.slope];
      for (; written < n; written *= 2) view.copyWithin(at + written, at, at + Math.min(written, n - written));
    } else view.fill(numbers[names[k] as string] as number, at, at + n);
  }
}
