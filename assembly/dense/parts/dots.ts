import { Count, Four, One, Six, Three, Two } from "../../count";
import { instance, Lanes } from "../../lanes";
import { BLOCK, FEW_TERMS } from "./blocks";
import { fewTerms } from "./few";
import { NOWHERE, toTheRight } from "./start";

/**
 * The product of a matrix with the transpose of another: c(i, j) = start(i, j) + a(i, :) · b(j, :).
 *
 * Rows of both are contiguous, so nothing is packed. A block of 252 vectors is summed lane by lane,
 * then its lanes and what is no vector at its end, then it is added to the start.
 */

/**
 * Rows of a at a time: with a block of their columns they take 256 KB of the second cache, while
 * all rows of b pass by.
 */
const ROWS: usize = 64;

/** R rows of a with O rows of b: up to 4 with up to 3, or 6 with 1. `k` counts bytes. */
function dot<T extends number, R extends Count, O extends Count>(
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  k: usize,
  c: usize,
  ldc: usize,
  start: usize,
  lds: usize,
): void {
  const op = instance<Lanes<T>>();
  const r = instance<R>().value;
  const o = instance<O>().value;
  const zero = op.splat(0);
  let s00 = zero;
  let s01 = zero;
  let s02 = zero;
  let s10 = zero;
  let s11 = zero;
  let s12 = zero;
  let s20 = zero;
  let s21 = zero;
  let s22 = zero;
  let s30 = zero;
  let s31 = zero;
  let s32 = zero;
  let s40 = zero;
  let s50 = zero;
  let a1 = a + lda;
  let a2 = a1 + lda;
  let a3 = a2 + lda;
  let a4 = a3 + lda;
  let a5 = a4 + lda;
  let b1 = b + ldb;
  let b2 = b1 + ldb;
  for (const end = a + (k & -16); a < end; a += 16, b += 16) {
    const u0 = v128.load(a);
    const u1 = r > 1 ? v128.load(a1) : u0;
    const u2 = r > 2 ? v128.load(a2) : u0;
    const u3 = r > 3 ? v128.load(a3) : u0;
    const u4 = r > 4 ? v128.load(a4) : u0;
    const u5 = r > 5 ? v128.load(a5) : u0;
    const v0 = v128.load(b);
    const v1 = o > 1 ? v128.load(b1) : v0;
    const v2 = o > 2 ? v128.load(b2) : v0;
    s00 = op.madd(u0, v0, s00);
    if (o > 1) s01 = op.madd(u0, v1, s01);
    if (o > 2) s02 = op.madd(u0, v2, s02);
    if (r > 1) {
      s10 = op.madd(u1, v0, s10);
      if (o > 1) s11 = op.madd(u1, v1, s11);
      if (o > 2) s12 = op.madd(u1, v2, s12);
      a1 += 16;
    }
    if (r > 2) {
      s20 = op.madd(u2, v0, s20);
      if (o > 1) s21 = op.madd(u2, v1, s21);
      if (o > 2) s22 = op.madd(u2, v2, s22);
      a2 += 16;
    }
    if (r > 3) {
      s30 = op.madd(u3, v0, s30);
      if (o > 1) s31 = op.madd(u3, v1, s31);
      if (o > 2) s32 = op.madd(u3, v2, s32);
      a3 += 16;
    }
    if (r > 4) {
      s40 = op.madd(u4, v0, s40);
      a4 += 16;
    }
    if (r > 5) {
      s50 = op.madd(u5, v0, s50);
      a5 += 16;
    }
    if (o > 1) b1 += 16;
    if (o > 2) b2 += 16;
  }
  const rest = k & 15;
  finish<T, R>(s00, s10, s20, s30, a, lda, b, rest, c, ldc, start, lds);
  if (o > 1) finish<T, R>(s01, s11, s21, s31, a, lda, b1, rest, c + sizeof<T>(), ldc, toTheRight(start, sizeof<T>()), lds);
  if (o > 2) finish<T, R>(s02, s12, s22, s32, a, lda, b2, rest, c + 2 * sizeof<T>(), ldc, toTheRight(start, 2 * sizeof<T>()), lds);
  if (r > 4) finish<T, Two>(s40, s50, zero, zero, a4, lda, b, rest, c + 4 * ldc, ldc, toTheRight(start, 4 * lds), lds);
}

/**
 * Finishes up to four results, one below the other, from their sums lane by lane and the products
 * of the `rest`; in f64 lanes, two at a time.
 */
