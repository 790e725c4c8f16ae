import { LN2_HIGH, LN2_LOW, NORMAL_DENSITY } from "./coefficients.js";
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
import { higherTerms, octaves } from "./exponential.js";
import { exponential } from "./hyperbolic.js";
import { logOnePlus } from "./log1p.js";
import { ofWords } from "./logarithm.js";
import { power, scaled } from "./power.js";

/** Φ(x), the normal cumulative distribution, within 1.7 ULP. */
export function normalCdf(x: number): number {
  const a = Math.min(Math.abs(x), 38.8);
  if (a < 0.5) {
    const centre = x * NORMAL_CENTRE_0;
    const sum = 0.5 + centre;
    return sum + (0.5 - sum + centre + centreLow(x));
  }
  const y = timesBell(restOfNumerator(Math.fround(a)), a, NORMAL_TAIL_0, 0.9375, NORMAL_DENSITY, 0.5);
  const n = octavesOfBell(a, 0.5);
  return x < 0 ? scaled(y, n) : 1 - y * power(Math.max(n, -1000));
}

/** The n of {@link timesBell}: that of e^(-rate h²) = 2^n e^r. */
export function octavesOfBell(x: number, rate: number): number {
  const h = Math.fround(x);
  return octaves(-rate * h * h);
}

/**
 * e^(-rate h²) ((first + rest) / (h + shift) - slope l (1 - y + 2/3 y²)) divided by 2^n, where x =
 * h + l with h in 24 bits and y = rate h l: a tail at x, from that at h and the slopes there. The
 * shift is so short that products of h + shift with 24 bits are exact.
 */
export function timesBell(rest: number, x: number, first: number, shift: number, slope: number, rate: number): number {
  const h = Math.fround(x);
  const l = x - h;
  const d = h + shift;
  const sum = first + rest;
  const inverse = 1 / d;
  const q = Math.fround(sum * inverse);
  const y = rate * h * l;
  const low = (sum - q * d + (first - sum + rest)) * inverse - slope * l * (1 - y * (1 - (2 / 3) * y));
  const z = -rate * h * h;
  const n = octaves(z);
  const high = z - n * LN2_HIGH;
  const r = high - n * LN2_LOW;
  const e = r + (high - r - n * LN2_LOW + higherTerms(r));
  return q + (q * e + (low + low * e));
}

/** A tail: 2^n (high + low). */
interface Tail {
  readonly n: number;
  readonly high: number;
  readonly low: number;
}

/**
 * Φ(-z) = e^(-z²/2) P(t) / (z + 15/16) with t = (z - 4) / (z + 4), for z up to 38.8, in two words.
 */
function normalTail(z: number): Tail {
  const h = Math.fround(z);
  const low = z - h;
  const delta = -0.5 * low * (h + h + low);
  const d = delta + delta * delta * (0.5 + delta * (1 / 6));
  const { n, head, low: headLow } = exponential(-0.5 * h * h);
  const { q, qLow } = quotient(z);
  const high = q * head;
  return { n, high, low: productError(q, head) + (qLow * head + q * headLow) + high * d };
}

/** P(t) / (z + 15/16), in two words. */
function quotient(z: number): { readonly q: number; readonly qLow: number } {
  const rest = restOfNumerator(z);
  const p = NORMAL_TAIL_0 + rest;
  const divisor = z + 0.9375;
  const divisorLow = sumError(z, 0.9375);
  const q = p / divisor;
  const residue = p - q * divisor - productError(q, divisor);
  return { q, qLow: (residue + (NORMAL_TAIL_0 - p + rest - q * divisorLow)) / divisor };
}

/** log Φ(x), within 1.7 ULP. */
export function logNormalCdf(x: number): number {
  if (Math.abs(x) < 0.5) return ofMiddle(x);
  if (x < 0) return ofLeft(-x);
  const z = Math.min(x, 38.8);
  const { n, high, low } = normalTail(z);
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
  const { q, qLow } = z > 38.8 ? { q: asymptotic(z), qLow: 0 } : quotient(z);
  const logarithm = ofWords(q, qLow, 0);
  return logarithm - square + (sumError(logarithm, -square) - 0.5 * productError(z, z));
}

/** e^(z²/2) Φ(-z) far out */
function asymptotic(z: number): number {
  const w = 1 / (z * z);
  return (NORMAL_DENSITY * (1 - w * (1 - 3 * w * (1 - 5 * w * (1 - 7 * w * (1 - 9 * w)))))) / z;
}

function restOfNumerator(z: number): number {
  const t = (z - 4) / (z + 4);
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const fourth =
    ((((NORMAL_TAIL_23 * t + NORMAL_TAIL_22) * t + NORMAL_TAIL_21) * t + NORMAL_TAIL_20) * t + NORMAL_TAIL_19) * t + NORMAL_TAIL_18;
  const third =
    ((((NORMAL_TAIL_17 * t + NORMAL_TAIL_16) * t + NORMAL_TAIL_15) * t + NORMAL_TAIL_14) * t + NORMAL_TAIL_13) * t + NORMAL_TAIL_12;
  const second =
    ((((NORMAL_TAIL_11 * t + NORMAL_TAIL_10) * t + NORMAL_TAIL_9) * t + NORMAL_TAIL_8) * t + NORMAL_TAIL_7) * t + NORMAL_TAIL_6;
  const first = ((((NORMAL_TAIL_5 * t + NORMAL_TAIL_4) * t + NORMAL_TAIL_3) * t + NORMAL_TAIL_2) * t + NORMAL_TAIL_1) * t;
  return first + t6 * (second + t6 * (third + t6 * fourth));
}

/** Φ(x) - 1/2 less its first word, for |x| <= 1/2. */
function centreLow(x: number): number {
  const z = x * x;
  const upper = ((NORMAL_CENTRE_7 * z + NORMAL_CENTRE_6) * z + NORMAL_CENTRE_5) * z + NORMAL_CENTRE_4;
  const bend = ((upper * z + NORMAL_CENTRE_3) * z + NORMAL_CENTRE_2) * z + NORMAL_CENTRE_1;
  return (Math.abs(x) > 1e-280 ? productError(x, NORMAL_CENTRE_0) : 0) + x * z * bend;
}
