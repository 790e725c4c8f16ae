import type { CheckedArray } from "../../../call/arguments.js";
import { bytesOf, type FloatArray } from "../../../call/arrays.js";
import type { Passage, SharedArray } from "../../../runtime/kernel.js";
import { Difference } from "../difference.js";
import { ExponentialSum } from "../exponentialSum.js";
import type { Conclusion, RowExports } from "../rowBatches.js";
import type { OwnRows } from "../sharing.js";
import { sharedEntries } from "./entries.js";
import { shareRows } from "./rows.js";

/** Bytes of a record, assembly/rowwise/parts/rows.ts. */
export const RECORD = 32;

/**
 * Rows without a mask that takes arithmetic, of which threads write the records: this one makes of
 * each the number that the row becomes, or that the last pass needs to know.
 */
class SharedRecords {
  private readonly entries: SharedArray;
  private readonly difference: Difference;
  /** The rows that have no term. */
  private readonly empty: number[] = [];

  constructor(
    private readonly rows: OwnRows<RowExports>,
    private readonly conclude: Conclusion,
  ) {
    this.entries = sharedEntries(rows);
    this.difference = new Difference(rows.input.temperature);
  }

  /** The calls that make rows of rows. */
  transform(y: SharedArray) {
    const between = this.passage((view, at, sum, row) => {
      view[at] = sum.max.x;
      view[at + 1] = this.conclude(sum, this.rows.input.first + row);
      if (!sum.started) this.empty.push(row);
    });
    const records = { each: RECORD / bytesOf(this.rows.kernel.type), between };
    const { n } = this.rows.input.shape;
    const { finish } = this.rows.kernel.exports as Required<RowExports>;
    const second = { call: finish, parameters: [this.entries, 0, y, records, "count", n, "context"] as const };
    return { ...this.summary(records), second };
  }

  /** Fills the rows that have no term, when the calls are done. */
  fillEmpty(out: FloatArray, value: number): void {
    const { n } = this.rows.input.shape;
    for (const row of this.empty) out.fill(value, row * n, (row + 1) * n);
  }

  /** The call that makes a number of each row. */
  reduce(out: FloatArray) {
    const { first } = this.rows.input;
    const leave = this.passage((_, __, sum, row) => {
      out[first + row] = this.conclude(sum, first + row);
    });
    return { ...this.summary({ each: RECORD / bytesOf(this.rows.kernel.type), isWritten: true, leave }), isInPlace: false };
  }

  private summary(records: SharedArray) {
    const { summarise } = this.rows.kernel.exports as Required<RowExports>;
    return { call: summarise, parameters: [this.entries, 0, records, "count", this.rows.input.shape.n, 0, "context"] as const };
  }

  /** Calls `use` with the place and the sum of each record. */
  private passage(use: (view: FloatArray, at: number, sum: ExponentialSum, row: number) => void): Passage {
    return ({ memory }, address, from, rows) => {
      const view = memory.view("Float64Array");
      const sum = new ExponentialSum(this.difference);
      for (let row = 0, at = address / 8; row < rows; row++, at += RECORD / 8) {
        sum.clear();
        sum.add(view[at] as number, 0, view[at + 1] as number, view[at + 2] as number);
        use(view, at, sum, from + row);
      }
    };
  }
}

/** Makes rows of rows by way of records, with `empty` for those that have no term. */
export function transformShared(
  rows: OwnRows<RowExports>,
  out: CheckedArray,
  conclude: Conclusion,
  empty: number,
  alone: () => void,
): void {
  const { kernel, input } = rows;
  if (input.mask?.words) {
    alone();
    return;
  }
  const records = new SharedRecords(rows, conclude);
  shareRows(kernel, input.shape, (of) => records.transform(of(out, true)), alone);
  records.fillEmpty(out.array, empty);
}

/** Makes numbers of rows. */
export function reduceShared(rows: OwnRows<RowExports>, out: FloatArray, conclude: Conclusion, alone: () => void): void {
  const { kernel, input } = rows;
  if (input.mask?.words) alone();
  else shareRows(kernel, input.shape, () => new SharedRecords(rows, conclude).reduce(out), alone);
}
