import { kernel, Lanes } from "../../lanes";
import { BLOCK } from "./blocks";
import { Count, Four, One, Three, Two } from "./count";
import { Element, Part, Vector } from "./part";
import { NOWHERE, toTheRight } from "./start";

/**
 * The product of matrices as a sum of rows: y(i, :) = start(i, :) + Σ x(i, p) w(p, :).
 *
 * w is streamed, the sums stay in the first cache, nothing is packed, and x may lie in memory by rows or by columns.
 */

/** Bytes of a row of sums: with three rows they take 12 KB of the first cache. */
export const STRIP: usize = 4096;

/** Bytes of a row of w where many rows of x pass over it: a block of 252 takes 504 KB of the second cache. */
const SHARED: usize = 2048;

/** Adds R rows of products with Q rows of w to sums. All loads of a step stand before its arithmetic: V8 up to 12 would spill. */
function combine<T extends number, R extends Count, Q extends Count, P extends Part<T>>(
  x: usize,
  xr: usize,
  xk: usize,
  w: usize,
  lw: usize,
  sums: usize,
  n: usize,
): void {
  const e = kernel<Lanes<T>>();
  const part = kernel<P>();
  const r = kernel<R>().value;
  const q = kernel<Q>().value;
  const x00 = v128.load_splat<T>(x);
  const x01 = q > 1 ? v128.load_splat<T>(x + xk) : x00;
  const x02 = q > 2 ? v128.load_splat<T>(x + 2 * xk) : x00;
  const x03 = q > 3 ? v128.load_splat<T>(x + 3 * xk) : x00;
  const x10 = r > 1 ? v128.load_splat<T>(x + xr) : x00;
  const x11 = r > 1 && q > 1 ? v128.load_splat<T>(x + xr + xk) : x00;
  const x12 = r > 1 && q > 2 ? v128.load_splat<T>(x + xr + 2 * xk) : x00;
  const x13 = r > 1 && q > 3 ? v128.load_splat<T>(x + xr + 3 * xk) : x00;
  const x20 = r > 2 ? v128.load_splat<T>(x + 2 * xr) : x00;
  const x21 = r > 2 && q > 1 ? v128.load_splat<T>(x + 2 * xr + xk) : x00;
  const x22 = r > 2 && q > 2 ? v128.load_splat<T>(x + 2 * xr + 2 * xk) : x00;
  let w1 = w + lw;
  let w2 = w1 + lw;
  let w3 = w2 + lw;
  let y0 = sums;
  let y1 = y0 + STRIP;
  let y2 = y1 + STRIP;
  for (const end = y0 + n; y0 < end; y0 += part.bytes) {
    const b0 = part.load(w);
    const b1 = q > 1 ? part.load(w1) : b0;
    const b2 = q > 2 ? part.load(w2) : b0;
    const b3 = q > 3 ? part.load(w3) : b0;
    let s0 = part.load(y0);
    let s1 = r > 1 ? part.load(y1) : b0;
    let s2 = r > 2 ? part.load(y2) : b0;
    s0 = e.madd(x00, b0, s0);
    if (q > 1) s0 = e.madd(x01, b1, s0);
    if (q > 2) s0 = e.madd(x02, b2, s0);
    if (q > 3) s0 = e.madd(x03, b3, s0);
    if (r > 1) {
      s1 = e.madd(x10, b0, s1);
      if (q > 1) s1 = e.madd(x11, b1, s1);
      if (q > 2) s1 = e.madd(x12, b2, s1);
      if (q > 3) s1 = e.madd(x13, b3, s1);
    }
    if (r > 2) {
      s2 = e.madd(x20, b0, s2);
      if (q > 1) s2 = e.madd(x21, b1, s2);
      if (q > 2) s2 = e.madd(x22, b2, s2);
    }
    part.store(y0, s0);
    if (r > 1) part.store(y1, s1);
    if (r > 2) part.store(y2, s2);
    w += part.bytes;
    if (q > 1) w1 += part.bytes;
    if (q > 2) w2 += part.bytes;
    if (q > 3) w3 += part.bytes;
    if (r > 1) y1 += part.bytes;
    if (r > 2) y2 += part.bytes;
  }
}

