import { instance } from "../../lanes";

/**
 * The terms of a row's sum, e^((x - m) / temperature) with m its largest entry, for one vector of
 * the array at a time. They fill one vector, or two where the lanes are wider than the array's
 * elements.
 *
 * A term is a multiple of `unit`, a power of two, so that a small one keeps its digits; that of m
 * itself is `unit` exactly. Where x is -Infinity it is 0, and where x is NaN it is NaN. A mask is
 * an array of the same type, added to x / temperature: entries are then x + temperature mask, in
 * two words where one would lose digits of a term.
 *
 * The parameters:
 *
 *     0  log2 e / temperature
 *     1  temperature ln2, its first 15 bits: their product with the exponent of a term is exact, in f32 too
 *     2  the rest of it
 *     3  1 / temperature
 *     4  -764.5 temperature, from where terms are 0 in f64 lanes
 *     5  -104.7 temperature, from where they are in f32 lanes
 *     6  the value of all results of a row without a term
 *     7  temperature
 */
export abstract class Terms {
  /** Vectors of terms to a vector of the array, 1 or 2. */
  abstract get vectors(): i32;
  abstract get unit(): f64;
  /**
   * Bytes of the array to one iteration of the pass that writes terms: 32, or 64 where terms fill
   * one vector.
   */
  abstract get tile(): usize;
  /** Whether sums are exact, so that they can be far below 1 once the 1 of m is taken away. */
  abstract get sumsExactly(): bool;
  /**
   * Whether m must be an entry where there is a mask, and not only next to one, where terms are
   * added up.
   */
  abstract get centred(): bool;
  /**
   * The bound of x / temperature, a mask and their sums, entries without a term aside, for sums as
   * exact as terms.
   */
  abstract get reach(): f64;
  /**
   * Whether terms are taken from an origin of their own, not from m: it need not be an entry where
   * they are needed for their quotients alone.
   */
  abstract get hasOrigin(): bool;
  /** The vectors that take the places of m and mLow in the passes. */
  abstract origin(m: v128): v128;
  abstract originLow(m: v128, mLow: v128, c: usize): v128;
  /** Writes the entry whose term would be `unit` to a record, unless it is m. */
  abstract writeOrigin(m: v128, record: usize): void;
  /** The terms of a vector, or of its first half; and those of its second half. */
  abstract expLow(x: v128, m: v128, mLow: v128): v128;
  abstract expHigh(x: v128, m: v128, mLow: v128): v128;
  /** x + temperature mask in the lanes of terms, and its rounding error. */
  abstract masked(x: v128, mask: v128): v128;
  abstract maskedError(x: v128, mask: v128): v128;
  /** The terms of masked entries, m and mLow the words of one that is the largest or next to it. */
  abstract expLowMasked(x: v128, mask: v128, m: v128, mLow: v128): v128;
  abstract expHighMasked(x: v128, mask: v128, m: v128, mLow: v128): v128;
  /** Terms as two vectors of f64 that add up to their sum, each without a rounding that shows. */
  abstract sumLow(low: v128, high: v128): v128;
  abstract sumHigh(low: v128, high: v128): v128;
  /**
   * Two f64 that are the same, in all lanes of the terms; and what that rounds off, in lanes that
   * are narrower.
   */
  abstract broadcast(value: v128): v128;
  abstract broadcastError(value: v128): v128;
  /** The terms times a factor, in elements of the array. */
  abstract product(low: v128, high: v128, factor: v128, factorError: v128): v128;
  /** (x - m) / temperature - log, in elements of the array. */
  abstract logarithm(x: v128, m: v128, log: v128): v128;
  /**
   * (x - m) / temperature - log of masked entries. m is what `centreOfLogarithms` gives for an x
   * and a mask in two f64 each.
   */
  abstract logarithmMasked(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128;
  abstract centreOfLogarithms(x: v128, mask: v128): v128;
}

/** Terms in f64 lanes. */
export abstract class WideTerms extends Terms {
  get unit(): f64 {
    return 2 ** 80;
  }

  get tile(): usize {
    return 32;
  }

  get centred(): bool {
    return false;
  }

  /**
   * The bound within which a sum in one word is off by less than 2^-34, and the second of two by
   * less than 2^-60.
   */
  get reach(): f64 {
    return 131072;
  }

  get hasOrigin(): bool {
    return false;
  }

  origin(m: v128): v128 {
    return m;
  }

  originLow(m: v128, mLow: v128, c: usize): v128 {
    return mLow;
  }

  writeOrigin(m: v128, record: usize): void {}

  broadcast(value: v128): v128 {
    return value;
  }

  broadcastError(value: v128): v128 {
    return value;
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return this.masked(x, mask);
  }
}

/**
 * A vector of f64 terms, as far as it is a multiple of 2^-31 units. A sum of those is exact, up to
 * 2^22 of them: the 1 of m can be taken away again.
 */
export function gridPart<K extends Terms>(terms: v128): v128 {
  const grid = f64x2.splat(instance<K>().unit * 3145728);
  return f64x2.sub(f64x2.add(terms, grid), grid);
}

export function remainder<K extends Terms>(terms: v128): v128 {
  return f64x2.sub(terms, gridPart<K>(terms));
}
