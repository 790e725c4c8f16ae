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

/** Whether terms have room in elements of the array, which is asked of no entries at all. */
export const fitElements = (quotients: Quotients): boolean => quotients(0, 0, 0, 0, 1, 0, TOP, 0) === 1;

/**
 * Rows in pieces whose terms stand where their results come, in elements of the array: each term is
 * computed once. What does not fill a tile stays an entry until the end.
 */
export class KeptTerms {
  private readonly size: number;
  private readonly workspace: number;

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
    this.size = bytesOf(kernel.type);
    this.workspace = workspaceOf(kernel.memory);
  }

  /** Replaces a row by its terms, and returns their sum. */
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
    this.walk([this.x], [this.y]).pieces(row, (_, length) => {
      const { size } = this;
      const [x, y, rest] = [this.x.address, this.y.address, length % TILE];
      const whole = length - rest;
      add(x, y, whole);
      add(x + whole * size, this.workspace, rest);
      this.kernel.memory.view(this.kernel.type).copyWithin(y / size + whole, x / size + whole, x / size + length);
    });
    return { largest, sum, error };
  }

  /** Multiplies the terms of a row by a factor. */
  multiply(row: number, largest: number, factor: number): void {
    this.write(largest, factor);
    this.walk([this.y], [this.y]).pieces(row, (_, length) => {
      const y = this.y.address;
      const rest = length % TILE;
      const end = y + (length - rest) * this.size;
      if (rest < length) this.quotients(y, 0, y, y, 1, length - rest, PRODUCTS, 0);
      if (rest > 0) this.quotients(end, 0, end, this.workspace, 1, rest, QUOTIENTS, 0);
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
