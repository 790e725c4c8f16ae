import { type CheckedArray, partOf } from "../../../call/arguments.js";
import { bytesOf } from "../../../call/arrays.js";
import type { Passage } from "../../../runtime/kernel.js";
import type { Entry } from "../difference.js";
import type { ExponentialSum } from "../exponentialSum.js";
import type { RowExports } from "../rowBatches.js";
import type { OwnRows } from "../sharing.js";
import { sharedEntries } from "./entries.js";
import { RECORD } from "./records.js";
import { sharePieces } from "./rows.js";

/** The f64 of a record. */
const FIELDS = RECORD / 8;

/** Adds the entries of a long row to a sum, by way of a record for each piece. */
export function sharePieceSums(rows: OwnRows<RowExports>, row: number, sum: ExponentialSum, alone: () => void): void {
  const { kernel, input } = rows;
  const { memory, type, exports } = kernel;
  const { summarise } = exports as Required<RowExports>;
  const leave: Passage = ({ memory }, address, _, length) => {
    const view = memory.view("Float64Array");
    const end = address / 8 + Math.ceil(length / memory.tile(type)) * FIELDS;
    for (let at = address / 8; at < end; at += FIELDS) sum.add(view[at], 0, view[at + 1], view[at + 2]);
  };
  const records = { each: RECORD / bytesOf(type) / memory.tile(type), isWritten: true, leave };
  const parameters = [sharedEntries(rows, row), 0, records, 1, "count", 0, "context"] as const;
  sharePieces(kernel, input.shape.n, { call: summarise, parameters }, alone);
}

/** Writes the results of a long row, from what was concluded of its sum. */
export function sharePieceResults(
  rows: OwnRows<RowExports>,
  row: number,
  out: CheckedArray,
  max: Entry,
  concluded: number,
  alone: () => void,
): void {
  const { kernel, input } = rows;
  const { n } = input.shape;
  const { finish } = kernel.exports as Required<RowExports>;
  const enter: Passage = ({ memory }, address) => memory.view("Float64Array").set([max.x, concluded, 0, 0], address / 8);
  const record = { each: 0, length: RECORD / bytesOf(kernel.type), isRead: true, enter };
  const y = { one: partOf(out, row * n, n), each: 1, isWritten: true };
  const parameters = [sharedEntries(rows, row), 0, y, record, 1, "count", "context"] as const;
  sharePieces(kernel, n, { call: finish, parameters }, alone);
}
