import type { CheckedArray } from "../../call/arguments.js";
import type { FloatArray } from "../../call/arrays.js";
import { positionOf } from "../../call/shape.js";
import { type BoundKernel, setParameters } from "../../runtime/kernel.js";
import type { TransposeExports } from "./bands.js";
import { bandOf, eachBand, type RowCall } from "./call.js";
import { Entries, MaskedRows, type RowInput } from "./input.js";
import type { Settings } from "./settings.js";
import { type Of, rowSharing } from "./sharing.js";
import { RowArray, RowWalk } from "./walk.js";

/** The exports of assembly/rowwise/hardmax.ts. */
export interface MarkExports extends TransposeExports {
  value(x: number, y: number, rows: number, n: number, c: number): void;
  /** The largest of a piece, NaN where there is NaN. */
  top(x: number, n: number, c: number): number;
}

/** The staging slot of entries, and later of results. */
const ENTRIES = 0;

/** Marks the first of the largest entries of the rows of a call. */
export function markRows({ settings, input, arrays, kernel }: RowCall<MarkExports>): void {
  const [x, output] = arrays;
  if (kernel && !input.mask?.words)
    eachBand(kernel, input.shape, [x], output, ({ shape, first, inputs: [own], output: to }) =>
      writeMarks(kernel, bandOf(input, own.array, shape, first), own, to ?? output, settings),
    );
  else markInLoops(input, output.array, settings.emptyRow);
}

/**
 * Marks the first of the largest entries of rows, by a kernel. Of a row in pieces that is in the
 * first piece with the largest.
 */
function writeMarks(
  kernel: BoundKernel<MarkExports>,
  input: RowInput,
  x: CheckedArray,
  out: CheckedArray,
  { parameters, emptyRow }: Settings,
): void {
  const { exports, context, memory, type } = kernel;
  const { outer, n, inner } = input.shape;
  const rows = outer * inner;
  const entries = new RowArray(memory, type, x, { length: n, inner }, ENTRIES);
  const source = input.causal || input.mask ? new MaskedRows(entries, input) : entries;
  const y = new RowArray(memory, type, out, { length: n, inner }, ENTRIES);
  const walk = new RowWalk(memory, type, rows, n, [source], [y]);
  setParameters(kernel, parameters);
  if (!walk.inPieces) {
    const alone = () => walk.batches(rows, (_, count) => exports.value(source.address, y.address, count, n, context));
    const sharing = kernel.threads && rowSharing();
    if (!sharing) alone();
    else {
      const entries = sharing.entries({ kernel, input, own: x });
      const callOf = (of: Of) => ({ call: exports.value, parameters: [entries, of(out, true), "count", n, "context"] as const });
      sharing.rows(kernel, input.shape, callOf, alone);
    }
    return;
  }
  const read = new RowWalk(memory, type, rows, n, [source], []);
  for (let row = 0; row < rows; row++) {
    let largest = -Infinity;
    let first = 0;
    read.pieces(row, (from, length) => {
      const top = exports.top(source.address, length, context);
      if (top > largest) first = from;
      largest = Math.max(largest, top);
    });
    const others = largest === -Infinity ? emptyRow || 0 : Number.isNaN(largest) ? NaN : 0;
    walk.pieces(row, (from, length) => {
      const at = y.address / y.size;
      if (from === first && !Number.isNaN(largest)) exports.value(source.address, y.address, 1, length, context);
      else memory.view(type).fill(others, at, at + length);
    });
  }
}

/** Marks them in JavaScript. */
function markInLoops(input: RowInput, out: FloatArray, emptyRow: number): void {
  const { shape } = input;
  const { outer, n, inner } = shape;
  const entries = new Entries(input);
  for (let row = 0; row < outer * inner; row++) {
    const start = positionOf(row, shape);
    const first = entries.firstLargest(row);
    const empty = first < 0 && !Number.isNaN(emptyRow);
    const others = Number.isNaN(first) ? NaN : empty ? emptyRow : 0;
    for (let i = 0; i < n; i++) out[start + i * inner] = others;
    if (n > 0 && !empty && !Number.isNaN(first)) out[start + Math.max(first, 0) * inner] = 1;
  }
}
