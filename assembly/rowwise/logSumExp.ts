import { Double } from "./parts/double";
import { Narrow } from "./parts/narrow";
import { Masked, Plain } from "./parts/passes";
import { normalise, summarise as summariseRows, WeightOfRow } from "./parts/rows";
import { Terms } from "./parts/terms";
import { transposeMatrices } from "./parts/transpose";
import { Widened } from "./parts/widened";

export type Float32 = Widened;
export type Float64 = Double;
export type Fast = Narrow;

/** The records of rows, from which the logarithms are. */
export function summarise<K extends Terms, T extends number>(x: usize, records: usize, rows: usize, n: usize, c: usize): void {
  summariseRows<K, Plain<K>, T>(x, 0, records, rows, n, 0, c);
}

export function summariseMasked<K extends Terms, T extends number>(
  x: usize,
  mask: usize,
  records: usize,
  rows: usize,
  n: usize,
  told: usize,
  c: usize,
): usize {
  return summariseRows<K, Masked<K>, T>(x, mask, records, rows, n, told, c);
}

/** The gradients of rows that fit the scratch, at e: the terms of x over their sum, times an element of dy for each row; or a part of that. */
export function backward<K extends Terms, T extends number>(
  dy: usize,
  x: usize,
  dx: usize,
  e: usize,
  rows: usize,
  n: usize,
  part: usize,
  c: usize,
): void {
  normalise<K, Plain<K>, WeightOfRow, T>(dy, x, 0, dx, e, rows, n, part, c);
}

export function backwardMasked<K extends Terms, T extends number>(
  dy: usize,
  x: usize,
  mask: usize,
  dx: usize,
  e: usize,
  rows: usize,
  n: usize,
  part: usize,
  c: usize,
): usize {
  return normalise<K, Masked<K>, WeightOfRow, T>(dy, x, mask, dx, e, rows, n, part, c);
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
