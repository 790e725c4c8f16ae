/**
 * The passes over one row, in tiles of two vectors or four. The last tile, if it is not whole,
 * stands at c, where {@link prepare} has put the tail and filled it up with -Infinity, which adds
 * nothing to a sum. There is one loop to a pass: in one around it, or with a loop of its own for
 * the tail, passes took a quarter longer on Node 20, or twice the bytes.
 */
import { instance, Lanes } from "../../lanes";
import { sumError } from "../../math/exact";
import { Entries } from "./entries";
import { gridPart, remainder, Terms } from "./terms";

/** Bytes of a tile, where it is not the engine that decides. */
export const TILE: usize = 32;

/**
 * Places in the context: of the last tile's mask, its results, the largest sum of a row, a record.
 */
export const MASKS: usize = 64;
export const RESULTS: usize = 128;
export const LARGEST: usize = 192;
export const RECORD: usize = 208;

/** The tile after the one at x, the last one at c: `stop` is where the whole ones end. */
export function nextTile(x: usize, tile: usize, stop: usize, c: usize): usize {
  return select(c, x + tile, x + tile === stop);
}

/** Copies a tail. It is so short that a call of memory.copy would take longer. */
export function copyTail<T extends number>(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < bytes; i += sizeof<T>()) store<T>(to + i, load<T>(from + i));
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

/**
 * The largest entry, in all elements. It passes over NaN, and is finite where all entries are
 * -Infinity.
 */
export function largest<T extends number>(x: usize, size: usize): v128 {
  const op = instance<Lanes<T>>();
  let a = v128.splat<T>(<T>(sizeof<T>() === 4 ? -f32.MAX_VALUE : -f64.MAX_VALUE));
  let b = a;
  let i: usize = 0;
  for (; i + 64 <= size; i += 64) {
    a = op.max(a, v128.load(x + i));
    b = op.max(b, v128.load(x + i, 16));
    a = op.max(a, v128.load(x + i, 32));
    b = op.max(b, v128.load(x + i, 48));
  }
  for (; i + 16 <= size; i += 16) a = op.max(a, v128.load(x + i));
  for (; i < size; i += sizeof<T>()) b = op.max(b, v128.load_splat<T>(x + i));
  return across<T>(op.max(a, b));
}

/** The largest element of a vector, in all elements. */
export function across<T extends number>(x: v128): v128 {
  const op = instance<Lanes<T>>();
  const a = op.max(x, v128.shuffle<i64>(x, x, 1, 0));
  return sizeof<T>() === 4 ? op.max(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2)) : a;
}

/** Both elements added up, twice. */
export function total(sum: v128): v128 {
  return f64x2.add(sum, v128.shuffle<i64>(sum, sum, 1, 0));
}

/** A way of adding up terms in two sums. */
export abstract class Sums {
  /** Whether the terms are kept. */
  abstract get written(): bool;
  abstract low(low: v128, high: v128): v128;
  abstract high(low: v128, high: v128): v128;
}

/** The terms as they are, written or not. */
abstract class AsTheyAre<K extends Terms> extends Sums {
  low(low: v128, high: v128): v128 {
    return instance<K>().sumLow(low, high);
  }

  high(low: v128, high: v128): v128 {
    return instance<K>().sumHigh(low, high);
  }
}

export class Plain<K extends Terms> extends AsTheyAre<K> {
  get written(): bool {
    return false;
  }
}

export class Written<K extends Terms> extends AsTheyAre<K> {
  get written(): bool {
    return true;
  }
}

/** Their multiples of 2^-31 units, exactly, and the remainders. */
export class OnGrid<K extends Terms> extends Sums {
  get written(): bool {
    return false;
  }

  low(low: v128, high: v128): v128 {
    return f64x2.add(gridPart<K>(instance<K>().sumLow(low, high)), gridPart<K>(instance<K>().sumHigh(low, high)));
  }

  high(low: v128, high: v128): v128 {
    return f64x2.add(remainder<K>(instance<K>().sumLow(low, high)), remainder<K>(instance<K>().sumHigh(low, high)));
  }
}

