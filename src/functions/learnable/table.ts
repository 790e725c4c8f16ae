import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import type { Parameters } from "../../call/parameters.js";
import { SECOND_TABLE } from "../../kernels/tables.js";
import type { BoundKernel } from "../../runtime/kernel.js";
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

/**
 * Runs a function of the kernel over the first `inputs` of `arrays` into the others, with the
 * slopes of `slopes`, or from `numbers` where these have no array.
 *
 * Plain loops, and no functions in functions: on 16 elements they would cost as much as the rest.
 */
export function runTable(
  kernel: BoundKernel<TableExports>,
  method: keyof TableExports,
  arrays: readonly CheckedArray[],
  inputs: number,
  length: number,
  pattern: Pattern,
  slopes: Slopes,
  numbers: Parameters<string>,
): void {
  const { memory, type } = kernel;
  const call = kernel.exports[method];
  const room = slopes.names.length === 1 ? memory.tile(type) : SECOND_TABLE / bytesOf(type);
  const { inner, period } = pattern;
  if (isByRun(pattern, room)) {
    const cursor = new Cursor(pattern, 0);
    for (let from = 0; from < length; from += inner, cursor.nextRun()) {
      writeSlope(kernel, slopes, numbers, cursor.slope);
      runOver(kernel, call, ONE - 1, arrays, inputs, from, inner);
    }
    return;
  }
  const unit = unitOf(period, room);
  const end = Math.min(unit, length);
  for (let first = 0; first < end; first += room) {
    const width = Math.min(room, unit - first);
    writeSlopes(kernel, slopes, numbers, pattern, first, Math.min(width, length - first));
    for (let from = first; from < length; from += unit) runOver(kernel, call, -1, arrays, inputs, from, Math.min(width, length - from));
  }
}

/**
 * Runs a function of the kernel over the elements of a run, or of a stretch, a tile at a time where
 * they must be staged.
 */
function runOver(
  kernel: BoundKernel<TableExports>,
  call: TableFunction,
  mask: number,
  arrays: readonly CheckedArray[],
  inputs: number,
  start: number,
  length: number,
): void {
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

/** Writes one slope of each parameter as the table of all elements. */
function writeSlope({ memory, type }: BoundKernel<unknown>, { names, arrays }: Slopes, numbers: Parameters<string>, slope: number): void {
  const view = memory.view(type);
  for (let k = 0; k < names.length; k++) {
    const array = arrays[k];
    const at = (memory.slot(TABLE) + k * SECOND_TABLE) / bytesOf(type);
    view.fill(array ? array[slope] : (numbers[names[k] as string] as number), at, at + ONE / bytesOf(type));
  }
}

/** Writes the slopes of the `n` elements from `from` on. */
function writeSlopes(
  { memory, type }: BoundKernel<unknown>,
  { names, arrays }: Slopes,
  numbers: Parameters<string>,
  pattern: Pattern,
  from: number,
  n: number,
): void {
  const view = memory.view(type);
  for (let k = 0; k < names.length; k++) {
    const array = arrays[k];
    const at = (memory.slot(TABLE) + k * SECOND_TABLE) / bytesOf(type);
    if (array) {
      const cursor = new Cursor(pattern, from);
      let written = n > FEW ? Math.min(n, pattern.period) : n;
      for (let i = 0; i < written; i++, cursor.next()) view[at + i] = array[cursor.slope];
      for (; written < n; written *= 2) view.copyWithin(at + written, at, at + Math.min(written, n - written));
    } else view.fill(numbers[names[k] as string] as number, at, at + n);
  }
}
