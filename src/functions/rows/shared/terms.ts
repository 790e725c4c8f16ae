import { partOf } from "../../../call/arguments.js";
import { bytesOf } from "../../../call/arrays.js";
import type { Passage, SharedArray } from "../../../runtime/kernel.js";
import { Sum } from "../../../scalar/sum.js";
import { PRODUCTS, TERMS } from "../quotients.js";
import { TILE, WIDE, writeRecord } from "../record.js";
import type { Factor, KeptRows } from "../sharing.js";
import { sharedEntries } from "./entries.js";
import { sharePieces } from "./rows.js";

/**
 * Has threads share the pieces of a row whose terms are kept: terms and sums first, then products.
 * This thread takes what does not fill a tile, where terms stand in the place of results.
 */
export function shareTerms(kept: KeptRows, row: number, largest: number, conclude: Factor, alone: () => void): void {
  const { kernel, input, x, y, quotients, record, fit } = kept;
  const { n } = input.shape;
  const size = bytesOf(kernel.type);
  const piece = kernel.memory.tile(kernel.type);
  const rest = fit ? n % TILE : 0;
  const whole = n - rest;
  // The kernel may be the same on another memory.
  const recordIn = (context: number) => record - kernel.context + context;
  const enter: Passage = ({ memory, context }) => writeRecord(memory, recordIn(context), largest, 0);
  const between: Passage = ({ memory, context }, address, _, count) => {
    const view = memory.view("Float64Array");
    const sum = new Sum();
    for (let i = 0; i * piece < count; i++) sum.add(view[address / WIDE + i]);
    if (rest > 0) {
      x.enter(row, 1, whole, rest);
      sum.add(kept.sumOf(largest, x.address, rest));
    }
    const factor = conclude(largest, sum);
    writeRecord(memory, recordIn(context), largest, factor);
    if (rest === 0) return;
    writeRecord(kernel.memory, record, largest, factor);
    y.place(row, whole);
    kept.writeQuotients(x.address, y.address, rest);
    y.leave(row, 1, whole, rest);
  };
  const sums = { each: WIDE / size / piece, isRead: true, enter, between };
  const result: SharedArray = { one: partOf(kept.out, row * n, n), each: 1, isWritten: true };
  const terms = fit ? result : { each: WIDE / size };
  const first = quotients.ofPieces(sharedEntries(kept, row), sums, terms, TERMS);
  sharePieces(kernel, whole, { ...first, second: quotients.ofPieces(result, result, terms, PRODUCTS) }, alone);
}
