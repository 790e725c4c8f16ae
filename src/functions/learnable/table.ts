import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type FloatArray } from "../../call/arrays.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { type Channels, Cursor, eachRun } from "./pattern.js";
import { eachTile, lanes, Sums } from "./sum.js";

/**
 * The exports of the kernel. The functions that give arrays take a table of slopes, a mask (63
 * where the table is one slope), inputs and outputs.
 */
export interface ChannelExports {
  readonly value: (...numbers: number[]) => void;
  readonly derivative: (...numbers: number[]) => void;
  readonly valueAndDerivative: (...numbers: number[]) => void;
  readonly backward: (...numbers: number[]) => void;
  readonly gradient: (dy: number, x: number, n: number, c: number) => number;
  readonly accumulate: (dy: number, x: number, high: number, low: number, n: number, c: number) => void;
}

/**
 * The least run of one slope that repays a call of its own where the slopes of a period do not fit
 * a table.
 */
const MIN_RUN_BEYOND_TABLE = 64;
/** The least run that does so in any case. */
const MIN_RUN = 1024;

/** Bytes of a table that is one slope, and the mask that keeps to it. */
const ONE = 64;

/**
 * The slot of the table, after those of three arrays; of gradients, of the sums and of what they
 * lose.
 */
const TABLE = 3;
const HIGH = 2;
const LOW = 3;

/** Whether runs are worth calls of their own, in slots for `room` elements. */
const isByRun = ({ inner, period }: Channels, room: number): boolean =>
  inner >= MIN_RUN || (inner >= MIN_RUN_BEYOND_TABLE && period > room);

/** Runs a function of the kernel over the first `inputs` of `arrays` into the others. */
export function runTable(
  kernel: BoundKernel<ChannelExports>,
  method: "value" | "derivative" | "valueAndDerivative" | "backward",
  arrays: readonly CheckedArray[],
  inputs: number,
  length: number,
  channels: Channels,
): void {
  const { memory, type } = kernel;
  const size = bytesOf(type);
  const table = memory.slot(TABLE);
  const call = kernel.exports[method];
  const staged = arrays.some(({ at }) => at < 0);
  const run = (mask: number, a: number, b: number, d: number, n: number) =>
    arrays.length === 2 ? call(table, mask, a, b, n, kernel.context) : call(table, mask, a, b, d, n, kernel.context);
  const [first, second, third = second] = arrays;
  const over = (mask: number, from: number, length: number) => {
    if (!staged) {
      run(mask, first.at + from * size, second.at + from * size, third.at + from * size, length);
      return;
    }
    for (let start = from; start < from + length; start += memory.tile(type)) {
      const n = Math.min(memory.tile(type), from + length - start);
      const at = arrays.map((array, slot) => (slot < inputs ? kernel.load(array, slot, start, n) : kernel.target(array, slot, start)));
      run(mask, at[0], at[1], at[2], n);
      for (let slot = inputs; slot < arrays.length; slot++) kernel.store(arrays[slot], slot, start, n);
    }
  };

  if (isByRun(channels, memory.tile(type)))
    eachRun(channels, 0, length, (number, from, n) => {
      const view = memory.view(type);
      const slope = channels.slopes[number];
      for (let i = 0; i < ONE / size; i++) view[table / size + i] = slope;
      over(ONE - 1, from, n);
    });
  else
    eachStretch(channels.period, length, memory.tile(type), (first, width, unit) => {
      writeSlopes(memory.view(type), table / size, channels, first, Math.min(width, length - first));
      for (let start = first; start < length; start += unit) over(-1, start, Math.min(width, length - start));
    });
}

/** Writes the slopes of the `n` elements from `from` on. */
function writeSlopes(view: FloatArray, at: number, channels: Channels, from: number, n: number): void {
  const { slopes } = channels;
  const cursor = new Cursor(channels, from);
  for (let i = 0; i < n; i++, cursor.next()) view[at + i] = slopes[cursor.slope];
}

/**
 * Divides arrays whose slopes repeat after `period` elements into stretches of up to `room`, so
 * that those a `unit` apart have the same slopes. A short period is taken several times over, in
 * whole vectors if it can be.
 */
function eachStretch(period: number, length: number, room: number, use: (first: number, width: number, unit: number) => void): void {
  const times = Math.max(1, Math.floor(room / period));
  const unit = period * (times - (times < 16 ? 0 : times % 16));
  for (let first = 0; first < Math.min(unit, length); first += room) use(first, Math.min(room, unit - first), unit);
}

/** Writes the gradient of each parameter: the sum of `gradient` over the elements that share it. */
export function slopeGradients(
  kernel: BoundKernel<ChannelExports> | undefined,
  [dy, x]: readonly CheckedArray[],
  length: number,
  channels: Channels,
  gradients: FloatArray,
  gradient: (dy: number, x: number) => number,
): void {
  const sums = new Sums(channels.count);
  const term = (i: number) => gradient(dy.array[i], x.array[i]);
  if (kernel && isByRun(channels, kernel.memory.tile("Float64Array"))) {
    const call = ([a, b]: readonly number[], n: number) => kernel.exports.gradient(a, b, n, kernel.context);
    eachRun(channels, 0, length, (slope, from, n) => {
      eachTile(kernel, [dy, x], from, n, call, (sum) => sums.add(slope, sum), term);
    });
  } else if (kernel) accumulateRows(kernel, [dy, x], length, channels, sums, term);
  else {
    const cursor = new Cursor(channels, 0);
    for (let i = 0; i < length; i++, cursor.next()) sums.add(cursor.slope, term(i));
  }
  for (let i = 0; i < channels.count; i++) gradients[i] = sums.total(i);
}

/**
 * With a sum for every element of a stretch, in the last two slots; those of a slope are brought
 * together at the end.
 */
function accumulateRows(
  kernel: BoundKernel<ChannelExports>,
  arrays: readonly CheckedArray[],
  length: number,
  channels: Channels,
  sums: Sums,
  term: (i: number) => number,
): void {
  const { memory, type } = kernel;
  const [high, low] = [memory.slot(HIGH), memory.slot(LOW)];
  const room = memory.tile("Float64Array");
  eachStretch(channels.period, length, room, (first, width, unit) => {
    memory.view("Float64Array").fill(0, high / 8, high / 8 + 2 * room);
    for (let start = first; start < length; start += unit) {
      const n = Math.min(width, length - start);
      const whole = n - (n % lanes(type));
      const [a, b] = arrays.map((array, slot) => kernel.load(array, slot, start, whole));
      kernel.exports.accumulate(a, b, high, low, whole, kernel.context);
      if (whole === n) continue;
      const cursor = new Cursor(channels, start + whole);
      for (let i = start + whole; i < start + n; i++, cursor.next()) sums.add(cursor.slope, term(i));
    }
    const view = memory.view("Float64Array");
    const cursor = new Cursor(channels, first);
    for (let i = 0; i < Math.min(width, length - first); i++, cursor.next()) sums.add(cursor.slope, view[high / 8 + i], view[low / 8 + i]);
  });
}
