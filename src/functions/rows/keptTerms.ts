import { bytesOf } from "../../call/arrays.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { workspaceOf } from "../../runtime/memory.js";
import { sumError } from "../../scalar/exact.js";
import { PRODUCTS, QUOTIENTS, type Quotients, TERMS, TOP } from "./quotients.js";
import { type RowArray, RowWalk, type WalkedRows } from "./walk.js";

/** Elements of the largest tile of a kernel: of so many, none is written beyond a row. */
const TILE = 16;

/** The sum of a row's terms in two words, and its largest entry, from which these are. */
export interface KeptSum {
  readonly largest: number;
  readonly sum: number;
  readonly error: number;
}

/** Bytes of a term that is wider than the elements of the array. */
const WIDE = 8;

/**
 * Rows in pieces whose terms are kept, so that each is computed once: in place of the results where
 * they fit elements of the array, and what does not fill a tile stays an entry until the end; else
 * in memory of which the heap makes no use. Where that is too little, they are computed once more,
 * to the same bits.
 */
export class KeptTerms {
  private readonly size: number;
  private readonly workspace: number;
  /** Whether terms fit elements, which is asked of no entries at all. */
  private readonly fit: boolean;
  /** The address of terms that do not; -1 where they are not kept. */
  private readonly room: number;

  /** `record` is the address of the record in the kernel's context. */
  constructor(
    private readonly kernel: BoundKernel<unknown>,
    private readonly rows: number,
    private readonly n: number,
    private readonly x: WalkedRows,
    private readonly y: RowArray,
    private readonly quotients: Quotients,
    private readonly record: number,
  ) {
    const { memory, type } = kernel;
    this.size = bytesOf(type);
    this.workspace = workspaceOf(memory);
    this.fit = quotients(0, 0, 0, 0, 1, 0, TOP, 0) === 1;
    this.room = this.fit ? -1 : memory.borrow(WIDE * (n + TILE));
  }

  /** Computes the terms of a row, and returns their sum. */
  sum(row: number): KeptSum {
    const largest = this.largest(row);
    let [sum, error] = [0, 0];
    const add = (x: number, e: number, length: number) => {
      if (length === 0) return;
      this.write(largest, 0);
      this.quotients(x, 0, x, e, 1, length, TERMS, 0);
      const term = this.view[this.record / 8 + 1] as number;
      error += sumError(sum, term);
      sum += term;
    };
    this.walk([this.x], this.fit ? [this.y] : []).pieces(row, (from, length) => {
      const [x, y] = [this.x.address, this.y.address];
      if (this.fit) {
        const { size } = this;
        const whole = length - (length % TILE);
        add(x, y, whole);
        add(x + whole * size, this.workspace, length - whole);
        this.kernel.memory.view(this.kernel.type).copyWithin(y / size + whole, x / size + whole, x / size + length);
      } else add(x, this.room < 0 ? this.workspace : this.room + WIDE * from, length);
    });
    return { largest, sum, error };
  }

  /** Makes of the terms of a row their products with a factor. */
  multiply(row: number, largest: number, factor: number): void {
    this.write(largest, factor);
    if (this.room >= 0) {
      this.walk([], [this.y]).pieces(row, (from, length) => {
        const y = this.y.address;
        this.quotients(y, 0, y, this.room + WIDE * from, 1, length, PRODUCTS, 0);
      });
      return;
    }
    const entries = this.fit ? this.y : this.x;
    this.walk([entries], [this.y]).pieces(row, (_, length) => {
      const [x, y] = [entries.address, this.y.address];
      const rest = this.fit ? length % TILE : length;
      const whole = length - rest;
      if (whole > 0) this.quotients(y, 0, y, y, 1, whole, PRODUCTS, 0);
      if (rest > 0) this.quotients(x + whole * this.size, 0, y + whole * this.size, this.workspace, 1, rest, QUOTIENTS, 0);
    });
  }

  private largest(row: number): number {
    let largest = -Infinity;
    this.walk([this.x], []).pieces(row, (_, length) => {
      this.quotients(this.x.address, 0, 0, 0, 1, length, TOP, 0);
      largest = Math.max(largest, this.view[this.record / 8] as number);
    });
    return largest;
  }

  private walk(inputs: readonly WalkedRows[], outputs: readonly RowArray[]): RowWalk {
    return new RowWalk(this.kernel.memory, this.kernel.type, this.rows, this.n, inputs, outputs);
  }

  private write(largest: number, factor: number): void {
    const { view, record } = this;
    view[record / 8] = largest;
    view[record / 8 + 1] = factor;
    view[record / 8 + 3] = 0;
  }

  private get view(): Float64Array {
    return this.kernel.memory.view("Float64Array") as Float64Array;
  }
}
