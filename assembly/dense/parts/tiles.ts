import { kernel, Lanes } from "../../lanes";
import { BLOCK, COPIED, COPY, EDGE, PACKED, PANEL, ROWS, TILE } from "./blocks";
import { copyBlock } from "./copy";
import { Count, Four, One, Three, Two } from "./count";
import { NOWHERE, toTheRight } from "./start";

/**
 * The same product as sumOfRows, and the same bits: y(i, :) = start(i, :) + Σ x(i, p) w(p, :), in tiles of four rows and two vectors
 * whose sums stay in registers. Better where many rows of x share the packing of w.
 */

/**
 * One tile of R rows. All loads of a step stand before its arithmetic and nothing is unrolled: V8 up to 12 keeps loads in order, and would spill the sums of an
 * unrolled loop (24 to 28 GFLOP/s instead of 34).
 */
function tile<T extends number, R extends Count>(
  x: usize,
  xr: usize,
  xk: usize,
  panel: usize,
  k: usize,
  start: usize,
  pitch: usize,
  y: usize,
  ly: usize,
): void {
  const e = kernel<Lanes<T>>();
  const r = kernel<R>().value;
  const zero = e.splat(0);
  let s00 = zero;
  let s01 = zero;
  let s10 = zero;
  let s11 = zero;
  let s20 = zero;
  let s21 = zero;
  let s30 = zero;
  let s31 = zero;
  let x1 = x + xr;
  let x2 = x1 + xr;
  let x3 = x2 + xr;
  for (; k > 0; k--) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const a0 = v128.load_splat<T>(x);
    s00 = e.madd(a0, b0, s00);
    s01 = e.madd(a0, b1, s01);
    x += xk;
    if (r > 1) {
      const a1 = v128.load_splat<T>(x1);
      s10 = e.madd(a1, b0, s10);
      s11 = e.madd(a1, b1, s11);
      x1 += xk;
    }
    if (r > 2) {
      const a2 = v128.load_splat<T>(x2);
      s20 = e.madd(a2, b0, s20);
      s21 = e.madd(a2, b1, s21);
      x2 += xk;
    }
    if (r > 3) {
      const a3 = v128.load_splat<T>(x3);
      s30 = e.madd(a3, b0, s30);
      s31 = e.madd(a3, b1, s31);
      x3 += xk;
    }
    panel += PANEL;
  }
  put<T>(s00, s01, start, y);
  if (r > 1) put<T>(s10, s11, start + pitch, y + ly);
  if (r > 2) put<T>(s20, s21, start + 2 * pitch, y + 2 * ly);
  if (r > 3) put<T>(s30, s31, start + 3 * pitch, y + 3 * ly);
}

function put<T extends number>(s0: v128, s1: v128, start: usize, y: usize): void {
  const e = kernel<Lanes<T>>();
  v128.store(y, e.add(v128.load(start), s0));
  v128.store(y, e.add(v128.load(start, 16), s1), 16);
}

/** A column of m rows of tiles. */
function column<T extends number>(
  x: usize,
  xr: usize,
  xk: usize,
  panel: usize,
  k: usize,
  start: usize,
  pitch: usize,
  y: usize,
  ly: usize,
  m: usize,
): void {
  for (; m >= 4; m -= 4, x += 4 * xr, start += 4 * pitch, y += 4 * ly) tile<T, Four>(x, xr, xk, panel, k, start, pitch, y, ly);
  if (m === 3) tile<T, Three>(x, xr, xk, panel, k, start, pitch, y, ly);
  else if (m === 2) tile<T, Two>(x, xr, xk, panel, k, start, pitch, y, ly);
  else if (m === 1) tile<T, One>(x, xr, xk, panel, k, start, pitch, y, ly);
}

/** A column that may be cut off at the right, where the tiles go through the edge. */
function columnOf<T extends number>(
  x: usize,
  xr: usize,
  xk: usize,
  panel: usize,
  k: usize,
  start: usize,
  pitch: usize,
  y: usize,
  ly: usize,
  m: usize,
  width: usize,
  c: usize,
): void {
  if (width >= TILE) {
    if (start === NOWHERE) column<T>(x, xr, xk, panel, k, c, 0, y, ly, m);
    else column<T>(x, xr, xk, panel, k, start, pitch, y, ly, m);
    return;
  }
  const edge = c + EDGE;
  if (start === NOWHERE) memory.fill(edge, 0, m * TILE);
  else copyBlock<T>(start, pitch, edge, TILE, m, width);
  column<T>(x, xr, xk, panel, k, edge, TILE, edge, TILE, m);
  copyBlock<T>(edge, TILE, y, ly, m, width);
}

/** Packs a panel of k rows, with zeros beside what is narrower. */
function pack<T extends number>(w: usize, lw: usize, panel: usize, k: usize, width: usize): void {
  if (width < PANEL) {
    memory.fill(panel, 0, k * PANEL);
    copyBlock<T>(w, lw, panel, PANEL, k, width);
    return;
  }
  for (; k > 0; k--, w += lw, panel += PANEL) {
    const v0 = v128.load(w);
    const v1 = v128.load(w, 16);
    const v2 = v128.load(w, 32);
    const v3 = v128.load(w, 48);
    v128.store(panel, v0);
    v128.store(panel, v1, 16);
    v128.store(panel, v2, 32);
    v128.store(panel, v3, 48);
  }
}

/** All columns of a block of rows of y gain k products. */
function panels<T extends number>(
  x: usize,
  xr: usize,
  xk: usize,
  w: usize,
  lw: usize,
  k: usize,
  start: usize,
  pitch: usize,
  y: usize,
  ly: usize,
  m: usize,
  n: usize,
  c: usize,
): void {
  const panel = c + PACKED;
  for (let j: usize = 0; j < n; j += TILE) {
    const half = j & TILE;
    if (!half) pack<T>(w + j, lw, panel, k, min<usize>(PANEL, n - j));
    columnOf<T>(x, xr, xk, panel + half, k, toTheRight(start, j), pitch, y + j, ly, m, n - j, c);
  }
}

/** Strides are in bytes. Columns of x that are far apart are copied: each would be on a page of its own, and the address cache has room for few. */
export function tiles<T extends number>(
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
  const width = n * sizeof<T>();
  const far = xk > COPIED;
  const rows = far ? COPIED / sizeof<T>() : ROWS;
  v128.store(c, v128.splat<u8>(0));
  v128.store(c, v128.splat<u8>(0), 16);
  for (let i: usize = 0; i < m; i += rows) {
    const height = min<usize>(rows, m - i);
    const yi = y + i * ly;
    let from = toTheRight(start, i * pitch);
    let step = pitch;
    for (let p: usize = 0; p < k || p === 0; p += BLOCK) {
      const depth = min<usize>(BLOCK, k - p);
      let xi = x + i * xr + p * xk;
      let between = xk;
      if (far) {
        between = height * sizeof<T>();
        copyBlock<T>(xi, xk, c + COPY, between, depth, between);
        xi = c + COPY;
      }
      panels<T>(xi, xr, between, w + p * lw, lw, depth, from, step, yi, ly, height, width, c);
      from = yi;
      step = ly;
    }
  }
}
