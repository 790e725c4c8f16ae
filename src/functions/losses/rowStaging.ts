import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import type { LinearMemory } from "../../runtime/memory.js";
import { gather, scatter } from "./columns.js";
import { TARGETS, WEIGHTS } from "./rowExports.js";
import type { Rows } from "./rows.js";

/** Brings the arrays of a call to where a kernel can have them: as they are, or by way of a staging slot, in which rows are whole. */
export class RowStaging {
  /** Bytes of an element. */
  readonly size: number;

  constructor(
    readonly memory: LinearMemory,
    private readonly call: Rows,
  ) {
    this.size = bytesOf(call.type);
  }

  /** Whether the kernel can have an array where it is; one that is not wanted needs no place. */
  direct(one: CheckedArray | undefined): boolean {
    return !one || (one.at >= 0 && this.call.shape.inner === 1);
  }

  /** The address of entries `from` to `from + n` of some rows to read. */
  enter(slot: number, one: CheckedArray, row: number, rows: number, from: number, n: number, direct = this.direct(one)): number {
    if (!direct) {
      const { memory } = this;
      const { type, shape } = this.call;
      if (shape.inner === 1) memory.copyIn(slot, one.array, type, row * shape.n + from, rows * n);
      else gather(one.array, shape, row, rows, from, n, memory.view(type), memory.slot(slot) / this.size);
    }
    return this.place(slot, one, row, from, direct);
  }

  /** The address of rows to write, from an entry on. An array that is not wanted has a slot as well. */
  place(slot: number, one: CheckedArray | undefined, row: number, from: number, direct = this.direct(one)): number {
    return one && direct ? one.at + (row * this.call.shape.n + from) * this.size : this.memory.slot(slot);
  }

  /** Takes what was written to a slot to where it belongs. */
  leave(slot: number, one: CheckedArray | undefined, row: number, rows: number, from: number, n: number, direct = this.direct(one)): void {
    if (!one || direct) return;
    const { memory } = this;
    const { type, shape } = this.call;
    if (shape.inner === 1) memory.copyOut(slot, one.array, type, row * shape.n + from, rows * n);
    else scatter(one.array, shape, row, rows, from, n, memory.view(type), memory.slot(slot) / this.size);
  }

  /** The address of a number of each row to write. */
  placeNumbers(slot: number, one: CheckedArray | undefined, row: number): number {
    return one && one.at >= 0 ? one.at + row * this.size : this.memory.slot(slot);
  }

  leaveNumbers(slot: number, one: CheckedArray | undefined, row: number, rows: number): void {
    if (one && one.at < 0) this.memory.copyOut(slot, one.array, this.call.type, row, rows);
  }

  /** The address of the targets of n classes; of labels, of the distributions that they mean. */
  enterTargets(row: number, rows: number, from: number, n: number): number {
    const { aim, type } = this.call;
    const { labels, distributions } = aim;
    if (distributions) return this.enter(TARGETS, distributions, row, rows, from, n);
    const view = this.memory.view(type);
    const at = this.memory.slot(TARGETS) / this.size;
    view.fill(0, at, at + rows * n);
    for (let i = 0; i < rows; i++) {
      const position = (labels as ArrayLike<number>)[row + i] - from;
      if (position >= 0 && position < n) view[at + i * n + position] = 1;
    }
    return this.memory.slot(TARGETS);
  }

  /** The address of the weights of n classes, in f64. */
  enterWeights(from: number, n: number): number {
    const { weights } = this.call.aim;
    const view = this.memory.view("Float64Array");
    const at = this.memory.slot(WEIGHTS) / 8;
    if (weights) for (let j = 0; j < n; j++) view[at + j] = weights[from + j];
    else view.fill(1, at, at + n);
    return this.memory.slot(WEIGHTS);
  }
}
