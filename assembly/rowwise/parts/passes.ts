/**
 * The passes over one row, in tiles of two vectors or four. The last tile, if it is not whole, stands at c, where {@link prepare} has
 * put the tail and filled it up with -Infinity, which adds nothing to a sum. There is one loop to a pass: in one around it, or with a
 * loop of its own for the tail, passes took a quarter longer on Node 20, or twice the bytes.
 */
import { PARAMETER, PARAMETERS } from "../../context";
import { kernel, Lanes } from "../../lanes";
import { Terms } from "./terms";

/** What the entries of a row are: those of x, or the sums of x and a mask. */
export abstract class Source {
  abstract get masked(): bool;
  /** A vector of the mask; where there is none, anything will do. */
  abstract added(mask: usize, x: v128): v128;
  /** The words of the largest entry, or of one next to it, from x and the mask there. */
  abstract centre(x: v128, mask: v128): v128;
  abstract centreLow(x: v128, mask: v128): v128;
  /** The first of them as logarithms need it. */
  abstract centreOfLogarithms(x: v128, mask: v128): v128;
  /** The terms of a vector of x and one of the mask. */
  abstract p(x: v128, mask: v128, m: v128, mLow: v128): v128;
  abstract q(x: v128, mask: v128, m: v128, mLow: v128): v128;
  abstract logarithm(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128;
}

export class Plain<K extends Terms> extends Source {
  get masked(): bool {
    return false;
  }

  added(mask: usize, x: v128): v128 {
    return x;
  }

  centre(x: v128, mask: v128): v128 {
    return kernel<K>().spread(x);
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return kernel<K>().spread(x);
  }

  centreLow(x: v128, mask: v128): v128 {
    return x;
  }

  p(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return kernel<K>().p(x, m);
  }

  q(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return kernel<K>().q(x, m);
  }

  logarithm(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    return kernel<K>().logarithm(x, m, log);
  }
}

export class Masked<K extends Terms> extends Source {
  get masked(): bool {
    return true;
  }

  added(mask: usize, x: v128): v128 {
    return v128.load(mask);
  }

  centre(x: v128, mask: v128): v128 {
    return kernel<K>().sum(kernel<K>().spread(x), kernel<K>().spread(mask));
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return kernel<K>().centreOfLogarithms(x, mask);
  }

  centreLow(x: v128, mask: v128): v128 {
    return kernel<K>().sumLow(kernel<K>().spread(x), kernel<K>().spread(mask));
  }

  p(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return kernel<K>().pOfSum(x, mask, m, mLow);
  }

  q(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return kernel<K>().qOfSum(x, mask, m, mLow);
  }

  logarithm(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    return kernel<K>().logarithmOfSum(x, mask, m, mLow, log);
  }
}

/** Bytes of a tile, where it is not the engine that decides. */
export const TILE: usize = 32;

/** Where in the context the last tile is, its mask, its results, the largest sum of a row, a record. */
export const MASKS: usize = 64;
export const RESULTS: usize = 128;
export const LARGEST: usize = 192;
export const CENTRE: usize = 208;

/** The tile behind the one at x, the last one at c: `stop` is where the whole ones end. */
export function behind(x: usize, tile: usize, stop: usize, c: usize): usize {
  return select(c, x + tile, x + tile === stop);
}

/** Copies a tail. It is so short that a call of memory.copy would take longer. */
export function copyTail<T extends number>(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) store<T>(to + i, load<T>(from + i));
}

/** Writes the last tile of a row to c, filled up with `neutral`. */
export function prepare<T extends number>(x: usize, end: usize, size: usize, neutral: f64, c: usize): void {
  const vector = v128.splat<T>(neutral as T);
  v128.store(c, vector);
  v128.store(c, vector, 16);
  v128.store(c, vector, 32);
  v128.store(c, vector, 48);
  copyTail<T>(c, x + end, size - end);
}

