import type { CheckedArray } from "../../call/arguments.js";
import { ExponentialSum } from "./exponentialSum.js";
import { KeptTerms } from "./keptTerms.js";
import type { Quotients } from "./quotients.js";
import { CONSTANT, type Conclusion, ENTRIES, MASK, RowBatches, type Way } from "./rowBatches.js";
import { type RowSharing, rowSharing } from "./sharing.js";
import { type RowArray, RowWalk } from "./walk.js";

/** The other flags of a row with its mask: assembly/rowwise/parts/survey.ts. */
const BELOW = 2;
const ABOVE = 4;
const EMPTY = 8;
const ADDED = 16;

/**
 * Sums of exponentials of rows, and results made of them, by a kernel. Which way a row goes depends
 * on its length, the options and its numbers alone, so its bits do not depend on where it was. A
 * row that does not fit a staging slot goes in pieces, twice: for the sum, and for the results; or
 * once where its terms are kept. Threads share pieces, unless they are taken with their mask.
 *
 * A mask that takes arithmetic is added by the kernel. Where it is one number, it makes no
 * difference; where a sum would lose digits that the result has, the kernel is given the difference
 * of each entry from the largest instead, in two words, whose temperature is 1.
 */
export class ExponentialRows extends RowBatches {
  protected longRow(row: number, out: CheckedArray, conclude: Conclusion, empty: number): void {
    const { quotients } = this;
    if (!this.mask && quotients) {
      this.keptRow(row, out, conclude, empty, quotients);
      return;
    }
    const { way, sum } = this.sumOfLong(row);
    // One number for all of a row makes no difference.
    if (way === "unmasked" && quotients) {
      this.keptRow(row, out, conclude, empty, quotients);
      return;
    }
    const { kernel, input, own, sharing } = this;
    const value = conclude(sum, input.first + row);
    const alone = () => this.finishLong(row, way, out, sum, value, empty);
    if (way === "unmasked" && sum.started && sharing) sharing.finish({ kernel, input, own }, row, out, sum.max, value, alone);
    else alone();
  }

  /** Writes the results of a row in pieces, from what was concluded of its sum. */
  private finishLong(row: number, way: Way, out: CheckedArray, sum: ExponentialSum, value: number, empty: number): void {
    const y = this.results(out);
    this.pieces(row, way, y, (x, mask, length) => {
      if (sum.started) {
        this.writeRecord(0, sum.max, value);
        this.finish(x, mask, y.address, 1, length);
      } else this.fill(empty, y.address, length);
    });
  }

  /** Makes a long row of its terms, where results are their quotients. */
  private keptRow(row: number, out: CheckedArray, conclude: Conclusion, empty: number, quotients: Quotients): void {
    const sum = new ExponentialSum(this.difference);
    new KeptTerms(this.kernel, this.input, this.own, this.x, out, quotients, this.records).transform(row, (largest, { high, low }) => {
      sum.add(largest, 0, high, low);
      return sum.started ? conclude(sum, this.input.first + row) : 0;
    });
    if (!sum.started) this.finishLong(row, "unmasked", out, sum, 0, empty);
  }

  /** The sum of a row in pieces, and the way it is to be taken. */
  protected sumOfLong(row: number): { readonly way: Way; readonly sum: ExponentialSum } {
    const sum = new ExponentialSum(this.difference);
    if (!this.mask) {
      const alone = () => this.pieces(row, "unmasked", undefined, (x, _, length) => this.add(sum, "unmasked", x, 0, length, 0));
      const { kernel, input, own, sharing } = this;
      if (sharing) sharing.sum({ kernel, input, own }, row, sum, alone);
      else alone();
      return { way: "unmasked", sum };
    }
    const found: number[] = [];
    const masks: number[] = [];
    this.pieces(row, "masked", undefined, (x, mask, length) => {
      const flags = this.summarise("masked", x, mask, 1, length, true);
      const added = this.memory.view(this.type)[mask / this.size];
      found.push(flags);
      masks.push(added);
      if (flags & CONSTANT) this.add(sum, "unmasked", x, 0, length, added);
      else if (flags & ADDED) this.readRecord(sum, "masked", 0, 0);
    });
    if (found.every((flags, i) => flags & CONSTANT && masks[i] === masks[0])) return { way: "unmasked", sum };
    const near = found.some((flags) => flags & ABOVE) || found.every((flags) => flags & EMPTY);
    if (near && found.every((flags) => flags & BELOW && flags & (CONSTANT | ADDED))) return { way: "masked", sum };
    this.top = this.entries.largest(row);
    const exact = this.exactSum();
    this.pieces(row, "exact", undefined, (x, low, length) => this.add(exact, "exact", x, low, length, 0));
    return { way: "exact", sum: exact };
  }

  /** The ways in which threads share the pieces of a row that is one stretch of the array. */
  private get sharing(): RowSharing | undefined {
    return this.input.shape.inner === 1 && this.kernel.threads ? rowSharing() : undefined;
  }

  /**
   * Brings a row to the kernel in pieces, each with the mask or the second words that go with it.
   */
  private pieces(row: number, way: Way, y: RowArray | undefined, run: (x: number, mask: number, length: number) => void): void {
    const { memory } = this;
    const mask = way === "unmasked" ? 0 : memory.slot(MASK);
    const outputs = y ? [y] : [];
    if (way !== "exact") {
      const inputs = way === "masked" && this.mask ? [this.x, this.mask] : [this.x];
      const walk = new RowWalk(memory, this.type, this.rows, this.n, inputs, outputs);
      walk.pieces(row, (_, length) => run(this.x.address, mask, length));
      return;
    }
    this.exactly(() =>
      new RowWalk(memory, this.type, this.rows, this.n, [], outputs).pieces(row, (from, length) => {
        this.writeDifferences(row, from, length, 0);
        run(memory.slot(ENTRIES), mask, length);
      }),
    );
  }

  /**
   * Adds a piece to the sum of a row. `added` is the one number that a mask is which is not given.
   */
  private add(sum: ExponentialSum, way: Way, x: number, mask: number, n: number, added: number): void {
    this.summarise(way, x, mask, 1, n);
    this.readRecord(sum, way, 0, added);
  }
}
