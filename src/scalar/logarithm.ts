import { ARTANH_0, ARTANH_1, ARTANH_2, ARTANH_3, ARTANH_4, ARTANH_5, ARTANH_6, LN2_HIGH, LN2_LOW } from "./coefficients.js";
import { LOG2E_HIGH, LOG2E_LOW, LOG10_2_HIGH, LOG10_2_LOW, LOG10E_HIGH, LOG10E_LOW } from "./elementaryCoefficients.js";
import { exponentOf, scaled } from "./power.js";

/** log x, within 0.7 ULP. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return ofNoNumber(x);
  const k = octaveOf(x);
  return logarithm(k, fraction(x, k), 0);
}

/** log2 x, within 0.8 ULP, and exact for powers of 2. */
export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return ofNoNumber(x);
  const k = octaveOf(x);
  return inBase(fraction(x, k), k, 0, LOG2E_HIGH, LOG2E_LOW);
}

/** log10 x, within 0.8 ULP, and exact for powers of 10. */
export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return ofNoNumber(x);
  const k = octaveOf(x);
  return inBase(fraction(x, k), k * LOG10_2_HIGH, k * LOG10_2_LOW, LOG10E_HIGH, LOG10E_LOW);
}

/** log(u + low), and some octaves more. */
export function ofWords(u: number, low: number, octaves: number): number {
  const k = exponentOf(u * Math.SQRT1_2) + 1;
  return logarithm(k + octaves, fraction(u, k), low / u);
}

/** The logarithm of 0, of an infinity, or NaN. */
function ofNoNumber(x: number): number {
  return x === 0 ? -Infinity : x > 0 ? x : NaN;
}

/** The k for which a positive x = 2^k (1 + f) with f between √½ - 1 and √2 - 1. */
export function octaveOf(x: number): number {
  return x < 2 ** -1000 ? exponentOf(x * 2 ** 100 * Math.SQRT1_2) - 99 : exponentOf(x * Math.SQRT1_2) + 1;
}

/** The f, exactly. */
export function fraction(x: number, k: number): number {
  return scaled(x, 0 - k) - 1;
}

/**
 * k ln2 + log(1 + f) + low, where with s = f / (2 + f)
 *
 *     log(1 + f) = f - f²/2 + s (f²/2 + 2 artanh(s) / s - 2)
 *
 * The largest terms, k ln2 and f - f²/2, have two words each.
 */
export function logarithm(k: number, f: number, low: number): number {
  const square = squareOf(f);
  const first = f - square;
  const sum = k * LN2_HIGH + first;
  return sum + (k * LN2_HIGH - sum + first + rest(f, square, low + k * LN2_LOW));
}

/** A whole number of octaves in two words, and log(1 + f) times a factor in two words. */
function inBase(f: number, high: number, low: number, factorHigh: number, factorLow: number): number {
  const square = squareOf(f);
  const first = f - square;
  const head = Math.fround(first);
  const product = head * factorHigh;
  const sum = high + product;
  const tail = (first - head + rest(f, square, 0)) * (factorHigh + factorLow) + head * factorLow;
  return sum + (high - sum + product + (tail + low));
}

/** f²/2 of f in 24 bits: exact. */
function squareOf(f: number): number {
  const high = Math.fround(f);
  return 0.5 * high * high;
}

/** log(1 + f) less f - square, rounded, and some low words. */
function rest(f: number, square: number, low: number): number {
  const high = Math.fround(f);
  const squareLow = 0.5 * (f - high) * (f + high);
  const s = f / (2 + f);
  const z = s * s;
  return f - (f - square) - square + (low - squareLow + s * (square + squareLow + z * artanh(z)));
}

/** (2 artanh(s) / s - 2) / z in z = s² */
function artanh(z: number): number {
  const z2 = z * z;
  return ARTANH_0 + ARTANH_1 * z + z2 * (ARTANH_2 + ARTANH_3 * z + z2 * (ARTANH_4 + ARTANH_5 * z + ARTANH_6 * z2));
}
