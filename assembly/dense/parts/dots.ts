import { kernel, Lanes } from "../../lanes";
import { BLOCK, FEW_TERMS } from "./blocks";
import { Count, Four, One, Six, Three, Two } from "./count";
import { fewTerms } from "./few";
import { NOWHERE, toTheRight } from "./start";

/**
 * The product of a matrix with the transpose of another: y(i, j) = start(i, j) + x(i, :) · w(j, :).
 *
 * Rows of both are contiguous, so nothing is packed. A block of 252 vectors is summed lane by lane, then its lanes and what is no
 * vector at its end, then it is added to the start.
 */

/** Rows of x at a time: with a block of their columns they take 256 KB of the second cache, while all rows of w pass by. */
const ROWS: usize = 64;

/** R rows of x with O rows of w: up to 4 with up to 3, or 6 with 1. `k` counts bytes. */
function dot<T extends number, R extends Count, O extends Count>(
  x: usize,
  lx: usize,
  w: usize,
  lw: usize,
  k: usize,
  y: usize,
  ly: usize,
  start: usize,
  pitch: usize,
): void {
  const e = kernel<Lanes<T>>();
  const r = kernel<R>().value;
  const o = kernel<O>().value;
  const zero = e.splat(0);
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
  let x1 = x + lx;
  let x2 = x1 + lx;
  let x3 = x2 + lx;
  let x4 = x3 + lx;
  let x5 = x4 + lx;
  let w1 = w + lw;
  let w2 = w1 + lw;
  for (const end = x + (k & -16); x < end; x += 16, w += 16) {
    const a0 = v128.load(x);
    const a1 = r > 1 ? v128.load(x1) : a0;
    const a2 = r > 2 ? v128.load(x2) : a0;
    const a3 = r > 3 ? v128.load(x3) : a0;
    const a4 = r > 4 ? v128.load(x4) : a0;
    const a5 = r > 5 ? v128.load(x5) : a0;
    const b0 = v128.load(w);
    const b1 = o > 1 ? v128.load(w1) : b0;
    const b2 = o > 2 ? v128.load(w2) : b0;
    s00 = e.madd(a0, b0, s00);
    if (o > 1) s01 = e.madd(a0, b1, s01);
    if (o > 2) s02 = e.madd(a0, b2, s02);
    if (r > 1) {
      s10 = e.madd(a1, b0, s10);
      if (o > 1) s11 = e.madd(a1, b1, s11);
      if (o > 2) s12 = e.madd(a1, b2, s12);
      x1 += 16;
    }
    if (r > 2) {
      s20 = e.madd(a2, b0, s20);
      if (o > 1) s21 = e.madd(a2, b1, s21);
      if (o > 2) s22 = e.madd(a2, b2, s22);
      x2 += 16;
    }
    if (r > 3) {
      s30 = e.madd(a3, b0, s30);
      if (o > 1) s31 = e.madd(a3, b1, s31);
      if (o > 2) s32 = e.madd(a3, b2, s32);
      x3 += 16;
    }
    if (r > 4) {
      s40 = e.madd(a4, b0, s40);
      x4 += 16;
    }
    if (r > 5) {
      s50 = e.madd(a5, b0, s50);
      x5 += 16;
    }
    if (o > 1) w1 += 16;
    if (o > 2) w2 += 16;
  }
  const rest = k & 15;
  finish<T, R>(s00, s10, s20, s30, x, lx, w, rest, y, ly, start, pitch);
  if (o > 1) finish<T, R>(s01, s11, s21, s31, x, lx, w1, rest, y + sizeof<T>(), ly, toTheRight(start, sizeof<T>()), pitch);
  if (o > 2) finish<T, R>(s02, s12, s22, s32, x, lx, w2, rest, y + 2 * sizeof<T>(), ly, toTheRight(start, 2 * sizeof<T>()), pitch);
  if (r > 4) finish<T, Two>(s40, s50, zero, zero, x4, lx, w, rest, y + 4 * ly, ly, toTheRight(start, 4 * pitch), pitch);
}