/**
 * Adds up the terms of a row in two sums, which it returns, and may write the terms to e. Of one
 * entry far ahead of all others the first is that entry's 1, and the second is all that is left
 * when it is taken away: where that shows, the second keeps what its additions lose.
 */
export function sumTerms<K extends Terms, S extends Entries<K>, A extends Sums>(
  x: usize,
  mask: usize,
  e: usize,
  m: v128,
  mLow: v128,
  end: usize,
  size: usize,
  c: usize,
): v128 {
  const k = instance<K>();
  const s = instance<S>();
  const a = instance<A>();
  const tile = a.written ? k.tile : TILE;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let lost = f64x2.splat(0);
  const stop = x + end;
  const maskStop = mask + end;
  if (!end) {
    x = c;
    mask = c + MASKS;
  }
  for (let left = size; ; left -= tile) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    const a0 = s.added(mask, x0);
    const a1 = s.added(mask + 16, x1);
    let p0 = s.expLow(x0, a0, m, mLow);
    const p1 = s.expLow(x1, a1, m, mLow);
    let q0 = p0;
    let q1 = p1;
    if (k.vectors === 2) {
      q0 = s.expHigh(x0, a0, m, mLow);
      q1 = s.expHigh(x1, a1, m, mLow);
    }
    // All stores are last: V8 finishes one vector before a store that comes between two.
    if (tile === 64) {
      const x2 = v128.load(x, 32);
      const x3 = v128.load(x, 48);
      const p2 = s.expLow(x2, s.added(mask + 32, x2), m, mLow);
      const p3 = s.expLow(x3, s.added(mask + 48, x3), m, mLow);
      v128.store(e, p0);
      v128.store(e, p1, 16);
      v128.store(e, p2, 32);
      v128.store(e, p3, 48);
      // Of terms in f32 lanes four may be added there before their sum is widened.
      p0 = q0 = f32x4.add(f32x4.add(p0, p1), f32x4.add(p2, p3));
    } else if (a.written) {
      v128.store(e, p0);
      if (k.vectors === 2) {
        v128.store(e, q0, 16);
        v128.store(e, p1, 32);
        v128.store(e, q1, 48);
      } else v128.store(e, p1, 16);
    }
    low = f64x2.add(low, tile === 64 ? a.low(p0, q0) : f64x2.add(a.low(p0, q0), a.low(p1, q1)));
    const added = tile === 64 ? a.high(p0, q0) : f64x2.add(a.high(p0, q0), a.high(p1, q1));
    if (k.sumsExactly && !a.written) lost = f64x2.add(lost, sumError<f64>(high, added));
    high = f64x2.add(high, added);
    if (left <= tile) break;
    if (a.written) e += tile * k.vectors;
    x = nextTile(x, tile, stop, c);
    if (s.masked) mask = nextTile(mask, tile, maskStop, c + MASKS);
  }
  if (k.sumsExactly && !a.written) high = f64x2.add(high, lost);
  return f64x2.add(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
}

/** Writes the terms that stand at e, times a factor, as the row y. */
export function writeProducts<K extends Terms, T extends number>(
  e: usize,
  y: usize,
  factor: v128,
  factorError: v128,
  end: usize,
  size: usize,
  c: usize,
): void {
  const k = instance<K>();
  const high: usize = 16 * (k.vectors - 1);
  const next: usize = 16 * k.vectors;
  const stop = y + end;
  const results = c + RESULTS;
  if (!end) y = results;
  for (let left = size; ; left -= k.tile) {
    const y0 = k.product(v128.load(e), v128.load(e + high), factor, factorError);
    const y1 = k.product(v128.load(e + next), v128.load(e + next + high), factor, factorError);
    if (k.tile === 64) {
      const y2 = k.product(v128.load(e + 2 * next), v128.load(e + 2 * next + high), factor, factorError);
      const y3 = k.product(v128.load(e + 3 * next), v128.load(e + 3 * next + high), factor, factorError);
      v128.store(y, y2, 32);
      v128.store(y, y3, 48);
    }
    v128.store(y, y0);
    v128.store(y, y1, 16);
    if (left <= k.tile) break;
    e += k.tile * k.vectors;
    y = nextTile(y, k.tile, stop, results);
  }
  copyTail<T>(stop, results, size - end);
}
