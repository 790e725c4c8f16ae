import { ROUNDER } from "./exponential.js";
import { power, scaled, upperWord } from "./power.js";
import {
  EXP_CURVATURE_0,
  EXP_CURVATURE_1,
  EXP_CURVATURE_2,
  EXP_CURVATURE_3,
  LN2_HIGH,
  LN2_LOW,
  LOGARITHM_REMAINDER_0,
  LOGARITHM_REMAINDER_1,
  LOGARITHM_REMAINDER_2,
  LOGARITHM_REMAINDER_3,
  LOGARITHM_REMAINDER_4,
  LOGARITHM_REMAINDER_5,
  LOGARITHM_REMAINDER_6,
  LOGARITHMS,
  PART_HIGH,
  PART_LOW,
  PARTS,
  POWERS,
} from "./powerCoefficients.js";

/** Tables of this module, which V8 knows to be the same each time. */
const LOGARITHM_TABLE = /*#__PURE__*/ Float64Array.from(LOGARITHMS);
const POWER_TABLE = /*#__PURE__*/ Float64Array.from(POWERS);

/** The upper word of 0.707, where the intervals of the table begin. */
const LEAST = 0x3fe6a000;

/** The |x| up to which e^x is a normal number. */
const NORMAL = 700;

/** The |x| from which on it is infinite or 0. */
const REACH = 762;

/**
 * x to the power of y, within 0.8 ULP, and exact where a whole power is a number.
 *
 * What few numbers need stands apart: V8 inlines so much and no more, and makes an object of every
 * number that goes to a function beyond.
 */
export function pow(x: number, y: number): number {
  return x >= 2 ** -1000 && x <= 2 ** 1000 ? ofPositive(x, 0, y) : 1 * ofRare(x, y);
}

function ofRare(x: number, y: number): number {
  if (y === 0) return 1;
  const power = 1 * ofMagnitude(Math.abs(x), y);
  if (!(x < 0 || Object.is(x, -0))) return power;
  const isWhole = y === Math.floor(y);
  if (!isWhole) return x < 0 && x > -Infinity ? NaN : power;
  return y * 0.5 === Math.floor(y * 0.5) ? power : -power;
}

function ofMagnitude(a: number, y: number): number {
  if (!(a > 0 && a < Infinity)) return beyond(y * (a === 0 ? -Infinity : a));
  if (a < 2 ** -1000) return ofPositive(a * 2 ** 100, -100, y);
  return a > 2 ** 1000 ? ofPositive(a * 2 ** -100, 100, y) : ofPositive(a, 0, y);
}

/** e^x where it is 0, infinite or NaN. */
function beyond(x: number): number {
  return x > 0 ? Infinity : x < 0 ? 0 : NaN;
}

/**
 * e^(y (log a + octaves ln2)). The logarithm is that of z = 2^-k a, next to 1 / c with a c from a
 * table (Tang 1990):
 *
 *     log a = k ln2 - log c + r - r²/2 + r³ (1/3 - r/4 + ...),   r = z c - 1
 *
 * It has two words, and so have r and its square; the power has them as well.
 */
function ofPositive(a: number, octaves: number, y: number): number {
  const word = upperWord(a) - LEAST;
  const i = 3 * ((word >> 14) & 63);
  const octave = word >> 20;
  const z = a * power(0 - octave);
  const k = octave + octaves;
  const c = LOGARITHM_TABLE[i];
  const zHigh = Math.fround(z);
  const rHigh = zHigh * c - 1;
  const rLow = (z - zHigh) * c;
  const r = rHigh + rLow;
  const whole = k * LN2_HIGH + LOGARITHM_TABLE[i + 1];
  const sum = whole + r;
  const square = 0.5 * rHigh * rHigh;
  const high = sum - square;
  const lost = whole - sum + r + (sum - high - square) + (rHigh - r + rLow);
  const head = Math.fround(high);
  const tail = high - head + (lost + (k * LN2_LOW + LOGARITHM_TABLE[i + 2] - 0.5 * rLow * (rHigh + r)) + bend(r));

  const yHigh = Math.fround(y);
  const first = yHigh * head;
  if (!(Math.abs(first) < NORMAL)) return 1 * ofLarge(y, head, tail);
  const n = first * PARTS + ROUNDER - ROUNDER;
  return mantissa(n, first, (y - yHigh) * head + y * tail) * power(n >> 6);
}

/** e^(y (head + tail)) where it may be no normal number. */
function ofLarge(y: number, head: number, tail: number): number {
  if (!(Math.abs(y * head) < REACH)) return beyond(y * head);
  const finite = y < -(2 ** 64) ? -(2 ** 64) : y > 2 ** 64 ? 2 ** 64 : y;
  const yHigh = Math.fround(finite);
  const first = yHigh * head;
  const n = first * PARTS + ROUNDER - ROUNDER;
  return scaled(mantissa(n, first, (finite - yHigh) * head + finite * tail), n >> 6);
}

/** log(1 + r) - r + r²/2 */
function bend(r: number): number {
  const square = r * r;
  const upper = LOGARITHM_REMAINDER_4 + LOGARITHM_REMAINDER_5 * r + square * LOGARITHM_REMAINDER_6;
  const middle = LOGARITHM_REMAINDER_2 + LOGARITHM_REMAINDER_3 * r + square * upper;
  return r * square * (LOGARITHM_REMAINDER_0 + LOGARITHM_REMAINDER_1 * r + square * middle);
}

/**
 * e^(x + low) but for the whole octaves in n, the 64ths of an octave in x: 2^(n/64) e^r, x of 48
 * bits; the first power has two words.
 */
function mantissa(n: number, x: number, low: number): number {
  const r = x - n * PART_HIGH + (low - n * PART_LOW);
  const i = 2 * (n & 63);
  const first = POWER_TABLE[i];
  const square = r * r;
  const rest = r + square * (EXP_CURVATURE_0 + EXP_CURVATURE_1 * r + square * (EXP_CURVATURE_2 + EXP_CURVATURE_3 * r));
  return first + first * (rest + POWER_TABLE[i + 1]);
}
