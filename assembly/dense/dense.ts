import { dots } from "./dots";
import { sumOfRows } from "./rows";
import { tiles } from "./tiles";

/**
 * The matrix products of a layer, y = start + x w, where x is m by k, w is k by n. Addresses and strides are in bytes, `start` and `pitch`
 * are explained in start.ts, and `c` is where the kernels may work, 141 KB.
 */
export type Float32 = f32;
export type Float64 = f64;

/** Fewer rows than this do not repay packing w into panels. The results are the same. */
const FEW: usize = ASC_FEATURE_RELAXED_SIMD ? 64 : 16;

/** w lies in memory row by row. x may lie there by rows or by columns: xr is from row to row, xk from column to column. */
export function multiply<T extends number>(
  x: usize,
  xr: usize,
  xk: usize,
  w: usize,
  lw: usize,
  y: usize,
  ly: usize,
  m: usize,
  n: usize,
  k: usize,
  start: usize,
  pitch: usize,
  c: usize,
): void {
  if (m < FEW) sumOfRows<T>(x, xr, xk, w, lw, y, ly, m, n, k, start, pitch, c);
  else tiles<T>(x, xr, xk, w, lw, y, ly, m, n, k, start, pitch, c);
}

/** w lies in memory column by column, and x row by row. */
export function multiplyTransposed<T extends number>(
  x: usize,
  lx: usize,
  w: usize,
  lw: usize,
  y: usize,
  ly: usize,
  m: usize,
  n: usize,
  k: usize,
  start: usize,
  pitch: usize,
  c: usize,
): void {
  dots<T>(x, lx, w, lw, y, ly, m, n, k, start, pitch);
}
