import type { CheckedArray } from "../../call/arguments.js";
import type { FloatArray } from "../../call/arrays.js";
import type { LinearMemory } from "../../runtime/memory.js";
import type { Kernel } from "../../runtime/runtime.js";
import type { Engine } from "../loss.js";
import { AGAIN, BLOCK, FIRST, LAST, LOSS, type RowExports, X } from "./rowExports.js";
import type { RowStaging } from "./rowStaging.js";
import { positionOf, type Rows } from "./rows.js";

/** What a kernel knows of a row, in f64 from the beginning of its room: assembly/losses/state.ts. Sums have two of them. */
const LARGEST = 2;
const REST = 4;
const SHARES = 6;
const DISTANCE = 8;
const COUNT = 13;
const SCALE = 14;
const END = 16;

/** The factor that powers carry: assembly/losses/powers.ts. */
const UNITS = { Float32Array: 1, Float64Array: 2 ** 80 };

/**
 * Runs the kernel over rows that have more classes than it has room for, a block of their classes at a time: for the largest logit, for
 * the sum of the powers and with it the loss, and for the gradient.
 */
export class LongRows {
  private readonly kernel: Kernel<RowExports>;
  private readonly memory: LinearMemory;
  private readonly room: number;

  constructor(
    { kernel, memory, room }: Engine<RowExports>,
    private readonly staging: RowStaging,
    private readonly call: Rows,
  ) {
    this.kernel = kernel;
    this.memory = memory;
    this.room = room;
  }

  /** One row. */
  run(row: number): void {
    const { labels, smoothing } = this.call.aim;
    this.findLargest(row);
    if (labels && smoothing === 0) this.label(row, labels[row]);
    else this.shares(row);
  }

  private get state(): FloatArray {
    const at = this.room / 8;
    return this.memory.view("Float64Array").subarray(at, at + END);
  }

  private findLargest(row: number): void {
    const { exports, context } = this.kernel;
    const { x, type } = this.call;
    this.state[LARGEST] = type === "Float32Array" ? -3.4028234663852886e38 : -Number.MAX_VALUE;
    this.vectors(row, x, undefined, (at, _, n) => exports.largest(at, n, this.room, context));
  }

  private label(row: number, label: number): void {
    const { kernel, room, staging } = this;
    const { x, gradient, loss, aim, type, shape } = this.call;
    const { exports, context } = kernel;
    const position = positionOf(row, shape) + label * shape.inner;
    const logit = x.array[position];
    const weight = aim.weights ? aim.weights[label] : 1;
    const own = this.powerOf(logit);
    // f64 powers are kept in the gradient's place.
    const kept = type === "Float64Array" ? gradient : undefined;
    this.state.fill(0, REST, END);
    this.vectors(row, x, kept, (at, keptAt, n) => exports.powers(at, kept ? keptAt : 0, n, room, context));
    const { state } = this;
    state[SHARES] = weight;
    state[DISTANCE] = weight === 0 ? 0 : weight * (state[LARGEST] - logit);
    const lossAt = staging.placeNumbers(LOSS, loss, row);
    exports.shares(lossAt, lossAt, lossAt, lossAt, 0, 1, 0, LAST, room, context);
    staging.leaveNumbers(LOSS, loss, row, 1);
    if (!gradient) return;
    this.vectors(row, kept ?? x, gradient, (at, gradientAt, n) => exports.slopes(at, gradientAt, n, room, context));
    gradient.array[position] = -(UNITS[type] - own + (state[REST] + state[REST + 1])) * (weight * state[SCALE]);
  }

  /** The power of one logit. */
  private powerOf(logit: number): number {
    const { memory, room, kernel, staging, state, call } = this;
    const at = memory.slot(X) / staging.size;
    memory.view(call.type).fill(-Infinity, at, at + 4)[at] = logit;
    state.fill(0, REST, END);
    kernel.exports.powers(memory.slot(X), 0, 1, room, kernel.context);
    return state[COUNT] > 0 ? UNITS[call.type] : state[REST];
  }

  private shares(row: number): void {
    const { exports, context } = this.kernel;
    const { x, shape, loss, gradient } = this.call;
    const { staging, room } = this;
    const lossAt = staging.placeNumbers(LOSS, loss, row);
    this.blocks((from, n) => {
      const part = (from === 0 ? FIRST : 0) + (from + n === shape.n ? LAST : 0);
      const [xAt, targetsAt] = [staging.enter(X, x, row, 1, from, n), staging.enterTargets(row, 1, from, n)];
      exports.shares(xAt, targetsAt, staging.enterWeights(from, n), lossAt, 0, 1, n, part, room, context);
    });
    staging.leaveNumbers(LOSS, loss, row, 1);
    if (!gradient) return;
    this.blocks((from, n) => {
      const [xAt, targetsAt] = [staging.enter(X, x, row, 1, from, n), staging.enterTargets(row, 1, from, n)];
      const gradientAt = staging.place(X, gradient, row, from);
      exports.shares(xAt, targetsAt, staging.enterWeights(from, n), lossAt, gradientAt, 1, n, AGAIN, room, context);
      staging.leave(X, gradient, row, 1, from, n);
    });
  }

  private blocks(run: (from: number, n: number) => void): void {
    const classes = this.call.shape.n;
    for (let from = 0; from < classes; from += BLOCK) run(from, Math.min(BLOCK, classes - from));
  }

  /** Blocks of whole vectors, read from one array and written to another. An end that is none is filled up with -Infinity in a slot. */
  private vectors(
    row: number,
    input: CheckedArray,
    output: CheckedArray | undefined,
    run: (input: number, output: number, n: number) => void,
  ): void {
    const { staging, memory, call } = this;
    this.blocks((from, n) => {
      const whole = n % 4 === 0;
      const direct = whole && staging.direct(output);
      const at = staging.enter(X, input, row, 1, from, n, whole && staging.direct(input));
      const end = memory.slot(X) / staging.size + n;
      if (!whole) memory.view(call.type).fill(-Infinity, end, end + 4 - (n % 4));
      run(at, staging.place(X, output, row, from, direct), n);
      staging.leave(X, output, row, 1, from, n, direct);
    });
  }
}