/** Up to four results, one below the other: their sums lane by lane, and the products of the `rest`. In f64 lanes, two at a time. */
function finish<T extends number, R extends Count>(
  s0: v128,
  s1: v128,
  s2: v128,
  s3: v128,
  x: usize,
  lx: usize,
  w: usize,
  rest: usize,
  y: usize,
  ly: usize,
  start: usize,
  pitch: usize,
): void {
  const r = kernel<R>().value;
  if (sizeof<T>() === 4) {
    const low = pairs<T>(s0, s1);
    const high = pairs<T>(s2, s3);
    const sums = v128.add<T>(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
    put<T, R>(sums, x, lx, w, rest, y, ly, start, pitch);
  } else if (r === 1) {
    put<T, One>(pairs<T>(s0, s1), x, lx, w, rest, y, ly, start, pitch);
  } else {
    put<T, Two>(pairs<T>(s0, s1), x, lx, w, rest, y, ly, start, pitch);
    const next = toTheRight(start, 2 * pitch);
    if (r === 3) put<T, One>(pairs<T>(s2, s3), x + 2 * lx, lx, w, rest, y + 2 * ly, ly, next, pitch);
    if (r > 3) put<T, Two>(pairs<T>(s2, s3), x + 2 * lx, lx, w, rest, y + 2 * ly, ly, next, pitch);
  }
}

/** The lanes of two vectors, added up by halves: a0 + a2, b0 + b2, a1 + a3, b1 + b3, or of two lanes a0 + a1, b0 + b1. */
function pairs<T extends number>(a: v128, b: v128): v128 {
  if (sizeof<T>() === 8) return v128.add<T>(v128.shuffle<i64>(a, b, 0, 2), v128.shuffle<i64>(a, b, 1, 3));
  return v128.add<T>(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
}

function put<T extends number, R extends Count>(
  sums: v128,
  x: usize,
  lx: usize,
  w: usize,
  rest: usize,
  y: usize,
  ly: usize,
  start: usize,
  pitch: usize,
): void {
  const e = kernel<Lanes<T>>();
  for (let i: usize = 0; i < rest; i += sizeof<T>()) sums = e.madd(gather<T, R>(x + i, lx), v128.load_splat<T>(w + i), sums);
  scatter<T, R>(y, ly, e.add(start === NOWHERE ? e.splat(0) : gather<T, R>(start, pitch), sums));
}

/** R elements, one below the other. */
function gather<T extends number, R extends Count>(from: usize, pitch: usize): v128 {
  const r = kernel<R>().value;
  let column = v128.load_zero<T>(from);
  if (r > 1) column = v128.load_lane<T>(from + pitch, column, 1);
  if (sizeof<T>() === 4 && r > 2) column = v128.load_lane<T>(from + 2 * pitch, column, 2);
  if (sizeof<T>() === 4 && r > 3) column = v128.load_lane<T>(from + 3 * pitch, column, 3);
  return column;
}

function scatter<T extends number, R extends Count>(to: usize, pitch: usize, column: v128): void {
  const r = kernel<R>().value;
  v128.store_lane<T>(to, column, 0);
  if (r > 1) v128.store_lane<T>(to + pitch, column, 1);
  if (sizeof<T>() === 4 && r > 2) v128.store_lane<T>(to + 2 * pitch, column, 2);
  if (sizeof<T>() === 4 && r > 3) v128.store_lane<T>(to + 3 * pitch, column, 3);
}

/** All rows of x with O rows of w. */
function column<T extends number, R extends Count, O extends Count>(
  x: usize,
  lx: usize,
  w: usize,
  lw: usize,
  k: usize,
  y: usize,
  ly: usize,
  start: usize,
  pitch: usize,
  m: usize,
): void {
  const r: usize = kernel<R>().value;
  for (; m >= r; m -= r, x += r * lx, y += r * ly, start = toTheRight(start, r * pitch)) dot<T, R, O>(x, lx, w, lw, k, y, ly, start, pitch);
  if (r > 4 && m >= 4) {
    dot<T, Four, O>(x, lx, w, lw, k, y, ly, start, pitch);
    m -= 4;
    x += 4 * lx;
    y += 4 * ly;
    start = toTheRight(start, 4 * pitch);
  }
  if (r > 3 && m === 3) dot<T, Three, O>(x, lx, w, lw, k, y, ly, start, pitch);
  else if (m === 2) dot<T, Two, O>(x, lx, w, lw, k, y, ly, start, pitch);
  else if (m === 1) dot<T, One, O>(x, lx, w, lw, k, y, ly, start, pitch);
}

/** All rows of x with all n rows of w, in tiles of R by O. */
function grid<T extends number, R extends Count, O extends Count>(
  x: usize,
  lx: usize,
  w: usize,
  lw: usize,
  k: usize,
  y: usize,
  ly: usize,
  start: usize,
  pitch: usize,
  m: usize,
  n: usize,
): void {
  const o: usize = kernel<O>().value;
  for (; n >= o; n -= o, w += o * lw, y += o * sizeof<T>(), start = toTheRight(start, o * sizeof<T>()))
    column<T, R, O>(x, lx, w, lw, k, y, ly, start, pitch, m);
  if (o > 2 && n === 2) column<T, R, Two>(x, lx, w, lw, k, y, ly, start, pitch, m);
  else if (n === 1) column<T, R, One>(x, lx, w, lw, k, y, ly, start, pitch, m);
}

/**
 * Pitches are in bytes. Tiles are 4 x 2, in the relaxed build 3 x 3: with multiply and add apart 3 x 3 would spill on V8 up to 12. A single row
 * of x changes roles with w, six rows of which it passes at a time.
 */
export function dots<T extends number>(
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
  const block = BLOCK * 16;
  const bytes = k * sizeof<T>();
  for (let p: usize = 0; p < bytes || p === 0; p += block) {
    const depth = min<usize>(block, bytes - p);
    if (depth < FEW_TERMS * sizeof<T>()) {
      fewTerms<T>(x + p, lx, w + p, lw, y, ly, m, n, depth / sizeof<T>(), start, pitch, c);
      return;
    }
    for (let i: usize = 0; i < m; i += ROWS) {
      const height = min<usize>(ROWS, m - i);
      const xi = x + i * lx + p;
      const yi = y + i * ly;
      const si = toTheRight(start, i * pitch);
      if (height === 1) column<T, Six, One>(w + p, lw, xi, 0, depth, yi, sizeof<T>(), si, sizeof<T>(), n);
      else if (ASC_FEATURE_RELAXED_SIMD) grid<T, Three, Three>(xi, lx, w + p, lw, depth, yi, ly, si, pitch, height, n);
      else grid<T, Four, Two>(xi, lx, w + p, lw, depth, yi, ly, si, pitch, height, n);
    }
    start = y;
    pitch = ly;
  }
}
