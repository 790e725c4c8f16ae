import { Double } from "./double";
import { Narrow } from "./narrow";
import { OneWord, TwoWords } from "./passes";
import { finish as finishRows, normalise, Scaled, summarise as summariseRows, WeightOfRow } from "./rows";
import { Terms } from "./terms";
import { transposeMatrices } from "./transpose";
import { Widened } from "./widened";

export type Float32 = Widened;
export type Float64 = Double;
export type Fast = Narrow;

/** The records of rows, from which the logarithms are. */
export function summarise<K extends Terms, T extends number>(x: usize, records: usize, rows: usize, n: usize, c: usize): void {
  summariseRows<K, OneWord<K>, T>(x, 0, records, rows, n, c);
}

export function summariseWords<K extends Terms, T extends number>(
  x: usize,
  low: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  summariseRows<K, TwoWords<K>, T>(x, low, records, rows, n, c);
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
  normalise<K, WeightOfRow, T>(dy, x, dx, e, rows, n, c);
}

/** The same of pieces of a row, from records. */
export function backwardFinish<K extends Terms, T extends number>(
  x: usize,
  dx: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  finishRows<K, OneWord<K>, Scaled<K, OneWord<K>>, T>(x, 0, dx, records, rows, n, c);
}

export function backwardFinishWords<K extends Terms, T extends number>(
  x: usize,
  low: usize,
  dx: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  finishRows<K, TwoWords<K>, Scaled<K, TwoWords<K>>, T>(x, low, dx, records, rows, n, c);
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
