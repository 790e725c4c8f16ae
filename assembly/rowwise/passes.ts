/**
 * The passes over one row, in tiles of two vectors: whole ones up to `end`, then, if the row is longer, one that stands at c.
 * There {@link prepare} has put the tail and filled it up with -Infinity, which adds nothing to a sum.
 */
import { kernel, Lanes } from "../lanes";
import { Terms } from "./terms";

/** Where the entries of a row come from: one word each, or two, the second of them at `low`. */
export abstract class Source {
  abstract get words(): i32;
  abstract p(x: usize, low: usize, m: v128): v128;
  abstract q(x: usize, low: usize, m: v128): v128;
  abstract logarithm(x: usize, low: usize, m: v128, log: v128): v128;
}

export class OneWord<K extends Terms> extends Source {
  get words(): i32 {
    return 1;
  }

  p(x: usize, low: usize, m: v128): v128 {
    return kernel<K>().p(v128.load(x), m);
  }

  q(x: usize, low: usize, m: v128): v128 {
    return kernel<K>().q(v128.load(x), m);
  }

  logarithm(x: usize, low: usize, m: v128, log: v128): v128 {
    return kernel<K>().logarithm(v128.load(x), m, log);
  }
}

export class TwoWords<K extends Terms> extends Source {
  get words(): i32 {
    return 2;
  }

  p(x: usize, low: usize, m: v128): v128 {
    return kernel<K>().pOfWords(v128.load(x), v128.load(low), m);
  }

  q(x: usize, low: usize, m: v128): v128 {
    return kernel<K>().qOfWords(v128.load(x), v128.load(low), m);
  }

  logarithm(x: usize, low: usize, m: v128, log: v128): v128 {
    return kernel<K>().logarithmOfWords(v128.load(x), v128.load(low), m, log);
  }
}

/** Bytes of a tile. */
export const TILE: usize = 32;

/** Where in the context the last tile has its second words, and its results. */
export const LOW_WORDS: usize = 32;
export const RESULTS: usize = 64;

/** Copies a tail. It is so short that a call of memory.copy would take longer. */
export function copyTail<T extends number>(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) store<T>(to + i, load<T>(from + i));
}

/** Writes the last tile of a row to c, filled up with `neutral`. */
export function prepare<T extends number>(x: usize, end: usize, size: usize, neutral: f64, c: usize): void {
  v128.store(c, v128.splat<T>(neutral as T));
  v128.store(c, v128.splat<T>(neutral as T), 16);
  copyTail<T>(c, x + end, size - end);
}

/** The largest entry, in all elements. It passes over NaN, and is finite where all entries are -Infinity. */
export function largest<T extends number>(x: usize, end: usize, size: usize, c: usize): v128 {
  let a = v128.splat<T>(<T>(sizeof<T>() === 4 ? -f32.MAX_VALUE : -f64.MAX_VALUE));
  let b = a;
  let i: usize = 0;
  for (; i + 2 * TILE <= end; i += 2 * TILE) {
    a = v128.pmax<T>(a, v128.load(x + i));
    b = v128.pmax<T>(b, v128.load(x + i, 16));
    a = v128.pmax<T>(a, v128.load(x + i, 32));
    b = v128.pmax<T>(b, v128.load(x + i, 48));
  }
  for (let stop = end; ; stop = TILE) {
    for (; i < stop; i += TILE) {
      a = v128.pmax<T>(a, v128.load(x + i));
      b = v128.pmax<T>(b, v128.load(x + i, 16));
    }
    if (x === c || end === size) break;
    x = c;
    i = 0;
  }
  a = v128.pmax<T>(a, b);
  a = v128.pmax<T>(a, v128.shuffle<i64>(a, a, 1, 0));
  return sizeof<T>() === 4 ? v128.pmax<T>(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2)) : a;
}

/** An element that is the same in a whole vector, as two f64. */
export function widen<T extends number>(element: v128): v128 {
  return sizeof<T>() === 4 ? f64x2.promote_low_f32x4(element) : element;
}

