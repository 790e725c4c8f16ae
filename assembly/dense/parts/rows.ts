import { Count, Four, One, Three, Two } from "../../count";
import { instance, Lanes } from "../../lanes";
import { BLOCK } from "./blocks";
import { Element, Part, Vector } from "./part";
import { NOWHERE, toTheRight } from "./start";

/**
 * The product of matrices as a sum of rows: c(i, :) = start(i, :) + Σ a(i, p) b(p, :).
 *
 * b is streamed, the sums stay in the first cache, nothing is packed, and a may lie in memory by
 * rows or by columns.
 */

/** Bytes of a row of sums: with three rows they take 12 KB of the first cache. */
export const STRIP: usize = 4096;

/**
 * Bytes of a row of b where many rows of a pass over it: a block of 252 takes 504 KB of the second
 * cache.
 */
const SHARED: usize = 2048;

/**
 * Adds R rows of products with Q rows of b to sums. All loads of a step stand before its
 * arithmetic: V8 up to 12 would spill.
 */
function combine<T extends number, R extends Count, Q extends Count, P extends Part<T>>(
  a: usize,
  rsa: usize,
  csa: usize,
  b: usize,
  ldb: usize,
  sums: usize,
  n: usize,
): void {
  const op = instance<Lanes<T>>();
  const part = instance<P>();
  const r = instance<R>().value;
  const q = instance<Q>().value;
  const a00 = v128.load_splat<T>(a);
  const a01 = q > 1 ? v128.load_splat<T>(a + csa) : a00;
  const a02 = q > 2 ? v128.load_splat<T>(a + 2 * csa) : a00;
  const a03 = q > 3 ? v128.load_splat<T>(a + 3 * csa) : a00;
  const a10 = r > 1 ? v128.load_splat<T>(a + rsa) : a00;
  const a11 = r > 1 && q > 1 ? v128.load_splat<T>(a + rsa + csa) : a00;
  const a12 = r > 1 && q > 2 ? v128.load_splat<T>(a + rsa + 2 * csa) : a00;
  const a13 = r > 1 && q > 3 ? v128.load_splat<T>(a + rsa + 3 * csa) : a00;
  const a20 = r > 2 ? v128.load_splat<T>(a + 2 * rsa) : a00;
  const a21 = r > 2 && q > 1 ? v128.load_splat<T>(a + 2 * rsa + csa) : a00;
  const a22 = r > 2 && q > 2 ? v128.load_splat<T>(a + 2 * rsa + 2 * csa) : a00;
  let b1 = b + ldb;
  let b2 = b1 + ldb;
  let b3 = b2 + ldb;
  let sums0 = sums;
  let sums1 = sums0 + STRIP;
  let sums2 = sums1 + STRIP;
  for (const end = sums0 + n; sums0 < end; sums0 += part.bytes) {
    const v0 = part.load(b);
    const v1 = q > 1 ? part.load(b1) : v0;
    const v2 = q > 2 ? part.load(b2) : v0;
    const v3 = q > 3 ? part.load(b3) : v0;
    let s0 = part.load(sums0);
    let s1 = r > 1 ? part.load(sums1) : v0;
    let s2 = r > 2 ? part.load(sums2) : v0;
    s0 = op.madd(a00, v0, s0);
    if (q > 1) s0 = op.madd(a01, v1, s0);
    if (q > 2) s0 = op.madd(a02, v2, s0);
    if (q > 3) s0 = op.madd(a03, v3, s0);
    if (r > 1) {
      s1 = op.madd(a10, v0, s1);
      if (q > 1) s1 = op.madd(a11, v1, s1);
      if (q > 2) s1 = op.madd(a12, v2, s1);
      if (q > 3) s1 = op.madd(a13, v3, s1);
    }
    if (r > 2) {
      s2 = op.madd(a20, v0, s2);
      if (q > 1) s2 = op.madd(a21, v1, s2);
      if (q > 2) s2 = op.madd(a22, v2, s2);
    }
    part.store(sums0, s0);
    if (r > 1) part.store(sums1, s1);
    if (r > 2) part.store(sums2, s2);
    b += part.bytes;
    if (q > 1) b1 += part.bytes;
    if (q > 2) b2 += part.bytes;
    if (q > 3) b3 += part.bytes;
    if (r > 1) sums1 += part.bytes;
    if (r > 2) sums2 += part.bytes;
  }
}