/** The same for a whole width: what is no vector at its end is another function, for V8 11 would spill the splats of one with both loops. */
function step<T extends number, R extends Count, Q extends Count>(
  x: usize,
  xr: usize,
  xk: usize,
  w: usize,
  lw: usize,
  sums: usize,
  n: usize,
): void {
  const vectors = n & -16;
  combine<T, R, Q, Vector<T>>(x, xr, xk, w, lw, sums, vectors);
  if (vectors < n) combine<T, R, Q, Element<T>>(x, xr, xk, w + vectors, lw, sums + vectors, n - vectors);
}

/** R rows of y gain k products, summed from 0. */
function gain<T extends number, R extends Count, Q extends Count>(
  x: usize,
  xr: usize,
  xk: usize,
  w: usize,
  lw: usize,
  k: usize,
  y: usize,
  ly: usize,
  n: usize,
  start: usize,
  pitch: usize,
  c: usize,
): void {
  const r = kernel<R>().value;
  const q: usize = kernel<Q>().value;
  for (let i = 0; i < r; i++) clear(c + i * STRIP, n);
  for (; k >= q; k -= q, x += q * xk, w += q * lw) step<T, R, Q>(x, xr, xk, w, lw, c, n);
  for (; k > 0; k--, x += xk, w += lw) step<T, R, One>(x, xr, xk, w, lw, c, n);
  for (let i = 0; i < r; i++) add<T>(c + i * STRIP, toTheRight(start, i * pitch), y + i * ly, n);
}

/** Sets n bytes to 0, and what else is in their last vector: a loop, for V8 leaves the module to fill memory, which takes longer than a narrow product. */
function clear(at: usize, n: usize): void {
  for (const end = at + n; at < end; at += 16) v128.store(at, v128.splat<u8>(0));
}

/** y = start + sums */
function add<T extends number>(sums: usize, start: usize, y: usize, n: usize): void {
  const e = kernel<Lanes<T>>();
  const none = start === NOWHERE;
  const vectors = n & -16;
  for (let i: usize = 0; i < vectors; i += 16) {
    const from = none ? e.splat(0) : v128.load(start + i);
    v128.store(y + i, e.add(from, v128.load(sums + i)));
  }
  for (let i = vectors; i < n; i += sizeof<T>()) {
    const from = none ? (0 as T) : load<T>(start + i);
    store<T>(y + i, (from + load<T>(sums + i)) as T);
  }
}

/**
 * Strides are in bytes, xr from row to row of x, xk from column to column. A strip of w and a block of its rows stay in the second
 * cache while all rows of x pass over them.
 */
export function sumOfRows<T extends number>(
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
  const strip = m > 3 ? SHARED : STRIP;
  for (let left: usize = 0; left < n * sizeof<T>(); left += strip) {
    const width = min<usize>(strip, n * sizeof<T>() - left);
    const yj = y + left;
    let from = toTheRight(start, left);
    let step = pitch;
    for (let p: usize = 0; p < k || p === 0; p += BLOCK) {
      const depth = min<usize>(BLOCK, k - p);
      const wp = w + p * lw + left;
      for (let i: usize = 0; i < m; ) {
        const xi = x + i * xr + p * xk;
        const yi = yj + i * ly;
        const si = toTheRight(from, i * step);
        // 4 = 2 + 2
        const r: usize = m - i === 4 ? 2 : min<usize>(m - i, 3);
        if (r === 3) gain<T, Three, Three>(xi, xr, xk, wp, lw, depth, yi, ly, width, si, step, c);
        else if (r === 2) gain<T, Two, Four>(xi, xr, xk, wp, lw, depth, yi, ly, width, si, step, c);
        else gain<T, One, Four>(xi, xr, xk, wp, lw, depth, yi, ly, width, si, step, c);
        i += r;
      }
      from = yj;
      step = ly;
    }
  }
}
