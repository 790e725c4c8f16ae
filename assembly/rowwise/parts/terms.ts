import { kernel, Lanes } from "../../lanes";

/**
 * The terms of a row's sum, e^((x - m) / temperature) with m its largest entry, for one vector of the array at a time. They fill
 * one vector, p, or two, p and q, where the lanes are wider than the array's elements.
 *
 * A term is a multiple of `unit`, a power of two, so that a small one keeps its digits; that of m itself is `unit` exactly. Where
 * x is -Infinity it is 0, and where x is NaN it is NaN. A mask is an array of the same type, added to x / temperature: entries are then
 * x + temperature mask, in two words where one would lose digits of a term.
 *
 * The parameters:
 *
 *     0  log2 e / temperature
 *     1  temperature ln2, its first 15 bits: their product with the exponent of a term is exact, in f32 too
 *     2  the rest of it
 *     3  1 / temperature
 *     4  -764.5 temperature, from where terms are 0 in f64 lanes
 *     5  -104.7 temperature, from where they are in f32 lanes
 *     6  what a row without a term is filled with
 *     7  temperature
 */
export abstract class Terms {
  /** Vectors of terms to a vector of the array, 1 or 2. */
  abstract get parts(): i32;
  abstract get unit(): f64;
  /** Whether the sum of terms must be exact even where it is far from 1. */
  abstract get exact(): bool;
  /** Whether the term of the largest sum must be 1, as that of the largest entry is, where terms are added up. */
  abstract get centred(): bool;
  /** Bytes of the array to one iteration of the pass that writes terms: 32, or 64 where there is one part. */
  abstract get tile(): usize;
  /** The terms of a vector, or of its first half. */
  abstract p(x: v128, m: v128): v128;
  /** The terms of its second half. */
  abstract q(x: v128, m: v128): v128;
  /** How large x / temperature, a mask and their sums may be, those that leave no term aside, for sums to be as exact as terms are. */
  abstract get reach(): f64;
  /** x + temperature mask in the lanes of terms, and what it lost. */
  abstract sum(x: v128, mask: v128): v128;
  abstract sumLow(x: v128, mask: v128): v128;
  /** The terms of sums, m and mLow the words of one that is the largest or next to it. */
  abstract pOfSum(x: v128, mask: v128, m: v128, mLow: v128): v128;
  abstract qOfSum(x: v128, mask: v128, m: v128, mLow: v128): v128;
  /** Terms as two vectors of f64 that add up to their sum, each without a rounding that shows. */
  abstract first(p: v128, q: v128): v128;
  abstract second(p: v128, q: v128): v128;
  /** The sum of the terms of two vectors, in the lanes of terms. */
  abstract join(p: v128, nextP: v128): v128;
  /** The same of two vectors of the array. */
  abstract firstOfTwo(p: v128, q: v128, nextP: v128, nextQ: v128): v128;
  abstract secondOfTwo(p: v128, q: v128, nextP: v128, nextQ: v128): v128;
  /** The terms added up as far as they are multiples of 2^-31 units. A sum of those is exact, up to 2^22 of them: the 1 of m can be taken away again. */
  abstract coarse(p: v128, q: v128): v128;
  /** The rest of the terms, added up. */
  abstract fine(p: v128, q: v128): v128;
  /** Two f64 that are the same, in all lanes of the terms. */
  abstract spread(value: v128): v128;
  /** What that rounds off, in lanes that are narrower. */
  abstract spreadLow(value: v128): v128;
  /** The terms times a factor, in elements of the array. */
  abstract product(p: v128, q: v128, factor: v128, low: v128): v128;
  /** (x - m) / temperature - log, in elements of the array. */
  abstract logarithm(x: v128, m: v128, log: v128): v128;
  /** The same of sums. m is what `centreOfLogarithms` gives for an x and a mask in two f64 each. */
  abstract centreOfLogarithms(x: v128, mask: v128): v128;
  abstract logarithmOfSum(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128;

  /** A vector of f64, as far as it is a multiple of 2^-31 units. */
  protected multiple(terms: v128, unit: f64): v128 {
    const e = kernel<Lanes<f64>>();
    const grid = e.splat(unit * 3145728);
    return e.sub(e.add(terms, grid), grid);
  }
}