/** The largest entry, in all elements. It passes over NaN, and is finite where all entries are -Infinity. */
export function largest<T extends number>(x: usize, size: usize, c: usize): v128 {
  const e = kernel<Lanes<T>>();
  let a = v128.splat<T>(<T>(sizeof<T>() === 4 ? -f32.MAX_VALUE : -f64.MAX_VALUE));
  let b = a;
  let i: usize = 0;
  for (; i + 64 <= size; i += 64) {
    a = e.max(a, v128.load(x + i));
    b = e.max(b, v128.load(x + i, 16));
    a = e.max(a, v128.load(x + i, 32));
    b = e.max(b, v128.load(x + i, 48));
  }
  for (; i + 16 <= size; i += 16) a = e.max(a, v128.load(x + i));
  for (; i < size; i += sizeof<T>()) b = e.max(b, v128.load_splat<T>(x + i));
  return across<T>(e.max(a, b));
}

/** The largest element of a vector, in all elements. */
export function across<T extends number>(x: v128): v128 {
  const e = kernel<Lanes<T>>();
  const a = e.max(x, v128.shuffle<i64>(x, x, 1, 0));
  return sizeof<T>() === 4 ? e.max(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2)) : a;
}

/** Writes the terms of a row to e, and returns their sum, twice. */
export function writeTerms<K extends Terms, S extends Source>(
  x: usize,
  mask: usize,
  e: usize,
  m: v128,
  mLow: v128,
  end: usize,
  size: usize,
  c: usize,
): v128 {
  const k = kernel<K>();
  const s = kernel<S>();
  const f = kernel<Lanes<f64>>();
  let first = f.splat(0);
  let second = f.splat(0);
  const stop = x + end;
  const maskStop = mask + end;
  if (!end) {
    x = c;
    mask = c + MASKS;
  }
  for (let left = size; ; left -= k.tile) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const a0 = s.added(mask, x0);
    const a1 = s.added(mask + 16, x1);
    const p0 = s.p(x0, a0, m, mLow);
    const p1 = s.p(x1, a1, m, mLow);
    if (k.parts === 2) {
      const q0 = s.q(x0, a0, m, mLow);
      const q1 = s.q(x1, a1, m, mLow);
      v128.store(e, p0);
      v128.store(e, q0, 16);
      v128.store(e, p1, 32);
      v128.store(e, q1, 48);
      first = f.add(first, k.firstOfTwo(p0, q0, p1, q1));
      second = f.add(second, k.secondOfTwo(p0, q0, p1, q1));
    } else if (k.tile === 64) {
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      const p2 = s.p(x2, s.added(mask + 32, x2), m, mLow);
      const p3 = s.p(x3, s.added(mask + 48, x3), m, mLow);
      v128.store(e, p0);
      v128.store(e, p1, 16);
      v128.store(e, p2, 32);
      v128.store(e, p3, 48);
      const p = k.join(p0, p1);
      const q = k.join(p2, p3);
      first = f.add(first, k.firstOfTwo(p, p, q, q));
      second = f.add(second, k.secondOfTwo(p, p, q, q));
    } else {
      v128.store(e, p0);
      v128.store(e, p1, 16);
      first = f.add(first, k.firstOfTwo(p0, p0, p1, p1));
      second = f.add(second, k.secondOfTwo(p0, p0, p1, p1));
    }
    if (left <= k.tile) break;
    e += k.tile * k.parts;
    x = behind(x, k.tile, stop, c);
    if (s.masked) mask = behind(mask, k.tile, maskStop, c + MASKS);
  }
  return f.add(total(first), total(second));
}

/** Both elements added up, twice. */
export function total(sum: v128): v128 {
  return kernel<Lanes<f64>>().add(sum, v128.shuffle<i64>(sum, sum, 1, 0));
}

/** Writes the terms that stand at e, times a factor, as the row y. */
export function writeProducts<K extends Terms>(e: usize, y: usize, factor: v128, low: v128, end: usize, size: usize, c: usize): void {
  const k = kernel<K>();
  const q: usize = 16 * (k.parts - 1);
  const next: usize = 16 * k.parts;
  const stop = y + end;
  const results = c + RESULTS;
  if (!end) y = results;
  for (let left = size; ; left -= k.tile) {
    const y0 = k.product(v128.load(e), v128.load(e + q), factor, low);
    const y1 = k.product(v128.load(e + next), v128.load(e + next + q), factor, low);
    if (k.tile === 64) {
      const y2 = k.product(v128.load(e + 2 * next), v128.load(e + 2 * next + q), factor, low);
      const y3 = k.product(v128.load(e + 3 * next), v128.load(e + 3 * next + q), factor, low);
      v128.store(y, y2, 32);
      v128.store(y, y3, 48);
    }
    v128.store(y, y0);
    v128.store(y, y1, 16);
    if (left <= k.tile) break;
    e += k.tile * k.parts;
    y = behind(y, k.tile, stop, results);
  }
}

