import { COTH_0, COTH_1, COTH_2, COTH_3, COTH_4, LN2_HIGH, LN2_LOW } from "./coefficients.js";
import { scaled } from "./power.js";

/** 1.5 2^52: what is added to it becomes a whole number. */
export const ROUNDER = 6755399441055744;
const TWO_TO_120 = 1.329227995784916e36;

/**
 * e^x, within 0.65 ULP, or 0.85 where it is subnormal. Like all of this folder it is made of sums,
 * products and quotients, and so the same bits in every engine, as Math.exp is not.
 */
export function exp(x: number): number {
  const z = Math.max(-1500, Math.min(x, 1500));
  const n = octaves(z);
  return scaled(mantissa(z, n), n);
}

/**
 * factor e^x, with every digit down to the last subnormal of the product. Where e^x is next to
 * nothing beside any number, it is 0.
 */
export function timesExp(factor: number, x: number): number {
  if (x < -1500) return factor * 0;
  const z = Math.min(x, 1500);
  const n = octaves(z);
  const m = mantissa(z, n);
  const size = Math.abs(factor);
  // Neither may the product with the mantissa overflow, nor a subnormal one lose digits.
  if (size > 1e300) return scaled(factor * 0.5 * m, n + 1);
  return size < 1e-290 ? scaled(factor * TWO_TO_120 * m, n - 120) : scaled(factor * m, n);
}

/** e^x 2^-n for the n of x */
function mantissa(x: number, n: number): number {
  const high = x - n * LN2_HIGH;
  const r = high - n * LN2_LOW;
  const first = 1 + r;
  return first + (r - (first - 1) + (high - r - n * LN2_LOW + higherTerms(r)));
}

/** The whole n for which e^x = 2^n e^r with |r| < 0.347: r is x - n ln2. */
export function octaves(x: number): number {
  return x * Math.LOG2E + ROUNDER - ROUNDER;
}

/**
 * e^r - 1 - r. With z = r² and r coth(r/2) = 2 + z w(z) it is r y / (2 - y), y = r - z w; written
 * as z/2 and what that is beside it, it has fewer roundings.
 */
export function higherTerms(r: number): number {
  const z = r * r;
  const z2 = z * z;
  const w = z * (COTH_0 + COTH_1 * z + z2 * (COTH_2 + COTH_3 * z + z2 * COTH_4));
  const y = r - w;
  return 0.5 * z + 0.5 * r * ((y * y) / (2 - y) - w);
}
