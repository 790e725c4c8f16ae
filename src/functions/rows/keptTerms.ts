import type { CheckedArray } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { workspaceOf } from "../../runtime/memory.js";
import { Sum } from "../../scalar/sum.js";
import type { RowInput } from "./input.js";
import { PRODUCTS, QUOTIENTS, type Quotients, TERMS, TOP } from "./quotients.js";
import { TILE, WIDE, writeRecord } from "./record.js";
import { type Factor, type KeptRows, rowSharing } from "./sharing.js";
import { RowArray, RowWalk, type WalkedRows } from "./walk.js";

/** The staging slot of entries, and later of results. */
const ENTRIES = 0;

/**
 * Rows in pieces whose terms are kept, so that each is computed once: in place of the results where
 * they fit elements of the array, and what does not fill a tile stays an entry until the end; else
 * in memory of which the heap makes no use. Where that is too little, they are computed once more,
 * to the same bits.
 */
export class KeptTerms implements KeptRows {
  private readonly size: number;
  private readonly workspace: number;
  readonly y: RowArray;
  /** Whether terms fit elements, which is asked of no entries at all. */
  readonly fit: boolean;

  /** `own` has the entries of `input`, `x` those that count, `record` is the kernel's context's. */
  constructor(
    readonly kernel: BoundKernel<unknown>,
    readonly input: RowInput,
    readonly own: CheckedArray,
    readonly x: WalkedRows,
    readonly out: CheckedArray,
    readonly quotients: Quotients,
    readonly record: number,
  ) {
    const { memory, type } = kernel;
    const { n, inner } = input.shape;
    this.size = bytesOf(type);
    this.workspace = workspaceOf(memory);
    this.y = new RowArray(memory, type, out, { length: n, inner }, ENTRIES);
    this.fit = quotients.run(0, 0, 0, 0, 1, 0, TOP) === 1;
  }

  /** Makes of a row its terms times a factor, which `conclude` makes of their sum. */
  transform(row: number, conclude: Factor): void {
    const largest = this.largest(row);
    const alone = () => {
      const { n } = this.input.shape;
      const room = this.fit ? -1 : this.kernel.memory.borrow(WIDE * (n + TILE));
      const sum = new Sum();
      this.walk([this.x], this.fit ? [this.y] : []).pieces(row, (from, length) => this.addTerms(sum, largest, from, length, room));
      this.multiply(row, largest, conclude(largest, sum), room);
    };
    const sharing = this.input.shape.inner === 1 && this.kernel.threads && rowSharing();
    if (sharing) sharing.terms(this, row, largest, conclude, alone);
    else alone();
  }

  /** Computes the terms of a piece, keeps them, and adds them to a sum. */
  private addTerms(sum: Sum, largest: number, from: number, length: number, room: number): void {
    const { size, workspace } = this;
    const [x, y] = [this.x.address, this.y.address];
    if (this.fit) {
      const whole = length - (length % TILE);
      sum.add(this.terms(largest, x, y, whole));
      sum.add(this.sumOf(largest, x + whole * size, length - whole));
      this.kernel.memory.view(this.kernel.type).copyWithin(y / size + whole, x / size + whole, x / size + length);
    } else sum.add(this.terms(largest, x, room < 0 ? workspace : room + WIDE * from, length));
  }

  sumOf(largest: number, x: number, length: number): number {
    return this.terms(largest, x, this.workspace, length);
  }

  /** Writes terms to `e`, and returns their sum. */
  private terms(largest: number, x: number, e: number, length: number): number {
    if (length === 0) return 0;
    const { memory } = this.kernel;
    const sum = this.record + WIDE;
    writeRecord(memory, this.record, largest, 0);
    this.quotients.run(x, 0, sum, e, 1, length, TERMS);
    return memory.view("Float64Array")[sum / WIDE];
  }

  /** Makes of the terms of a row their products with a factor. */
  private multiply(row: number, largest: number, factor: number, room: number): void {
    const { quotients, y } = this;
    writeRecord(this.kernel.memory, this.record, largest, factor);
    if (room >= 0) {
      this.walk([], [y]).pieces(row, (from, length) => {
        quotients.run(y.address, 0, y.address, room + WIDE * from, 1, length, PRODUCTS);
      });
      return;
    }
    const entries = this.fit ? y : this.x;
    this.walk([entries], [y]).pieces(row, (_, length) => {
      const x = entries.address;
      const rest = this.fit ? length % TILE : length;
      const whole = length - rest;
      if (whole > 0) quotients.run(y.address, 0, y.address, y.address, 1, whole, PRODUCTS);
      this.writeQuotients(x + whole * this.size, y.address + whole * this.size, rest);
    });
  }

  writeQuotients(x: number, y: number, length: number): void {
    if (length > 0) this.quotients.run(x, 0, y, this.workspace, 1, length, QUOTIENTS);
  }

  private largest(row: number): number {
    let largest = -Infinity;
    this.walk([this.x], []).pieces(row, (_, length) => {
      this.quotients.run(this.x.address, 0, 0, 0, 1, length, TOP);
      largest = Math.max(largest, this.kernel.memory.view("Float64Array")[this.record / WIDE] as number);
    });
    return largest;
  }

  private walk(inputs: readonly WalkedRows[], outputs: readonly RowArray[]): RowWalk {
    const { outer, n, inner } = this.input.shape;
    return new RowWalk(this.kernel.memory, this.kernel.type, outer * inner, n, inputs, outputs);
  }
}
