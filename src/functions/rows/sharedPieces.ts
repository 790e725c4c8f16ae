import { type CheckedArray, partOf } from "../../call/arguments.js";
import { bytesOf } from "../../call/arrays.js";
import type { BoundKernel, Passage } from "../../runtime/kernel.js";
import type { Entry } from "./difference.js";
import type { ExponentialSum } from "./exponentialSum.js";
import { type RowInput, sharedEntries } from "./input.js";
import type { RowExports } from "./rowBatches.js";
import { RECORD } from "./sharedRecords.js";
import { sharePieces } from "./walk.js";

/** The f64 of a record. */
const FIELDS = RECORD / 8;

/** A long row without a mask that takes arithmetic, of which threads share the pieces. */
export class SharedPieces {
  private readonly exports: Required<RowExports>;

  constructor(
    private readonly kernel: BoundKernel<RowExports>,
    private readonly input: RowInput,
    private readonly own: CheckedArray,
    private readonly row: number,
  ) {
    this.exports = kernel.exports as Required<RowExports>;
  }

  /** Adds the entries to a sum, by way of a record for each piece. */
  add(sum: ExponentialSum, alone: () => void): void {
    const { kernel, input } = this;
    const { memory, type } = kernel;
    const leave: Passage = ({ memory }, address, _, length) => {
      const view = memory.view("Float64Array");
      const end = address / 8 + Math.ceil(length / memory.tile(type)) * FIELDS;
      for (let at = address / 8; at < end; at += FIELDS) sum.add(view[at], 0, view[at + 1], view[at + 2]);
    };
    const records = { each: RECORD / bytesOf(type) / memory.tile(type), isWritten: true, leave };
    const parameters = [this.entries, 0, records, 1, "count", 0, "context"] as const;
    sharePieces(kernel, input.shape.n, { call: this.exports.summarise, parameters }, alone);
  }

  /** Writes the results, from what was concluded of the sum. */
  finish(out: CheckedArray, max: Entry, concluded: number, alone: () => void): void {
    const { kernel, input, row } = this;
    const { n } = input.shape;
    const enter: Passage = ({ memory }, address) => memory.view("Float64Array").set([max.x, concluded, 0, 0], address / 8);
    const record = { each: 0, length: RECORD / bytesOf(kernel.type), isRead: true, enter };
    const y = { one: partOf(out, row * n, n), each: 1, isWritten: true };
    const parameters = [this.entries, 0, y, record, 1, "count", "context"] as const;
    sharePieces(kernel, n, { call: this.exports.finish, parameters, isInPlace: true }, alone);
  }

  private get entries() {
    return sharedEntries(this.kernel, this.input, this.own, this.row);
  }
}
