import { bytesOf, type ElementType } from "../arrays.js";
import type { LinearMemory } from "../memory.js";
import type { Placed } from "../placement.js";
import { gather, scatter } from "../rowwise/columns.js";
import type { Shape } from "../shape.js";

/** Brings arrays, or numbers of rows, to where a kernel can have them: as they are, or by way of a staging slot, where rows are whole. */
export class RowStaging {
  /** Bytes of an element. */
  readonly size: number;

  constructor(
    readonly memory: LinearMemory,
    private readonly type: ElementType,
    private readonly shape: Shape,
  ) {
    this.size = bytesOf(type);
  }

  /** Whether the kernel can have an array where it is; one that is not wanted needs no place. */
  direct(one: Placed | undefined): boolean {
    return !one || (one.at >= 0 && this.shape.inner === 1);
  }

  /** The address of entries `from` to `from + n` of some rows to read. */
  enter(slot: number, one: Placed, row: number, rows: number, from: number, n: number): number {
    if (!this.direct(one)) {
      const { memory, type, shape } = this;
      if (shape.inner === 1) memory.copyIn(slot, one.array, type, row * shape.n + from, rows * n);
      else gather(one.array, shape, row, rows, from, n, memory.view(type), memory.slot(slot) / this.size);
    }
    return this.place(slot, one, row, from);
  }

  /** The address of rows to write, from an entry on. An array that is not wanted has a slot as well. */
  place(slot: number, one: Placed | undefined, row: number, from: number): number {
    return one && this.direct(one) ? one.at + (row * this.shape.n + from) * this.size : this.memory.slot(slot);
  }

  /** Takes what was written to a slot to where it belongs. */
  leave(slot: number, one: Placed | undefined, row: number, rows: number, from: number, n: number): void {
    if (!one || this.direct(one)) return;
    const { memory, type, shape } = this;
    if (shape.inner === 1) memory.copyOut(slot, one.array, type, row * shape.n + from, rows * n);
    else scatter(one.array, shape, row, rows, from, n, memory.view(type), memory.slot(slot) / this.size);
  }

  /** The address of a number of each row to write, and back. */
  placeNumbers(slot: number, one: Placed | undefined, row: number): number {
    return one && one.at >= 0 ? one.at + row * this.size : this.memory.slot(slot);
  }

  leaveNumbers(slot: number, one: Placed | undefined, row: number, rows: number): void {
    if (one && one.at < 0) this.memory.copyOut(slot, one.array, this.type, row, rows);
  }
}
