import type { CheckedArray } from "../../call/arguments.js";
import type { FloatArray } from "../../call/arrays.js";
import type { Shape } from "../../call/shape.js";
import type { BoundKernel } from "../../runtime/kernel.js";
import { GradientPieces, type PieceExports } from "./gradientPieces.js";
import { type Of, rowSharing } from "./sharing.js";
import { RowArray, RowWalk } from "./walk.js";

/** Staging slots. The gradients of the entries take the place of those of the results. */
const GRADIENT = 0;
const RESULT = 1;

/** The exports of modules for gradients from results. */
export interface GradientExports extends PieceExports {
  backwardFromOutput(dy: number, y: number, dx: number, rows: number, n: number, c: number): void;
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
  longRow: (pieces: GradientPieces) => void,
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
    const alone = () => walk.batches(outer * inner, (_, rows) => backwardFromOutput(dy.address, y.address, dx.address, rows, n, context));
    const callOf = (of: Of) => {
      const parameters = [of(gradient), of(result), of(out, true), "count", n, "context"] as const;
      return { call: backwardFromOutput, parameters };
    };
    const sharing = kernel.threads && rowSharing();
    if (sharing) sharing.rows(kernel, shape, callOf, alone);
    else alone();
    return;
  }
  for (let row = 0; row < walk.rows; row++) longRow(new GradientPieces(kernel, shape, row, { dy, y, dx, gradient, result, out }));
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
