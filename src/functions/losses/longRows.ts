import { bytesOf, type FloatArray } from "../../call/arrays.js";
import { positionOf } from "../../call/shape.js";
import type { Engine } from "../loss.js";

import { type RowArray, RowWalk } from "../rows/walk.js";
import { AGAIN, BLOCK, FIRST, type KernelArrays, LAST, type RowExports } from "./rowExports.js";
import type { Rows } from "./rows.js";

/**
 * The numbers that a kernel keeps of a row, in f64 from the beginning of its room:
 * assembly/losses/parts/state.ts. Sums have two of them.
 */
const SCALE = 0;
const VALUE = 1;
const LARGEST = 2;
const OTHERS = 4;
const SHARES = 6;
const DISTANCE = 8;
const COUNT = 13;
const END = 14;

/** Bytes of a power, and elements of a vector. */
const WIDE = 8;
const VECTOR = 4;

/** The factor that powers carry: assembly/losses/parts/powers.ts. */
const UNITS = { Float32Array: 1, Float64Array: 2 ** 80 };

/**
 * Runs the kernel over rows that have more classes than it has room for, a piece of them at a time:
 * for the largest logit, for the sum of the powers and with it the loss, and for the gradient.
 */
export class LongRows {
  constructor(
    private readonly engine: Engine<RowExports>,
    private readonly call: Rows,
    private readonly arrays: KernelArrays,
  ) {}

  /** One row. Returns its loss, in f64. */
  run(row: number): number {
    const { labels, smoothing } = this.call.targets;
    this.findLargest(row);
    if (labels && smoothing === 0) this.label(row, labels[row]);
    else this.shares(row);
    return this.state[VALUE];
  }

  private get state(): FloatArray {
    const { memory, room } = this.engine;
    return memory.view("Float64Array").subarray(room / 8, room / 8 + END);
  }

  private findLargest(row: number): void {
    const { kernel, room } = this.engine;
    this.state[LARGEST] = this.call.type === "Float32Array" ? -3.4028234663852886e38 : -Number.MAX_VALUE;
    this.vectors(row, this.arrays.x, undefined, (at, _, n) => kernel.exports.largest(at, n, room, kernel.context));
  }

  private label(row: number, label: number): void {
    const { kernel, room, memory } = this.engine;
    const { exports, context } = kernel;
    const { x, gradient: output, targets, temperature, type, shape } = this.call;
    const { x: logits, gradient, loss } = this.arrays;
    const position = positionOf(row, shape) + label * shape.inner;
    const logit = x.array[position];
    const weight = targets.weights ? targets.weights[label] : 1;
    const own = this.powerOf(logit);
    // f64 powers are kept in the gradient's place, those of f32 logits in memory that nobody uses.
    const kept = type === "Float64Array" ? gradient : undefined;
    const place = gradient && !kept ? memory.borrow(WIDE * (shape.n + VECTOR)) : -1;
    const placeOf = (from: number) => (place < 0 ? 0 : place + WIDE * from);
    this.state.fill(0, OTHERS, END);
    this.vectors(row, logits, kept, (at, keptAt, n, from) => exports.powers(at, kept ? keptAt : placeOf(from), n, room, context));
    const { state } = this;
    state[SHARES] = weight;
    state[DISTANCE] = weight === 0 ? 0 : weight * ((state[LARGEST] - logit) / temperature);
    this.writeLoss(row, () =>
      exports.shares(loss.address, loss.address, loss.address, loss.address, 0, room + 8 * VALUE, 1, 0, LAST, room, context),
    );
    if (!gradient || !output) return;
    this.vectors(row, kept ?? logits, gradient, (at, gradientAt, n, from) =>
      exports.slopes(at, kept ? at : placeOf(from), gradientAt, n, room, context),
    );
    output.array[position] = -(UNITS[type] - own + (state[OTHERS] + state[OTHERS + 1])) * (weight * state[SCALE]);
  }

  /** The power of one logit. */
  private powerOf(logit: number): number {
    const { kernel, room, memory } = this.engine;
    const { type } = this.call;
    const { targets } = this.arrays;
    const at = targets.address / bytesOf(type);
    memory.view(type).fill(-Infinity, at, at + 4)[at] = logit;
    const { state } = this;
    state.fill(0, OTHERS, END);
    kernel.exports.powers(targets.address, 0, 1, room, kernel.context);
    return state[COUNT] > 0 ? UNITS[type] : state[OTHERS];
  }

  private shares(row: number): void {
    const { kernel, memory, room } = this.engine;
    const { exports, context } = kernel;
    const { shape, rows, type } = this.call;
    const { x, targets, weights, gradient, loss } = this.arrays;
    const inputs = [x, targets, weights];
    const at = (gradientAt: number, n: number, part: number) =>
      exports.shares(x.address, targets.address, weights.address, loss.address, gradientAt, room + 8 * VALUE, 1, n, part, room, context);
    this.writeLoss(row, () =>
      new RowWalk(memory, type, rows, shape.n, inputs, [], BLOCK).pieces(row, (from, n) =>
        at(0, n, (from === 0 ? FIRST : 0) + (from + n === shape.n ? LAST : 0)),
      ),
    );
    if (!gradient) return;
    new RowWalk(memory, type, rows, shape.n, inputs, [gradient], BLOCK).pieces(row, (_, n) => at(gradient.address, n, AGAIN));
  }

  private writeLoss(row: number, run: () => void): void {
    const { loss } = this.arrays;
    if (this.call.loss) loss.place(row, 0);
    run();
    if (this.call.loss) loss.leave(row, 1, 0, 1);
  }

  /**
   * Pieces of whole vectors, read from one array and written to another. An end that is none is
   * filled up with -Infinity in a slot.
   */
  private vectors(
    row: number,
    input: RowArray,
    output: RowArray | undefined,
    run: (x: number, y: number, n: number, from: number) => void,
  ): void {
    const { memory } = this.engine;
    const { type, shape } = this.call;
    for (let from = 0; from < shape.n; from += BLOCK) {
      const n = Math.min(BLOCK, shape.n - from);
      const whole = n % 4 === 0;
      const staged = !(whole && (output?.direct ?? true));
      input.enter(row, 1, from, n, !(whole && input.direct));
      const end = input.address / bytesOf(type) + n;
      if (!whole) memory.view(type).fill(-Infinity, end, end + 4 - (n % 4));
      output?.place(row, from, staged);
      run(input.address, output?.address ?? 0, n, from);
      output?.leave(row, 1, from, n, staged);
    }
  }
}
