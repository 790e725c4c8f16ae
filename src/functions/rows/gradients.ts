import type { CheckedArray } from "../../call/arguments.js";
import type { FloatArray } from "../../call/arrays.js";
import { positionOf, type Shape } from "../../call/shape.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { RowArray, RowWalk, shareRows } from "./walk.js";

/** The exports of modules for gradients from results. */
export interface GradientExports {
  backwardFromOutput(dy: number, y: number, dx: number, rows: number, n: number, c: number): void;
  /** The index of the first of the largest results, n if all are NaN. */
  backwardPeak(y: number, n: number, c: number): number;
}

/** The largest result of a row: its index, n if there is none, its value and its gradient. */
export interface Peak {
  readonly index: number;
  readonly y: number;
  readonly dy: number;
}

/** A row in pieces, for gradients that need sums over all of it. */
export interface Pieces {
  readonly peak: Peak;
  /** Adds up what `of` gives for each piece: `from` is the index of its first entry. */
  sum(of: (dy: number, y: number, from: number, n: number) => number): number;
  /** Has each piece written. */
  write(piece: (dy: number, y: number, dx: number, n: number) => void): void;
  /** Writes the gradient of the largest result. */
  writePeak(dx: number): void;
}

/** A row in JavaScript: its gradients and results, and where the gradients of the entries go. */
export interface GradientRow {
  readonly dy: FloatArray;
  readonly y: FloatArray;
  readonly dx: FloatArray;
  readonly start: number;
  readonly step: number;
  readonly n: number;
}

/** Staging slots. The gradients of the entries take the place of those of the results. */
const GRADIENT = 0;
const RESULT = 1;

/**
 * Writes the gradients of rows from their results by a kernel: `longRow` those of a row that goes
 * in pieces.
 */
export function writeGradients(
  kernel: BoundKernel<GradientExports>,
  shape: Shape,
  gradient: CheckedArray,
  result: CheckedArray,
  out: CheckedArray,
  longRow: (pieces: Pieces) => void,
): void {
  const { exports, context, memory, type } = kernel;
  const { outer, n, inner } = shape;
  const layout = { length: n, inner };
  const dy = new RowArray(memory, type, gradient, layout, GRADIENT);
  const y = new RowArray(memory, type, result, layout, RESULT);
  const dx = new RowArray(memory, type, out, layout, GRADIENT);
  const walk = new RowWalk(memory, type, outer * inner, n, [dy, y], [dx]);
  if (!walk.inPieces) {
    const { backwardFromOutput } = exports;
    shareRows(
      kernel,
      shape,
      false,
      (of) => ({ call: backwardFromOutput, parameters: [of(gradient), of(result), of(out, true), "count", n, "context"] }),
      () => walk.batches(outer * inner, (_, rows) => backwardFromOutput(dy.address, y.address, dx.address, rows, n, context)),
    );
    return;
  }
  const results = new RowWalk(memory, type, walk.rows, n, [y], []);
  const inputs = new RowWalk(memory, type, walk.rows, n, [dy, y], []);
  for (let row = 0; row < walk.rows; row++) {
    const start = positionOf(row, shape);
    let peak: Peak = { index: n, y: -Infinity, dy: 0 };
    results.pieces(row, (from, length) => {
      const i = from + exports.backwardPeak(y.address, length, context);
      const value = i < from + length ? result.array[start + i * inner] : Number.NaN;
      if (value > peak.y || (peak.index === n && i < from + length)) peak = { index: i, y: value, dy: gradient.array[start + i * inner] };
    });
    longRow({
      peak,
      sum(of) {
        let sum = 0;
        inputs.pieces(row, (from, length) => {
          sum += of(dy.address, y.address, from, length);
        });
        return sum;
      },
      write: (piece) => walk.pieces(row, (_, length) => piece(dy.address, y.address, dx.address, length)),
      writePeak: (value) => {
        out.array[start + peak.index * inner] = value;
      },
    });
  }
}

/** The index of the first of the largest of n results, n where all are NaN. */
export function peakOf(y: FloatArray, start: number, step: number, n: number): number {
  let best = n;
  for (let i = 0; i < n; i++) {
    const value = y[start + i * step];
    if (best === n ? !Number.isNaN(value) : value > y[start + best * step]) best = i;
  }
  return best;
}
