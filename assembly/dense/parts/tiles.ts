import { Count, Four, One, Three, Two } from "../../count";
import { instance, Lanes } from "../../lanes";
import { BLOCK, COPIED, COPY, EDGE, PACKED, PANEL, ROWS, TILE } from "./blocks";
import { copyBlock } from "./copy";
import { NOWHERE, toTheRight } from "./start";

/**
 * The product of sumOfRows, bit for bit: c(i, :) = start(i, :) + Σ a(i, p) b(p, :), in tiles of
 * four rows and two vectors whose sums stay in registers. Better where many rows of a share the
 * packing of b.
 */

/**
 * One tile of R rows. All loads of a step stand before its arithmetic and nothing is unrolled: V8
 * up to 12 keeps loads in order, and would spill the sums of an unrolled loop (24 to 28 GFLOP/s
 * instead of 34).
 */
function tile<T extends number, R extends Count>(
  a: usize,
  rsa: usize,
  csa: usize,
  panel: usize,
  k: usize,
  start: usize,
  lds: usize,
  c: usize,
  ldc: usize,
): void {
  const op = instance<Lanes<T>>();
  const r = instance<R>().value;
  const zero = op.splat(0);
  let s00 = zero;
  let s01 = zero;
  let s10 = zero;
  let s11 = zero;
  let s20 = zero;
  let s21 = zero;
  let s30 = zero;
  let s31 = zero;
  let a1 = a + rsa;
  let a2 = a1 + rsa;
  let a3 = a2 + rsa;
  for (; k > 0; k--) {
    const v0 = v128.load(panel);
    const v1 = v128.load(panel, 16);
    const u0 = v128.load_splat<T>(a);
    s00 = op.madd(u0, v0, s00);
    s01 = op.madd(u0, v1, s01);
    a += csa;
    if (r > 1) {
      const u1 = v128.load_splat<T>(a1);
      s10 = op.madd(u1, v0, s10);
      s11 = op.madd(u1, v1, s11);
      a1 += csa;
    }
    if (r > 2) {
      const u2 = v128.load_splat<T>(a2);
      s20 = op.madd(u2, v0, s20);
      s21 = op.madd(u2, v1, s21);
      a2 += csa;
    }
    if (r > 3) {
      const u3 = v128.load_splat<T>(a3);
      s30 = op.madd(u3, v0, s30);
      s31 = op.madd(u3, v1, s31);
      a3 += csa;
    }
    panel += PANEL;
  }
  put<T>(s00, s01, start, c);
  if (r > 1) put<T>(s10, s11, start + lds, c + ldc);
  if (r > 2) put<T>(s20, s21, start + 2 * lds, c + 2 * ldc);
  if (r > 3) put<T>(s30, s31, start + 3 * lds, c + 3 * ldc);
}

function put<T extends number>(s0: v128, s1: v128, start: usize, c: usize): void {
  const op = instance<Lanes<T>>();
  v128.store(c, op.add(v128.load(start), s0));
  v128.store(c, op.add(v128.load(start, 16), s1), 16);
}

/** A column of m rows of tiles. */
function column<T extends number>(
  a: usize,
  rsa: usize,
  csa: usize,
  panel: usize,
  k: usize,
  start: usize,
  lds: usize,
  c: usize,
  ldc: usize,
  m: usize,
): void {
  for (; m >= 4; m -= 4, a += 4 * rsa, start += 4 * lds, c += 4 * ldc) tile<T, Four>(a, rsa, csa, panel, k, start, lds, c, ldc);
  if (m === 3) tile<T, Three>(a, rsa, csa, panel, k, start, lds, c, ldc);
  else if (m === 2) tile<T, Two>(a, rsa, csa, panel, k, start, lds, c, ldc);
  else if (m === 1) tile<T, One>(a, rsa, csa, panel, k, start, lds, c, ldc);
}

/** A column that may be cut off at the right, where the tiles go through the edge. */
function columnOf<T extends number>(
  a: usize,
  rsa: usize,
  csa: usize,
  panel: usize,
  k: usize,
  start: usize,
  lds: usize,
  c: usize,
  ldc: usize,
  m: usize,
  width: usize,
  work: usize,
): void {
  if (width >= TILE) {
    if (start === NOWHERE) column<T>(a, rsa, csa, panel, k, work, 0, c, ldc, m);
    else column<T>(a, rsa, csa, panel, k, start, lds, c, ldc, m);
    return;
  }
  const edge = work + EDGE;
  if (start === NOWHERE) memory.fill(edge, 0, m * TILE);
  else copyBlock<T>(start, lds, edge, TILE, m, width);
  column<T>(a, rsa, csa, panel, k, edge, TILE, edge, TILE, m);
  copyBlock<T>(edge, TILE, c, ldc, m, width);
}

/** Packs a panel of k rows, with zeros beside what is narrower. */
function pack<T extends number>(b: usize, ldb: usize, panel: usize, k: usize, width: usize): void {
  if (width < PANEL) {
    memory.fill(panel, 0, k * PANEL);
    copyBlock<T>(b, ldb, panel, PANEL, k, width);
    return;
  }
  for (; k > 0; k--, b += ldb, panel += PANEL) {
    const v0 = v128.load(b);
    const v1 = v128.load(b, 16);
    const v2 = v128.load(b, 32);
    const v3 = v128.load(b, 48);
    v128.store(panel, v0);
    v128.store(panel, v1, 16);
    v128.store(panel, v2, 32);
    v128.store(panel, v3, 48);
  }
}

/** All columns of a block of rows of c gain k products. */
function panels<T extends number>(
  a: usize,
  rsa: usize,
  csa: usize,
  b: usize,
  ldb: usize,
  k: usize,
  start: usize,
  lds: usize,
  c: usize,
  ldc: usize,
  m: usize,
  n: usize,
  work: usize,
): void {
  const panel = work + PACKED;
  for (let j: usize = 0; j < n; j += TILE) {
    const half = j & TILE;
    if (!half) pack<T>(b + j, ldb, panel, k, min<usize>(PANEL, n - j));
    columnOf<T>(a, rsa, csa, panel + half, k, toTheRight(start, j), lds, c + j, ldc, m, n - j, work);
  }
}

/**
 * Strides are in bytes. Columns of a that are far apart are copied: each would be on a page of its
 * own, and the address cache has room for few.
 */
export function tiles<T extends number>(
  a: usize,
  rsa: usize,
  csa: usize,
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
  const width = n * sizeof<T>();
  const far = csa > COPIED;
  const rows = far ? COPIED / sizeof<T>() : ROWS;
  v128.store(work, v128.splat<u8>(0));
  v128.store(work, v128.splat<u8>(0), 16);
  for (let i: usize = 0; i < m; i += rows) {
    const height = min<usize>(rows, m - i);
    const ci = c + i * ldc;
    let from = toTheRight(start, i * lds);
    let step = lds;
    for (let p: usize = 0; p < k || p === 0; p += BLOCK) {
      const depth = min<usize>(BLOCK, k - p);
      let ai = a + i * rsa + p * csa;
      let between = csa;
      if (far) {
        between = height * sizeof<T>();
        copyBlock<T>(ai, csa, work + COPY, between, depth, between);
        ai = work + COPY;
      }
      panels<T>(ai, rsa, between, b + p * ldb, ldb, depth, from, step, ci, ldc, height, width, work);
      from = ci;
      step = ldc;
    }
  }
}
