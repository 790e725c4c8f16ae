import { ARTANH_0, ARTANH_1, ARTANH_2, ARTANH_3, ARTANH_4, ARTANH_5, ARTANH_6, LN2_HIGH, LN2_LOW } from "./coefficients.js";
import { LOG2E_HIGH, LOG2E_LOW, LOG10_2_HIGH, LOG10_2_LOW, LOG10E_HIGH, LOG10E_LOW } from "./elementaryCoefficients.js";
import { exponentOf, power } from "./power.js";

/** log x, within 0.7 ULP. */
export function log(x: number): number {
  if (!(x >= 2 ** -1000 && x < Infinity)) return 1 * ofRare(x, natural);
  const k = octaveOf(x);
  return natural(k, fraction(x, k));
}

/** log2 x, within 0.8 ULP, and exact for powers of 2. */
export function log2(x: number): number {
  if (!(x >= 2 ** -1000 && x < Infinity)) return 1 * ofRare(x, binary);
  const k = octaveOf(x);
  return binary(k, fraction(x, k));
}

/** log10 x, within 0.8 ULP, and exact for powers of 10. */
export function log10(x: number): number {
  if (!(x >= 2 ** -1000 && x < Infinity)) return 1 * ofRare(x, decimal);
  const k = octaveOf(x);
  return decimal(k, fraction(x, k));
}

function natural(k: number, f: number): number {
  return logarithm(k, f, 0);
}

function binary(k: number, f: number): number {
  return inBase(f, k, 0, LOG2E_HIGH, LOG2E_LOW);
}

function decimal(k: number, f: number): number {
  return inBase(f, k * LOG10_2_HIGH, k * LOG10_2_LOW, LOG10E_HIGH, LOG10E_LOW);
}

/** A logarithm of a small number that may be subnormal, of 0, of an infinity, or NaN. */
function ofRare(x: number, ofParts: (k: number, f: number) => number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  const k = octaveOf(x * 2 ** 100);
  return ofParts(k - 100, fraction(x * 2 ** 100, k));
}

/** log(u + low), and some octaves more. */
export function ofWords(u: number, low: number, octaves: number): number {
  const k = octaveOf(u);
  return logarithm(k + octaves, fraction(u, k), low / u);
}

/** The k for which a positive normal x = 2^k (1 + f) with f between √½ - 1 and √2 - 1. */
export function octaveOf(x: number): number {
  return exponentOf(x * Math.SQRT1_2) + 1;
}

/** The f, exactly. */
export function fraction(x: number, k: number): number {
  const half = k >> 1;
  return x * power(0 - half) * power(half - k) - 1;
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