/** Writes the terms of a row to e, and returns their sum, twice. */
export function writeTerms<K extends Terms>(x: usize, e: usize, m: v128, end: usize, size: usize, c: usize): v128 {
  const k = kernel<K>();
  const f = kernel<Lanes<f64>>();
  let first = f.splat(0);
  let second = f.splat(0);
  for (let stop = end; ; stop = TILE) {
    for (let i: usize = 0; i < stop; i += TILE) {
      const x0 = v128.load(x + i);
      const x1 = v128.load(x + i, 16);
      const p0 = k.p(x0, m);
      const p1 = k.p(x1, m);
      if (k.parts === 2) {
        const q0 = k.q(x0, m);
        const q1 = k.q(x1, m);
        v128.store(e, p0);
        v128.store(e, q0, 16);
        v128.store(e, p1, 32);
        v128.store(e, q1, 48);
        first = f.add(first, k.firstOfTwo(p0, q0, p1, q1));
        second = f.add(second, k.secondOfTwo(p0, q0, p1, q1));
      } else {
        v128.store(e, p0);
        v128.store(e, p1, 16);
        first = f.add(first, k.firstOfTwo(p0, p0, p1, p1));
        second = f.add(second, k.secondOfTwo(p0, p0, p1, p1));
      }
      e += 32 * k.parts;
    }
    if (x === c || end === size) break;
    x = c;
  }
  return f.add(total(first), total(second));
}

/** Both elements added up, twice. */
export function total(sum: v128): v128 {
  return kernel<Lanes<f64>>().add(sum, v128.shuffle<i64>(sum, sum, 1, 0));
}

/** Writes the terms that stand at e, times a factor, as the row y. */
export function writeProducts<K extends Terms>(e: usize, y: usize, factor: v128, end: usize, size: usize, c: usize): void {
  const k = kernel<K>();
  const q: usize = 16 * (k.parts - 1);
  const next: usize = 16 * k.parts;
  for (let stop = end; ; stop = TILE) {
    for (let i: usize = 0; i < stop; i += TILE) {
      const y0 = k.product(v128.load(e), v128.load(e + q), factor);
      const y1 = k.product(v128.load(e + next), v128.load(e + next + q), factor);
      v128.store(y + i, y0);
      v128.store(y + i, y1, 16);
      e += 2 * next;
    }
    if (y === c + RESULTS || end === size) break;
    y = c + RESULTS;
  }
}

/** Puts `filler` in place of the terms at e. */
export function fillTerms<K extends Terms>(e: usize, size: usize): void {
  const k = kernel<K>();
  for (let i: usize = 0; i < size; i += 16) {
    v128.store(e, k.filler());
    v128.store(e + 16 * (k.parts - 1), k.filler());
    e += 16 * k.parts;
  }
}

/**
 * Adds up the terms of a row in units, so that the 1 of the largest entry can be taken away: writes their coarse sum to
 * `sums`, the rest behind it.
 */
export function addTerms<K extends Terms, S extends Source>(
  x: usize,
  low: usize,
  sums: usize,
  m: v128,
  end: usize,
  size: usize,
  c: usize,
): void {
  const k = kernel<K>();
  const s = kernel<S>();
  const f = kernel<Lanes<f64>>();
  let coarse = f.splat(0);
  let fine = f.splat(0);
  for (let stop = end; ; stop = TILE) {
    for (let i: usize = 0; i < stop; i += TILE) {
      const p0 = s.p(x + i, low + i, m);
      const p1 = s.p(x + i + 16, low + i + 16, m);
      if (k.parts === 2) {
        const q0 = s.q(x + i, low + i, m);
        const q1 = s.q(x + i + 16, low + i + 16, m);
        coarse = f.add(coarse, f.add(k.coarse(p0, q0), k.coarse(p1, q1)));
        fine = f.add(fine, f.add(k.fine(p0, q0), k.fine(p1, q1)));
      } else {
        coarse = f.add(coarse, f.add(k.coarse(p0, p0), k.coarse(p1, p1)));
        fine = f.add(fine, f.add(k.fine(p0, p0), k.fine(p1, p1)));
      }
    }
    if (x === c || end === size) break;
    x = c;
    low = c + LOW_WORDS;
  }
  const unit = f.splat(1 / k.unit);
  v128.store(sums, f.mul(total(coarse), unit));
  v128.store(sums, f.mul(total(fine), unit), 8);
}
