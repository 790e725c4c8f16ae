import { dots } from "./parts/dots";
import { sumOfRows } from "./parts/rows";
import { tiles } from "./parts/tiles";

/**
 * The matrix products of a layer, y = start + x w, where x is m by k, w is k by n. Addresses and strides are in bytes, `start` and `pitch`
 * are explained in start.ts, and `c` is where the kernels may work, 141 KB.
 */
export type Float32 = f32;
export type Float64 = f64;

/** Products call functions of their own, which V8 then optimises one by one, and have no constants: the transform leaves them alone. */
export const KEEPS_FUNCTIONS: bool = true;

/** Fewer rows than this do not repay packing w into panels. */
const FEW: usize = 16;

/** Nor do fewer terms: tiles would write columns of y at its pitch for next to nothing. */
const SHORT: usize = 4;

/**
 * Where multiply and add are one, tiles are no faster than rows, on Zen 5 slower (59 against 66 GFLOP/s), but for an x that lies by columns. With
 * two they are, by an eighth. The results are the same.
 */
function packs(m: usize, k: usize, byColumns: bool): bool {
  return m >= FEW && k >= SHORT && (byColumns || !ASC_FEATURE_RELAXED_SIMD);
}

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
  if (packs(m, k, xk > sizeof<T>())) tiles<T>(x, xr, xk, w, lw, y, ly, m, n, k, start, pitch, c);
  else sumOfRows<T>(x, xr, xk, w, lw, y, ly, m, n, k, start, pitch, c);
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
  dots<T>(x, lx, w, lw, y, ly, m, n, k, start, pitch, c);
}
