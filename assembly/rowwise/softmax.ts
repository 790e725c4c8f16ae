import { kernel, Lanes } from "../lanes";
import { Double } from "./parts/double";
import { Gradient, peak, weightedSum, writeGradients } from "./parts/gradients";
import { Narrow } from "./parts/narrow";
import { Masked, Plain } from "./parts/passes";
import { NoWeight, normalise } from "./parts/rows";
import { Terms } from "./parts/terms";
import { transposeMatrices } from "./parts/transpose";
import { Widened } from "./parts/widened";

export type Float32 = Widened;
export type Float64 = Double;
export type Fast = Narrow;

/** Rows that fit the scratch, at e, or a part of the work on one: {@link normalise}. */
export function value<K extends Terms, T extends number>(x: usize, y: usize, e: usize, rows: usize, n: usize, part: usize, c: usize): void {
  normalise<K, Plain<K>, NoWeight, T>(0, x, 0, y, e, rows, n, part, c);
}

export function valueMasked<K extends Terms, T extends number>(
  x: usize,
  mask: usize,
  y: usize,
  e: usize,
  rows: usize,
  n: usize,
  part: usize,
  c: usize,
): usize {
  return normalise<K, Masked<K>, NoWeight, T>(0, x, mask, y, e, rows, n, part, c);
}

/** y ((dy - pivot) - sum) / temperature: y comes last, as it may be the smallest. */
class SoftmaxGradient extends Gradient {
  at(dy: v128, y: v128, pivot: v128, sum: v128): v128 {
    const e = kernel<Lanes<f64>>();
    return e.mul(y, e.mul(e.sub(e.sub(dy, pivot), sum), e.parameter(3)));
  }
}

/**
 * Gradients of rows from their results. The gradient of the largest result is taken from all: as the results add up to 1, it makes no
 * difference but that small gradients beside a large one keep their digits.
 */
export function backwardFromOutput<T extends number>(dy: usize, y: usize, dx: usize, rows: usize, n: usize, c: usize): void {
  const size = n * sizeof<T>();
  for (; rows > 0; rows--) {
    const at = peak<T>(y, size);
    const pivot = at < size ? <f64>load<T>(dy + at) : 0;
    writeGradients<SoftmaxGradient, T>(dy, y, dx, pivot, weightedSum<T>(dy, y, pivot, size), size, c);
    dy += size;
    y += size;
    dx += size;
  }
}

/** Of a row in pieces: which is the first of its largest results, n if all are NaN, */
export function backwardPeak<T extends number>(y: usize, n: usize, c: usize): usize {
  return peak<T>(y, n * sizeof<T>()) / sizeof<T>();
}

/** the sum of (dy - pivot) y, */
export function backwardSum<T extends number>(dy: usize, y: usize, pivot: f64, n: usize, c: usize): f64 {
  return weightedSum<T>(dy, y, pivot, n * sizeof<T>());
}

/** and the gradients. */
export function backwardPiece<T extends number>(dy: usize, y: usize, dx: usize, pivot: f64, sum: f64, n: usize, c: usize): void {
  writeGradients<SoftmaxGradient, T>(dy, y, dx, pivot, sum, n * sizeof<T>(), c);
}

/** Has the entries of rows stand side by side that are columns of matrices, or takes them back to where they belong. */
export function transpose<T extends number>(
  from: usize,
  to: usize,
  matrices: usize,
  rows: usize,
  columns: usize,
  fromStep: usize,
  toStep: usize,
  c: usize,
): void {
  transposeMatrices<T>(from, to, matrices, rows, columns, fromStep, toStep);
}