/** Where parameter 6 is in a context, as f64. */
const FILLER: usize = PARAMETERS + 6 * PARAMETER;

/** Writes the row y where there is no term. */
export function fillRow<T extends number>(y: usize, size: usize, c: usize): void {
  const filler = <T>load<f64>(c, FILLER);
  for (let i: usize = 0; i < size; i += sizeof<T>()) store<T>(y + i, filler);
}

/** The sum of the terms of a row, twice. */
export function sumTerms<K extends Terms, S extends Source>(
  x: usize,
  mask: usize,
  m: v128,
  mLow: v128,
  end: usize,
  size: usize,
  c: usize,
): v128 {
  const k = kernel<K>();
  const s = kernel<S>();
  const f = kernel<Lanes<f64>>();
  let first = f.splat(0);
  let second = f.splat(0);
  const stop = x + end;
  const maskStop = mask + end;
  if (!end) {
    x = c;
    mask = c + MASKS;
  }
  for (let left = size; ; left -= TILE) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const a0 = s.added(mask, x0);
    const a1 = s.added(mask + 16, x1);
    const p0 = s.p(x0, a0, m, mLow);
    const p1 = s.p(x1, a1, m, mLow);
    let q0 = p0;
    let q1 = p1;
    if (k.parts === 2) {
      q0 = s.q(x0, a0, m, mLow);
      q1 = s.q(x1, a1, m, mLow);
    }
    first = f.add(first, f.add(k.first(p0, q0), k.first(p1, q1)));
    second = f.add(second, f.add(k.second(p0, q0), k.second(p1, q1)));
    if (left <= TILE) break;
    x = behind(x, TILE, stop, c);
    if (s.masked) mask = behind(mask, TILE, maskStop, c + MASKS);
  }
  return f.add(total(first), total(second));
}

/**
 * Adds up the terms of a row in units, so that the 1 of the largest entry can be taken away: writes their coarse sum to
 * `sums`, the rest behind it.
 */
export function addTerms<K extends Terms, S extends Source>(
  x: usize,
  mask: usize,
  sums: usize,
  m: v128,
  mLow: v128,
  end: usize,
  size: usize,
  c: usize,
): void {
  const k = kernel<K>();
  const s = kernel<S>();
  const f = kernel<Lanes<f64>>();
  let coarse = f.splat(0);
  let fine = f.splat(0);
  const stop = x + end;
  const maskStop = mask + end;
  if (!end) {
    x = c;
    mask = c + MASKS;
  }
  for (let left = size; ; left -= TILE) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const a0 = s.added(mask, x0);
    const a1 = s.added(mask + 16, x1);
    const p0 = s.p(x0, a0, m, mLow);
    const p1 = s.p(x1, a1, m, mLow);
    if (k.parts === 2) {
      const q0 = s.q(x0, a0, m, mLow);
      const q1 = s.q(x1, a1, m, mLow);
      coarse = f.add(coarse, f.add(k.coarse(p0, q0), k.coarse(p1, q1)));
      fine = f.add(fine, f.add(k.fine(p0, q0), k.fine(p1, q1)));
    } else {
      coarse = f.add(coarse, f.add(k.coarse(p0, p0), k.coarse(p1, p1)));
      fine = f.add(fine, f.add(k.fine(p0, p0), k.fine(p1, p1)));
    }
    if (left <= TILE) break;
    x = behind(x, TILE, stop, c);
    if (s.masked) mask = behind(mask, TILE, maskStop, c + MASKS);
  }
  const unit = f.splat(1 / k.unit);
  store<f64>(sums, f64x2.extract_lane(f.mul(total(coarse), unit), 0));
  store<f64>(sums, f64x2.extract_lane(f.mul(total(fine), unit), 0), 8);
}
