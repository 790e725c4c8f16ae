import type { FloatArray } from "../../call/arrays.js";
import { Difference, term } from "./difference.js";
import { Entries, type RowInput } from "./entries.js";
import { Summary, Terms } from "./summary.js";
import type { Conclusion } from "./walk.js";

/** Rows in JavaScript, in f64: the same sums as in the kernels. */
export class RowLoops {
  private readonly entries: Entries;
  /** The differences between the entries of a row and its largest, in two words. */
  private readonly high: Float64Array;
  private readonly low: Float64Array;

  constructor(private readonly given: RowInput) {
    this.entries = new Entries(given);
    this.high = new Float64Array(given.shape.n);
    this.low = new Float64Array(given.shape.n);
  }

  /** Rows to rows: `result` of a difference in two words, and of what `conclude` made of the row. */
  transform(out: FloatArray, result: (high: number, low: number, value: number) => number, conclude: Conclusion, empty: number): void {
    const { n, inner } = this.given.shape;
    this.each((row, summary) => {
      const start = Math.floor(row / inner) * n * inner + (row % inner);
      const value = conclude(summary, row);
      for (let i = 0; i < n; i++) out[start + i * inner] = summary.started ? result(this.high[i], this.low[i], value) : empty;
    });
  }

  /** Rows to numbers. */
  reduce(out: FloatArray, conclude: Conclusion): void {
    this.each((row, summary) => {
      out[row] = conclude(summary, row);
    });
  }

  private each(see: (row: number, summary: Summary) => void): void {
    const { outer, n, inner } = this.given.shape;
    const difference = new Difference(this.given.temperature);
    for (let row = 0; row < outer * inner; row++) {
      const top = this.entries.largest(row);
      this.entries.differences(row, top, 0, n, this.high, 0, this.low, 0);
      const terms = new Terms();
      for (let i = 0; i < n; i++) terms.add(term(this.high[i], this.low[i], 1));
      const summary = new Summary(difference, difference.whole(top));
      summary.add({ x: 0, added: 0 }, terms.coarse, terms.fine);
      see(row, summary);
    }
  }
}
