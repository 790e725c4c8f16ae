import { bytesOf, type ElementType, type FloatArray } from "./arrays.js";
import { addTiles, lanes, Sum } from "./learnableSum.js";
import type { LinearMemory } from "./memory.js";
import type { Placed } from "./placement.js";
import type { Kernel } from "./runtime.js";

/** How slopes are laid over arrays: the channels repeat after `count * inner` elements, each `inner` elements long. */
export interface Channels {
  readonly slopes: FloatArray;
  /** How many slopes there are. */
  readonly count: number;
  readonly inner: number;
}

/** The exports of the kernel. The functions that give arrays take a table of slopes, a mask (63 where the table is one slope), inputs and outputs. */
export interface ChannelExports {
  readonly value: (...numbers: number[]) => void;
  readonly derivative: (...numbers: number[]) => void;
  readonly valueAndDerivative: (...numbers: number[]) => void;
  readonly backward: (...numbers: number[]) => void;
  readonly gradient: (dy: number, x: number, n: number, c: number) => number;
  readonly accumulate: (dy: number, x: number, high: number, low: number, n: number, c: number) => void;
}

/** Where a call computes. */
export interface Bench {
  readonly kernel: Kernel<ChannelExports>;
  readonly memory: LinearMemory;
  readonly type: ElementType;
}

/** From here on a channel's run is worth a call of its own; shorter ones are spread out in a table. */
const LONG = 64;

/** Bytes of a table that is one slope, and the mask that keeps to it. */
const ONE = 64;

/** The slot of the table, after those of three arrays; of gradients, of the sums and of what they lose. */
const TABLE = 3;
const HIGH = 2;
const LOW = 3;

/** Calls `use(slope or channel, from, n)` for the runs of channels between elements `from` and `from + n`. */
export function eachRun(
  { count, inner }: Omit<Channels, "slopes">,
  from: number,
  n: number,
  use: (channel: number, from: number, n: number) => void,
): void {
  for (let i = from; i < from + n; ) {
    const run = Math.floor(i / inner);
    const end = Math.min((run + 1) * inner, from + n);
    use(run % count, i, end - i);
    i = end;
  }
}

/** Runs a function of the kernel over the first `inputs` of `arrays` into the others. */
export function runTable(
  bench: Bench,
  method: "value" | "derivative" | "valueAndDerivative" | "backward",
  arrays: readonly Placed[],
  inputs: number,
  length: number,
  channels: Channels,
): void {
  const { kernel, memory, type } = bench;
  const call = kernel.exports[method];
  const table = memory.slot(TABLE);
  const staged = arrays.some(({ at }) => at < 0);
  const over = (mask: number, from: number, length: number) => {
    const step = staged ? memory.tile(type) : length;
    for (let start = from; start < from + length; start += step) {
      const n = Math.min(step, from + length - start);
      const at = arrays.map(({ array, at }, slot) => {
        if (at >= 0) return at + start * bytesOf(type);
        if (slot < inputs) memory.copyIn(slot, array, type, start, n);
        return memory.slot(slot);
      });
      call(table, mask, ...at, n, kernel.context);
      for (let slot = inputs; slot < arrays.length; slot++)
        if (arrays[slot].at < 0) memory.copyOut(slot, arrays[slot].array, type, start, n);
    }
  };

  const { slopes, count, inner } = channels;
  if (inner >= LONG)
    eachRun(channels, 0, length, (channel, from, n) => {
      const at = table / bytesOf(type);
      memory.view(type).fill(slopes[channel], at, at + ONE / bytesOf(type));
      over(ONE - 1, from, n);
    });
  else
    eachStretch(count * inner, length, memory.tile(type), (first, width, unit) => {
      spread(memory.view(type), table / bytesOf(type), channels, first, Math.min(width, length - first));
      for (let start = first; start < length; start += unit) over(-1, start, Math.min(width, length - start));
    });
}

/** Writes the slopes of the `n` elements from `from` on. */
function spread(view: FloatArray, at: number, channels: Channels, from: number, n: number): void {
  eachRun(channels, from, n, (channel, start, n) => {
    const slope = channels.slopes[channel];
    for (let i = 0; i < n; i++) view[at + start - from + i] = slope;
  });
}

/**
 * Divides arrays whose channels repeat after `period` elements into stretches of up to `room`, so that those a `unit` apart have the
 * same channels. A short period is taken several times over, in whole vectors if it can be.
 */
function eachStretch(period: number, length: number, room: number, use: (first: number, width: number, unit: number) => void): void {
  const times = Math.max(1, Math.floor(room / period));
  const unit = period * (times - (times < 16 ? 0 : times % 16));
  for (let first = 0; first < Math.min(unit, length); first += room) use(first, Math.min(room, unit - first), unit);
}

/** What is to be learnt of each slope: sums of dy x over the elements of its channel that are not positive. */
export function slopeGradients(bench: Bench | undefined, dy: Placed, x: Placed, length: number, channels: Channels): readonly Sum[] {
  const sums = Array.from({ length: channels.count }, () => new Sum());
  const term = (i: number) => slopeGradient(dy.array[i], x.array[i]);
  if (!bench)
    eachRun(channels, 0, length, (channel, from, n) => {
      for (let i = from; i < from + n; i++) sums[channel].add(term(i));
    });
  else if (channels.inner >= LONG) {
    const { kernel, memory, type } = bench;
    const call = ([a, b]: readonly number[], n: number) => kernel.exports.gradient(a, b, n, kernel.context);
    eachRun(channels, 0, length, (channel, from, n) => {
      addTiles(sums[channel], memory, type, [dy, x], from, n, call, term);
    });
  } else accumulateRows(bench, dy, x, length, channels, sums);
  return sums;
}

/** dy x where x is not positive */
export function slopeGradient(dy: number, x: number): number {
  return x > 0 ? 0 : dy * x;
}

/** With a sum for every element of a stretch, in the last two slots; those of a channel are brought together at the end. */
function accumulateRows(
  { kernel, memory, type }: Bench,
  dy: Placed,
  x: Placed,
  length: number,
  channels: Channels,
  sums: readonly Sum[],
): void {
  const [high, low] = [memory.slot(HIGH), memory.slot(LOW)];
  const room = memory.tile("Float64Array");
  eachStretch(channels.count * channels.inner, length, room, (first, width, unit) => {
    memory.view("Float64Array").fill(0, high / 8, high / 8 + 2 * room);
    for (let start = first; start < length; start += unit) {
      const n = Math.min(width, length - start);
      const whole = n - (n % lanes(type));
      const [a, b] = [dy, x].map(({ array, at }, slot) => {
        if (at >= 0) return at + start * bytesOf(type);
        memory.copyIn(slot, array, type, start, whole);
        return memory.slot(slot);
      });
      kernel.exports.accumulate(a, b, high, low, whole, kernel.context);
      if (whole < n)
        eachRun(channels, start + whole, n - whole, (channel, from, n) => {
          for (let i = from; i < from + n; i++) sums[channel].add(slopeGradient(dy.array[i], x.array[i]));
        });
    }
    const view = memory.view("Float64Array");
    eachRun(channels, first, Math.min(width, length - first), (channel, from, n) => {
      for (let i = from - first; i < from - first + n; i++) sums[channel].add(view[high / 8 + i], view[low / 8 + i]);
    });
  });
}