/**
 * Adds a step to a whole width of sums. The tail is another function: V8 11 would spill the splats
 * of one with both loops.
 */
function step<T extends number, R extends Count, Q extends Count>(
  a: usize,
  rsa: usize,
  csa: usize,
  b: usize,
  ldb: usize,
  sums: usize,
  n: usize,
): void {
  const vectors = n & -16;
  combine<T, R, Q, Vector<T>>(a, rsa, csa, b, ldb, sums, vectors);
  if (vectors < n) combine<T, R, Q, Element<T>>(a, rsa, csa, b + vectors, ldb, sums + vectors, n - vectors);
}

/** R rows of c gain k products, summed from 0. */
function gain<T extends number, R extends Count, Q extends Count>(
  a: usize,
  rsa: usize,
  csa: usize,
  b: usize,
  ldb: usize,
  k: usize,
  c: usize,
  ldc: usize,
  n: usize,
  start: usize,
  lds: usize,
  work: usize,
): void {
  const r = instance<R>().value;
  const q: usize = instance<Q>().value;
  for (let i = 0; i < r; i++) clear(work + i * STRIP, n);
  for (; k >= q; k -= q, a += q * csa, b += q * ldb) step<T, R, Q>(a, rsa, csa, b, ldb, work, n);
  for (; k > 0; k--, a += csa, b += ldb) step<T, R, One>(a, rsa, csa, b, ldb, work, n);
  for (let i = 0; i < r; i++) add<T>(work + i * STRIP, toTheRight(start, i * lds), c + i * ldc, n);
}

/**
 * Sets n bytes to 0, and what else is in their last vector: a loop, for V8 leaves the module to
 * fill memory, which takes longer than a narrow product.
 */
function clear(at: usize, n: usize): void {
  for (const end = at + n; at < end; at += 16) v128.store(at, v128.splat<u8>(0));
}

/** c = start + sums */
function add<T extends number>(sums: usize, start: usize, c: usize, n: usize): void {
  const op = instance<Lanes<T>>();
  const none = start === NOWHERE;
  const vectors = n & -16;
  for (let i: usize = 0; i < vectors; i += 16) {
    const from = none ? op.splat(0) : v128.load(start + i);
    v128.store(c + i, op.add(from, v128.load(sums + i)));
  }
  for (let i = vectors; i < n; i += sizeof<T>()) {
    const from = none ? (0 as T) : load<T>(start + i);
    store<T>(c + i, (from + load<T>(sums + i)) as T);
  }
}

/**
 * Strides are in bytes, rsa from row to row of a, csa from column to column. A strip of b and a
 * block of its rows stay in the second cache while all rows of a pass over them.
 */
export function sumOfRows<T extends number>(
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
  const strip = m > 3 ? SHARED : STRIP;
  for (let left: usize = 0; left < n * sizeof<T>(); left += strip) {
    const width = min<usize>(strip, n * sizeof<T>() - left);
    const cj = c + left;
    let from = toTheRight(start, left);
    let step = lds;
    for (let p: usize = 0; p < k || p === 0; p += BLOCK) {
      const depth = min<usize>(BLOCK, k - p);
      const bp = b + p * ldb + left;
      for (let i: usize = 0; i < m; ) {
        const ai = a + i * rsa + p * csa;
        const ci = cj + i * ldc;
        const si = toTheRight(from, i * step);
        // 4 = 2 + 2
        const r: usize = m - i === 4 ? 2 : min<usize>(m - i, 3);
        if (r === 3) gain<T, Three, Three>(ai, rsa, csa, bp, ldb, depth, ci, ldc, width, si, step, work);
        else if (r === 2) gain<T, Two, Four>(ai, rsa, csa, bp, ldb, depth, ci, ldc, width, si, step, work);
        else gain<T, One, Four>(ai, rsa, csa, bp, ldb, depth, ci, ldc, width, si, step, work);
        i += r;
      }
      from = cj;
      step = ldc;
    }
  }
}