function finish<T extends number, R extends Count>(
  s0: v128,
  s1: v128,
  s2: v128,
  s3: v128,
  a: usize,
  lda: usize,
  b: usize,
  rest: usize,
  c: usize,
  ldc: usize,
  start: usize,
  lds: usize,
): void {
  const r = instance<R>().value;
  if (sizeof<T>() === 4) {
    const low = pairs<T>(s0, s1);
    const high = pairs<T>(s2, s3);
    const sums = v128.add<T>(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
    put<T, R>(sums, a, lda, b, rest, c, ldc, start, lds);
  } else if (r === 1) {
    put<T, One>(pairs<T>(s0, s1), a, lda, b, rest, c, ldc, start, lds);
  } else {
    put<T, Two>(pairs<T>(s0, s1), a, lda, b, rest, c, ldc, start, lds);
    const next = toTheRight(start, 2 * lds);
    if (r === 3) put<T, One>(pairs<T>(s2, s3), a + 2 * lda, lda, b, rest, c + 2 * ldc, ldc, next, lds);
    if (r > 3) put<T, Two>(pairs<T>(s2, s3), a + 2 * lda, lda, b, rest, c + 2 * ldc, ldc, next, lds);
  }
}

/**
 * The lanes of two vectors, added up by halves: a0 + a2, b0 + b2, a1 + a3, b1 + b3, or of two lanes
 * a0 + a1, b0 + b1.
 */
function pairs<T extends number>(one: v128, two: v128): v128 {
  if (sizeof<T>() === 8) return v128.add<T>(v128.shuffle<i64>(one, two, 0, 2), v128.shuffle<i64>(one, two, 1, 3));
  return v128.add<T>(v128.shuffle<i32>(one, two, 0, 4, 1, 5), v128.shuffle<i32>(one, two, 2, 6, 3, 7));
}

function put<T extends number, R extends Count>(
  sums: v128,
  a: usize,
  lda: usize,
  b: usize,
  rest: usize,
  c: usize,
  ldc: usize,
  start: usize,
  lds: usize,
): void {
  const op = instance<Lanes<T>>();
  for (let i: usize = 0; i < rest; i += sizeof<T>()) sums = op.madd(gather<T, R>(a + i, lda), v128.load_splat<T>(b + i), sums);
  scatter<T, R>(c, ldc, op.add(start === NOWHERE ? op.splat(0) : gather<T, R>(start, lds), sums));
}

/** R elements, one below the other. */
function gather<T extends number, R extends Count>(from: usize, lds: usize): v128 {
  const r = instance<R>().value;
  let column = v128.load_zero<T>(from);
  if (r > 1) column = v128.load_lane<T>(from + lds, column, 1);
  if (sizeof<T>() === 4 && r > 2) column = v128.load_lane<T>(from + 2 * lds, column, 2);
  if (sizeof<T>() === 4 && r > 3) column = v128.load_lane<T>(from + 3 * lds, column, 3);
  return column;
}

function scatter<T extends number, R extends Count>(to: usize, lds: usize, column: v128): void {
  const r = instance<R>().value;
  v128.store_lane<T>(to, column, 0);
  if (r > 1) v128.store_lane<T>(to + lds, column, 1);
  if (sizeof<T>() === 4 && r > 2) v128.store_lane<T>(to + 2 * lds, column, 2);
  if (sizeof<T>() === 4 && r > 3) v128.store_lane<T>(to + 3 * lds, column, 3);
}

/** All rows of a with O rows of b. */
function column<T extends number, R extends Count, O extends Count>(
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  k: usize,
  c: usize,
  ldc: usize,
  start: usize,
  lds: usize,
  m: usize,
): void {
  const r: usize = instance<R>().value;
  for (; m >= r; m -= r, a += r * lda, c += r * ldc, start = toTheRight(start, r * lds))
    dot<T, R, O>(a, lda, b, ldb, k, c, ldc, start, lds);
  if (r > 4 && m >= 4) {
    dot<T, Four, O>(a, lda, b, ldb, k, c, ldc, start, lds);
    m -= 4;
    a += 4 * lda;
    c += 4 * ldc;
    start = toTheRight(start, 4 * lds);
  }
  if (r > 3 && m === 3) dot<T, Three, O>(a, lda, b, ldb, k, c, ldc, start, lds);
  else if (m === 2) dot<T, Two, O>(a, lda, b, ldb, k, c, ldc, start, lds);
  else if (m === 1) dot<T, One, O>(a, lda, b, ldb, k, c, ldc, start, lds);
}

/** All rows of a with all n rows of b, in tiles of R by O. */
function grid<T extends number, R extends Count, O extends Count>(
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  k: usize,
  c: usize,
  ldc: usize,
  start: usize,
  lds: usize,
  m: usize,
  n: usize,
): void {
  const o: usize = instance<O>().value;
  for (; n >= o; n -= o, b += o * ldb, c += o * sizeof<T>(), start = toTheRight(start, o * sizeof<T>()))
    column<T, R, O>(a, lda, b, ldb, k, c, ldc, start, lds, m);
  if (o > 2 && n === 2) column<T, R, Two>(a, lda, b, ldb, k, c, ldc, start, lds, m);
  else if (n === 1) column<T, R, One>(a, lda, b, ldb, k, c, ldc, start, lds, m);
}

/**
 * Leading dimensions are in bytes. Tiles are 4 × 2, in the relaxed build 3 × 3: with multiply and
 * add apart 3 × 3 would spill on V8 up to 12. A single row of a changes roles with b, six rows of
 * which it passes at a time.
 */
export function dots<T extends number>(
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  m: usize,
  n: usize,
  k: usize,
  start: usize,
  lds: usize,
  work: usize,
): void {
  const block = BLOCK * 16;
  const bytes = k * sizeof<T>();
  for (let p: usize = 0; p < bytes || p === 0; p += block) {
    const depth = min<usize>(block, bytes - p);
    if (depth < FEW_TERMS * sizeof<T>()) {
      fewTerms<T>(a + p, lda, b + p, ldb, c, ldc, m, n, depth / sizeof<T>(), start, lds, work);
      return;
    }
    for (let i: usize = 0; i < m; i += ROWS) {
      const height = min<usize>(ROWS, m - i);
      const ai = a + i * lda + p;
      const ci = c + i * ldc;
      const si = toTheRight(start, i * lds);
      if (height === 1) column<T, Six, One>(b + p, ldb, ai, 0, depth, ci, sizeof<T>(), si, sizeof<T>(), n);
      else if (ASC_FEATURE_RELAXED_SIMD) grid<T, Three, Three>(ai, lda, b + p, ldb, depth, ci, ldc, si, lds, height, n);
      else grid<T, Four, Two>(ai, lda, b + p, ldb, depth, ci, ldc, si, lds, height, n);
    }
    start = c;
    lds = ldc;
  }
}
