import { nearWords } from "./angle.js";
import { PI_LOW, SINE_0, SINE_1, SINE_2, SINE_3, SINE_4, SINE_5, SINE_6, SINE_7 } from "./coefficients.js";
import {
  COSINE_REMAINDER_0,
  COSINE_REMAINDER_1,
  COSINE_REMAINDER_2,
  COSINE_REMAINDER_3,
  COSINE_REMAINDER_4,
  COSINE_REMAINDER_5,
  COSINE_REMAINDER_6,
} from "./elementaryCoefficients.js";
import { productError, sumError } from "./exact.js";
import { ROUNDER } from "./exponential.js";
import { halfTurns } from "./turns.js";

/** sin x, within 0.9 ULP. */
export function sin(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) return x === 0 ? x : sineWithin(x, 0);
  const { u, low, quarters } = remainder(x);
  return ofQuarters(u, low, quarters);
}

/** cos x, within 0.9 ULP. */
export function cos(x: number): number {
  if (Math.abs(x) <= Math.PI / 4) return cosineWithin(x, 0);
  const { u, low, quarters } = remainder(x);
  return ofQuarters(u, low, quarters + 1);
}

/** tan x, within 1.5 ULP: the quotient of sine and cosine, each in two words. */
export function tan(x: number): number {
  if (x === 0) return x;
  const { u, low, quarters } = remainder(x);
  const first = cosineFirst(u);
  const sineLow = sineCorrection(u, low);
  const cosineLow = cosineCorrection(u, low);
  const sine = u + sineLow;
  const cosine = first + cosineLow;
  const sineLost = u - sine + sineLow;
  const cosineLost = first - cosine + cosineLow;
  return quarters & 1 ? quotient(-cosine, -cosineLost, sine, sineLost) : quotient(sine, sineLost, cosine, cosineLost);
}

/** (a + aLow) / (b + bLow) */
function quotient(a: number, aLow: number, b: number, bLow: number): number {
  const q = a / b;
  return q + (aLow - q * bLow) / b;
}

function ofQuarters(u: number, low: number, quarters: number): number {
  const y = quarters & 1 ? cosineWithin(u, low) : sineWithin(u, low);
  return quarters & 2 ? -y : y;
}

/** sin(u + low) for |u| <= π/4 */
function sineWithin(u: number, low: number): number {
  return u + sineCorrection(u, low);
}

/** sin(u + low) - u */
function sineCorrection(u: number, low: number): number {
  const z = u * u;
  const z2 = z * z;
  const w = SINE_0 + SINE_1 * z + z2 * (SINE_2 + SINE_3 * z + z2 * (SINE_4 + SINE_5 * z + z2 * (SINE_6 + SINE_7 * z)));
  return u * z * w + low * (1 - 0.5 * z);
}

/** cos(u + low) for |u| <= π/4, as 1 - u²/2 in two words and the rest. */
function cosineWithin(u: number, low: number): number {
  return cosineFirst(u) + cosineCorrection(u, low);
}

/** 1 - u²/2, rounded */
function cosineFirst(u: number): number {
  return 1 - 0.5 * (u * u);
}

/** cos(u + low) without {@link cosineFirst} */
function cosineCorrection(u: number, low: number): number {
  const z = u * u;
  const z2 = z * z;
  const upper = COSINE_REMAINDER_4 + COSINE_REMAINDER_5 * z + z2 * COSINE_REMAINDER_6;
  const terms = COSINE_REMAINDER_0 + COSINE_REMAINDER_1 * z + z2 * (COSINE_REMAINDER_2 + COSINE_REMAINDER_3 * z + z2 * upper);
  return 1 - cosineFirst(u) - 0.5 * z + (z2 * terms - u * low);
}

/** The rest of an angle in two words, when a whole number of quarter turns is taken off. */
interface Remainder {
  readonly u: number;
  readonly low: number;
  readonly quarters: number;
}

function remainder(x: number): Remainder {
  if (Math.abs(x) > 131072) return farRemainder(x);
  const n = x * (2 / Math.PI) + ROUNDER - ROUNDER;
  const { r, low } = nearWords(x, 0, 0.5 * n);
  return { u: r, low, quarters: n };
}

function farRemainder(x: number): Remainder {
  const { n, high, low } = halfTurns(x);
  const twice = 2 * high + ROUNDER - ROUNDER;
  const f = high - 0.5 * twice;
  const g = f + low;
  const gLow = sumError(f, low);
  return {
    u: g * Math.PI,
    low: productError(g, Math.PI) + (g * PI_LOW + gLow * Math.PI),
    quarters: 2 * n + twice,
  };
}
