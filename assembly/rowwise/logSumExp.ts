import { Double } from "./double";
import { Narrow } from "./narrow";
import { Masked, Plain } from "./passes";
import { finish as finishRows, normalise, Scaled, summarise as summariseRows, WeightOfRow } from "./rows";
import { surveyRows } from "./survey";
import { Terms } from "./terms";
import { transposeMatrices } from "./transpose";
import { Widened } from "./widened";

export type Float32 = Widened;
export type Float64 = Double;
export type Fast = Narrow;

/** What a mask does to rows: {@link surveyRows}. */
export function survey<K extends Terms, T extends number>(x: usize, mask: usize, rows: usize, n: usize, c: usize): usize {
  return surveyRows<K, T>(x, mask, rows, n, c);
}

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

/** The gradients of rows that fit the scratch, at e: the terms of x over their sum, times an element of dy for each row. */
export function backward<K extends Terms, T extends number>(
  dy: usize,
  x: usize,
  dx: usize,
  e: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  normalise<K, Plain<K>, WeightOfRow, T>(dy, x, 0, dx, e, rows, n, c);
}

/** The same with a mask. Returns how many rows could be done so, from the first on. */
export function backwardMasked<K extends Terms, T extends number>(
  dy: usize,
  x: usize,
  mask: usize,
  dx: usize,
  e: usize,
  rows: usize,
  n: usize,
  c: usize,
): usize {
  return normalise<K, Masked<K>, WeightOfRow, T>(dy, x, mask, dx, e, rows, n, c);
}

/** The records of rows, from which their gradients are. */
export function backwardSummarise<K extends Terms, T extends number>(x: usize, records: usize, rows: usize, n: usize, c: usize): void {
  summariseRows<K, Plain<K>, T>(x, 0, records, rows, n, 0, c);
}

export function backwardSummariseMasked<K extends Terms, T extends number>(
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

/** The gradients of rows, or of pieces of one, from records. */
export function backwardFinish<K extends Terms, T extends number>(
  x: usize,
  dx: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  finishRows<K, Plain<K>, Scaled<K, Plain<K>>, T>(x, 0, dx, records, rows, n, c);
}

export function backwardFinishMasked<K extends Terms, T extends number>(
  x: usize,
  mask: usize,
  dx: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  finishRows<K, Masked<K>, Scaled<K, Masked<K>>, T>(x, mask, dx, records, rows, n, c);
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
