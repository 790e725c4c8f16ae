import { PI_LOW } from "./coefficients.js";
import {
  COSINE_REMAINDER_0,
  COSINE_REMAINDER_1,
  COSINE_REMAINDER_2,
  COSINE_REMAINDER_3,
  COSINE_REMAINDER_4,
  COSINE_REMAINDER_5,
  QUARTER_SINE_0,
  QUARTER_SINE_1,
  QUARTER_SINE_2,
  QUARTER_SINE_3,
  QUARTER_SINE_4,
  QUARTER_SINE_5,
  QUARTER_TURN_0,
  QUARTER_TURN_1,
  QUARTER_TURN_2,
} from "./elementaryCoefficients.js";
import { productError, sumError } from "./exact.js";
import { ROUNDER } from "./exponential.js";
import { halfTurns } from "./turns.js";

/** The angles up to which {@link remainder} is right. */
const REACH = 131072;

/** sin x, within 0.9 ULP. */
export function sin(x: number): number {
  if (x === 0) return x;
  return Math.abs(x) > REACH ? 1 * sineOf(farRemainder(x), 0) : sineOf(remainder(x), 0);
}

/** cos x, within 0.9 ULP. */
export function cos(x: number): number {
  return Math.abs(x) > REACH ? 1 * sineOf(farRemainder(x), 1) : sineOf(remainder(x), 1);
}

/** tan x, within 1.6 ULP. */
export function tan(x: number): number {
  if (x === 0) return x;
  return Math.abs(x) > REACH ? 1 * tangentOf(farRemainder(x)) : tangentOf(remainder(x));
}

/**
 * The sine of an angle and so many quarter turns more. The sign is a factor, as processors guess
 * every second branch on it wrong.
 */
function sineOf({ u, low, quarters }: Remainder, more: number): number {
  const n = (quarters | 0) + more;
  const z = u * u;
  const first = 1 - 0.5 * z;
  const y = n & 1 ? first + cosineCorrection(u, low, z, first) : u + sineCorrection(u, low, z, first);
  return (1 - (n & 2)) * y;
}

/** The quotient of sine and cosine, each in two words. */
function tangentOf({ u, low, quarters }: Remainder): number {
  const z = u * u;
  const first = 1 - 0.5 * z;
  const sineLow = sineCorrection(u, low, z, first);
  const cosineLow = cosineCorrection(u, low, z, first);
  const sine = u + sineLow;
  const cosine = first + cosineLow;
  const sineLost = u - sine + sineLow;
  const cosineLost = first - cosine + cosineLow;
  const isOdd = (quarters & 1) === 1;
  const a = isOdd ? -cosine : sine;
  const aLow = isOdd ? -cosineLost : sineLost;
  const b = isOdd ? sine : cosine;
  const q = a / b;
  return q + (aLow - q * (isOdd ? sineLost : cosineLost)) / b;
}

/** sin(u + low) - u with z = u², and first = 1 - z/2 */
function sineCorrection(u: number, low: number, z: number, first: number): number {
  const z2 = z * z;
  const middle = QUARTER_SINE_2 + QUARTER_SINE_3 * z + z2 * (QUARTER_SINE_4 + QUARTER_SINE_5 * z);
  return u * z * (QUARTER_SINE_0 + QUARTER_SINE_1 * z + z2 * middle) + low * first;
}

/** cos(u + low) - first with z = u², and first = 1 - z/2 rounded */
function cosineCorrection(u: number, low: number, z: number, first: number): number {
  const z2 = z * z;
  const middle = COSINE_REMAINDER_2 + COSINE_REMAINDER_3 * z + z2 * (COSINE_REMAINDER_4 + COSINE_REMAINDER_5 * z);
  return 1 - first - 0.5 * z + (z2 * (COSINE_REMAINDER_0 + COSINE_REMAINDER_1 * z + z2 * middle) - u * low);
}

/** The rest of an angle in two words, when a whole number of quarter turns is taken off. */
interface Remainder {
  readonly u: number;
  readonly low: number;
  readonly quarters: number;
}

function remainder(x: number): Remainder {
  const n = x * (2 / Math.PI) + ROUNDER - ROUNDER;
  const first = x - n * QUARTER_TURN_0;
  const second = n * QUARTER_TURN_1;
  const head = first - second;
  const rest = first - head - second - n * QUARTER_TURN_2;
  const u = head + rest;
  return { u, low: head - u + rest, quarters: n };
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
