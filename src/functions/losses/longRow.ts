import { bytesOf, type FloatArray } from "../../call/arrays.js";
import type { Engine } from "../loss.js";
import type { RowArray } from "../rows/walk.js";
import { BLOCK, type KernelArrays, type RowExports } from "./rowExports.js";
import type { Rows } from "./rows.js";

/**
 * The numbers that a kernel keeps of a row, in f64 from the beginning of its room:
 * assembly/losses/parts/state.ts. Sums have two of them.
 */
export const SCALE = 0;
export const VALUE = 1;
export const LARGEST = 2;
export const OTHERS = 4;
export const DISTANCE = 8;
export const COUNT = 13;
export const END = 14;
export const STATE = 16;

/** A function over `n` entries of a row, of which `from` come before. */
export type Run = (x: number, y: number, n: number, from: number) => void;

/**
 * Rows that have more classes than a kernel has room for, a piece of them at a time: for the
 * largest logit, for the sum of the powers and with it the loss, and for the gradient.
 */
export abstract class LongRow {
  constructor(
    protected readonly engine: Engine<RowExports>,
    protected readonly call: Rows,
    protected readonly arrays: KernelArrays,
  ) {}

  /** One row. Returns its loss, in f64. */
  run(row: number): number {
    this.findLargest(row);
    this.compute(row);
    return this.state[VALUE];
  }

  /** Computes the loss of a row of which the largest logit is known, and its gradient. */
  protected abstract compute(row: number): void;

  protected get state(): FloatArray {
    const { memory, room } = this.engine;
    return memory.view("Float64Array").subarray(room / 8, room / 8 + END);
  }

  private findLargest(row: number): void {
    const { kernel, room } = this.engine;
    this.state[LARGEST] = this.call.type === "Float32Array" ? -3.4028234663852886e38 : -Number.MAX_VALUE;
    const run: Run = (at, _, n) => kernel.exports.largest(at, n, room, kernel.context);
    this.vectors(row, this.arrays.x, undefined, run, 0, this.call.shape.n);
  }

  protected writeLoss(row: number, run: () => void): void {
    const { loss } = this.arrays;
    if (this.call.loss) loss.place(row, 0);
    run();
    if (this.call.loss) loss.leave(row, 1, 0, 1);
  }

  /**
   * Pieces of whole vectors from one entry to another, read from one array and written to another.
   * An end that is none is filled up with -Infinity in a slot.
   */
  protected vectors(row: number, input: RowArray, output: RowArray | undefined, run: Run, first: number, end: number): void {
    const { memory } = this.engine;
    const { type } = this.call;
    for (let from = first; from < end; from += BLOCK) {
      const n = Math.min(BLOCK, end - from);
      const whole = n % 4 === 0;
      const staged = !(whole && (output?.direct ?? true));
      input.enter(row, 1, from, n, !(whole && input.direct));
      const stop = input.address / bytesOf(type) + n;
      if (!whole) memory.view(type).fill(-Infinity, stop, stop + 4 - (n % 4));
      output?.place(row, from, staged);
      run(input.address, output?.address ?? 0, n, from);
      output?.leave(row, 1, from, n, staged);
    }
  }
}
