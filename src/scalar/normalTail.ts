import { NORMAL_DENSITY } from "./coefficients.js";
import {
  NORMAL_CENTRE_0,
  NORMAL_CENTRE_1,
  NORMAL_CENTRE_2,
  NORMAL_CENTRE_3,
  NORMAL_CENTRE_4,
  NORMAL_CENTRE_5,
  NORMAL_CENTRE_6,
  NORMAL_CENTRE_7,
  NORMAL_TAIL_0,
  NORMAL_TAIL_1,
  NORMAL_TAIL_2,
  NORMAL_TAIL_3,
  NORMAL_TAIL_4,
  NORMAL_TAIL_5,
  NORMAL_TAIL_6,
  NORMAL_TAIL_7,
  NORMAL_TAIL_8,
  NORMAL_TAIL_9,
  NORMAL_TAIL_10,
  NORMAL_TAIL_11,
  NORMAL_TAIL_12,
  NORMAL_TAIL_13,
  NORMAL_TAIL_14,
  NORMAL_TAIL_15,
  NORMAL_TAIL_16,
  NORMAL_TAIL_17,
  NORMAL_TAIL_18,
  NORMAL_TAIL_19,
  NORMAL_TAIL_20,
  NORMAL_TAIL_21,
  NORMAL_TAIL_22,
  NORMAL_TAIL_23,
} from "./elementaryCoefficients.js";
import { productError, sumError } from "./exact.js";
import { exponential } from "./hyperbolic.js";
import { logOnePlus } from "./log1p.js";
import { ofWords } from "./logarithm.js";
import { power, scaled } from "./power.js";

/** A tail: 2^n (high + low). */
export interface Tail {
  readonly n: number;
  readonly high: number;
  readonly low: number;
}

/** Φ(x), the normal cumulative distribution, within 1.2 ULP. */
export function normalCdf(x: number): number {
  const a = Math.min(Math.abs(x), 38.8);
  if (a < 0.5) {
    const centre = x * NORMAL_CENTRE_0;
    const sum = 0.5 + centre;
    return sum + (0.5 - sum + centre + centreLow(x));
  }
  const tail = normalTail(a, a, 0, 0.5);
  return x < 0 ? scaled(tail.high + tail.low, tail.n) : complement(1, tail);
}

/**
 * Φ(-z) = e^(-z²/2) P(t) / (z + 15/16) with t = (z - 4) / (z + 4), for z + zLow up to 38.8. All
 * parts have two words. The exponential is that of -rate x², with x = h + low and h in 24 bits, of
 * which the square is exact.
 */
export function normalTail(x: number, z: number, zLow: number, rate: number): Tail {
  const h = Math.fround(x);
  const low = x - h;
  const { n, head, low: headLow } = exponential(-rate * h * h);
  const delta = -rate * low * (h + h + low);
  const d = delta + delta * delta * (0.5 + delta * (1 / 6));
  const { q, qLow } = quotient(z, zLow);
  const high = q * head;
  return { n, high, low: productError(q, head) + (qLow * head + q * headLow) + high * d };
}

/** P(t) / (z + 15/16), in two words. */
function quotient(z: number, zLow: number): { readonly q: number; readonly qLow: number } {
  const rest = restOfNumerator((z - 4) / (z + 4));
  const p = NORMAL_TAIL_0 + rest;
  const divisor = z + 0.9375;
  const divisorLow = sumError(z, 0.9375) + zLow;
  const q = p / divisor;
  const residue = p - q * divisor - productError(q, divisor);
  return { q, qLow: (residue + (NORMAL_TAIL_0 - p + rest - q * divisorLow)) / divisor };
}

/** log Φ(x), within 1.7 ULP. */
export function logNormalCdf(x: number): number {
  if (Math.abs(x) < 0.5) return ofMiddle(x);
  if (x < 0) return ofLeft(-x);
  const z = Math.min(x, 38.8);
  const { n, high, low } = normalTail(z, z, 0, 0.5);
  const factor = power(Math.max(n, -1000));
  const sum = high + low;
  const tail = sum * factor;
  return tail < 5.551115123125783e-17 ? -scaled(sum, n) : logOnePlus(-tail, -((high - sum + low) * factor));
}

/** ln2 less the nearest double. */
const LN2_REST = 2.3190468138462996e-17;

/** log(1 + 2 (Φ(x) - 1/2)) - ln2 */
function ofMiddle(x: number): number {
  const first = x * NORMAL_CENTRE_0;
  const second = centreLow(x);
  const centre = first + second;
  const l = logOnePlus(2 * centre, 2 * (first - centre + second));
  const sum = l - Math.LN2;
  return sum + (-Math.LN2 - sum + l - LN2_REST);
}

/** log Φ(-z), as log(e^(z²/2) Φ(-z)) - z²/2 */
function ofLeft(z: number): number {
  const square = 0.5 * (z * z);
  if (square === Infinity) return -Infinity;
  const { q, qLow } = z > 38.8 ? { q: asymptotic(z), qLow: 0 } : quotient(z, 0);
  const logarithm = ofWords(q, qLow, 0);
  return logarithm - square + (sumError(logarithm, -square) - 0.5 * productError(z, z));
}

/** e^(z²/2) Φ(-z) far out */
function asymptotic(z: number): number {
  const w = 1 / (z * z);
  return (NORMAL_DENSITY * (1 - w * (1 - 3 * w * (1 - 5 * w * (1 - 7 * w * (1 - 9 * w)))))) / z;
}

/** A whole number less a tail. */
export function complement(whole: number, { n, high, low }: Tail): number {
  const factor = power(Math.max(n, -1000));
  const w = high * factor;
  const y = whole - w;
  return y + (whole - y - w - low * factor);
}

function restOfNumerator(t: number): number {
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const first = t * ((((NORMAL_TAIL_5 * t + NORMAL_TAIL_4) * t + NORMAL_TAIL_3) * t + NORMAL_TAIL_2) * t + NORMAL_TAIL_1);
  const second = quintic(t, NORMAL_TAIL_6, NORMAL_TAIL_7, NORMAL_TAIL_8, NORMAL_TAIL_9, NORMAL_TAIL_10, NORMAL_TAIL_11);
  const third = quintic(t, NORMAL_TAIL_12, NORMAL_TAIL_13, NORMAL_TAIL_14, NORMAL_TAIL_15, NORMAL_TAIL_16, NORMAL_TAIL_17);
  const fourth = quintic(t, NORMAL_TAIL_18, NORMAL_TAIL_19, NORMAL_TAIL_20, NORMAL_TAIL_21, NORMAL_TAIL_22, NORMAL_TAIL_23);
  return first + t6 * (second + t6 * (third + t6 * fourth));
}

export function quintic(x: number, c0: number, c1: number, c2: number, c3: number, c4: number, c5: number): number {
  return ((((c5 * x + c4) * x + c3) * x + c2) * x + c1) * x + c0;
}

/** Φ(x) - 1/2 less its first word, for |x| <= 1/2. */
function centreLow(x: number): number {
  const z = x * x;
  const upper = ((NORMAL_CENTRE_7 * z + NORMAL_CENTRE_6) * z + NORMAL_CENTRE_5) * z + NORMAL_CENTRE_4;
  const bend = ((upper * z + NORMAL_CENTRE_3) * z + NORMAL_CENTRE_2) * z + NORMAL_CENTRE_1;
  return (Math.abs(x) > 1e-280 ? productError(x, NORMAL_CENTRE_0) : 0) + x * z * bend;
}
