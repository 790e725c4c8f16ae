import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf, type ElementType, type FloatArray } from "../../call/arrays.js";
import type { LinearMemory } from "../../runtime/memory.js";

/** Rows of an array as kernels read or write them: one after the other, from `address` on. */
export interface WalkedRows {
  /** Elements of a row: as many as it has entries, or fewer, or more. */
  readonly length: number;
  /** Whether rows need no room in a staging slot: they are in the memory as they are to be. */
  readonly direct: boolean;
  readonly address: number;
  /** Brings in rows, or elements of one. */
  enter(row: number, rows: number, from: number, length: number): void;
}

/**
 * The layout of rows in an array: element i of row r is at (⌊r / inner⌋ length + i) inner + r mod
 * inner.
 */
export interface RowLayout {
  readonly length: number;
  readonly inner: number;
}

/**
 * Rows along any axis of an array, which kernels have where they are, or by way of a staging slot.
 */
export class RowArray implements WalkedRows {
  readonly length: number;
  readonly direct: boolean;
  /** Bytes of an element. */
  readonly size: number;
  address = 0;
  private readonly array: FloatArray;
  private readonly at: number;
  private readonly inner: number;

  /** Row 0 is that numbered `first` of the array. */
  constructor(
    readonly memory: LinearMemory,
    readonly type: ElementType,
    { array, at }: CheckedArray,
    { length, inner }: RowLayout,
    private readonly slot: number,
    private readonly first = 0,
  ) {
    this.size = bytesOf(type);
    this.array = array;
    this.at = at;
    this.length = length;
    this.inner = inner;
    this.direct = at >= 0 && inner === 1;
  }

  /**
   * Finds the place of rows that are to be written, or of elements of one: the slot, where they are
   * to be `staged`.
   */
  place(row: number, from: number, staged = !this.direct): void {
    this.address = !staged ? this.at + ((this.first + row) * this.length + from) * this.size : this.memory.slot(this.slot);
  }

  enter(row: number, rows: number, from: number, length: number, staged = !this.direct): void {
    if (staged) this.stage(row, rows, from, length);
    else this.place(row, from);
  }

  /** Copies rows to the slot, wherever they are. */
  stage(row: number, rows: number, from: number, length: number): void {
    const { memory, type, array, slot } = this;
    this.address = memory.slot(slot);
    if (this.inner === 1) memory.copyIn(slot, array, type, (this.first + row) * this.length + from, rows * length);
    else this.copyColumns(row, rows, from, length, false);
  }

  /** Takes rows that were written to where they belong. */
  leave(row: number, rows: number, from: number, length: number, staged = !this.direct): void {
    if (!staged) return;
    if (this.inner === 1) this.memory.copyOut(this.slot, this.array, this.type, (this.first + row) * this.length + from, rows * length);
    else this.copyColumns(row, rows, from, length, true);
  }

  /**
   * Copies between columns of the array and rows in the slot. Neighbours in the array are taken one
   * after the other: by rows, a cache line would be fetched for every element of it, and with a
   * stride that is a power of two not even stay.
   */
  private copyColumns(row: number, rows: number, from: number, length: number, out: boolean): void {
    const { array, inner } = this;
    const view = this.memory.view(this.type);
    const at = this.memory.slot(this.slot) / this.size;
    for (let first = 0, width = 0; first < rows; first += width) {
      const k = (this.first + row + first) % inner;
      width = Math.min(rows - first, inner - k);
      const start = (Math.floor((this.first + row + first) / inner) * this.length + from) * inner + k;
      for (let i = 0; i < length; i++) {
        const column = start + i * inner;
        const staged = at + first * length + i;
        if (out) for (let j = 0; j < width; j++) array[column + j] = view[staged + j * length];
        else for (let j = 0; j < width; j++) view[staged + j * length] = array[column + j];
      }
    }
  }
}

/**
 * Takes rows to a kernel and their results back: as many whole rows at a time as are in place or
 * fit the staging slots, or one in pieces. It knows where arrays are and how long their rows are,
 * and nothing of what is computed.
 */
export class RowWalk {
  /** Entries of a piece of a row, and the most of a row that is whole. */
  private readonly most: number;
  /** Rows that fit the staging slots. */
  private readonly fitting: number;

  /**
   * `n` is the number of entries of a row, of which every array has as many elements to each, or to
   * each few.
   */
  constructor(
    memory: LinearMemory,
    type: ElementType,
    readonly rows: number,
    readonly n: number,
    private readonly inputs: readonly WalkedRows[],
    private readonly outputs: readonly RowArray[],
    piece = memory.tile(type),
  ) {
    let longest = n;
    let longestStaged = 0;
    for (const arrays of [inputs, outputs])
      for (const { direct, length } of arrays) {
        if (length > longest) longest = length;
        if (!direct && length > longestStaged) longestStaged = length;
      }
    this.most = longest === n ? piece : Math.floor((piece * n) / longest);
    this.fitting = longestStaged > 0 ? Math.floor(memory.tile(type) / longestStaged) : Infinity;
  }

  /**
   * Whether rows are too long to be whole in a staging slot. They go in pieces wherever they are:
   * so their bits are the same.
   */
  get inPieces(): boolean {
    return this.n > this.most;
  }

  /** Calls `run` with batches of whole rows, at most `limit` of them, for rows `first` to `end`. */
  batches(limit: number, run: (row: number, rows: number) => void, first = 0, end = this.rows): void {
    const { inputs, outputs } = this;
    const step = Math.min(limit, this.fitting);
    for (let row = first; row < end; row += step) {
      const rows = Math.min(step, end - row);
      for (const input of inputs) input.enter(row, rows, 0, input.length);
      for (const output of outputs) output.place(row, 0);
      run(row, rows);
      for (const output of outputs) output.leave(row, rows, 0, output.length);
    }
  }

  /**
   * Calls `run` with pieces of a row (no array of which has one number to a row), of `length`
   * entries from the one numbered `from` on.
   */
  pieces(row: number, run: (from: number, length: number) => void): void {
    const { inputs, outputs, n, most } = this;
    for (let from = 0; from < n; from += most) {
      const length = Math.min(most, n - from);
      for (const input of inputs) {
        const each = input.length / n;
        input.enter(row, 1, from * each, length * each);
      }
      for (const output of outputs) output.place(row, from * (output.length / n));
      run(from, length);
      for (const output of outputs) output.leave(row, 1, from * (output.length / n), length * (output.length / n));
    }
  }
}
