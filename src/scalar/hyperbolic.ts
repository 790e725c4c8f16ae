import { LN2_HIGH, LN2_LOW } from "./coefficients.js";
import {
  COSH_REMAINDER_0,
  COSH_REMAINDER_1,
  COSH_REMAINDER_2,
  COSH_REMAINDER_3,
  COSH_REMAINDER_4,
  COSH_REMAINDER_5,
  COSH_REMAINDER_6,
  SINH_REMAINDER_0,
  SINH_REMAINDER_1,
  SINH_REMAINDER_2,
  SINH_REMAINDER_3,
  SINH_REMAINDER_4,
  SINH_REMAINDER_5,
  SINH_REMAINDER_6,
} from "./elementaryCoefficients.js";
import { higherTerms, octaves } from "./exponential.js";
import { power, scaled } from "./power.js";
import { tanhBend } from "./tanh.js";

/** sinh x, within 1 ULP. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  const y = a < 0.5 ? a + a * (a * a) * sinhBend(a * a) : half(a, -1);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** cosh x, within 1 ULP. */
export function cosh(x: number): number {
  const a = Math.abs(x);
  if (!(a < 0.5)) return half(a, 1);
  const z = a * a;
  return 1 + (0.5 * z + z * z * coshBend(z));
}

/**
 * tanh x, within 0.9 ULP: 1 - 2 / (e^2x + 1), with what the sum has lost put right to first order.
 */
export function tanh(x: number): number {
  const a = Math.abs(x);
  const y = a < 0.55 ? a + a * (a * a) * tanhBend(a * a) : farTanh(a);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** An exponential 2^n (head + low). */
interface Exponential {
  readonly n: number;
  readonly head: number;
  readonly low: number;
}

/** e^a, where that is no less than 2^-2000. */
export function exponential(a: number): Exponential {
  const n = octaves(a);
  const high = a - n * LN2_HIGH;
  const r = high - n * LN2_LOW;
  const first = 1 + r;
  const trailing = r - (first - 1) + (high - r - n * LN2_LOW + higherTerms(r));
  const head = first + trailing;
  return { n, head, low: trailing - (head - first) };
}

/**
 * (e^a + sign e^-a) / 2 for a >= 0, as 2^(n - 1) times the sum of the head and sign 2^-2n / head.
 */
function half(a: number, sign: number): number {
  const { n, head, low } = exponential(Math.min(a, 1000));
  const inverse = sign * power(-2 * Math.min(n, 500));
  const other = inverse / head;
  const sum = head + other;
  return scaled(sum + (head - sum + other + low), n - 1);
}

function farTanh(a: number): number {
  const { n, head, low } = exponential(2 * Math.min(a, 20));
  const e = head * power(n);
  const sum = e + 1;
  const lost = 1 - (sum - e) + low * power(n);
  const complement = 2 / sum;
  const y = 1 - complement;
  return y + (1 - y - complement + 0.5 * complement * complement * lost);
}

/** (sinh a / a - 1) / z in z = a² */
function sinhBend(z: number): number {
  const z2 = z * z;
  const upper = SINH_REMAINDER_4 + SINH_REMAINDER_5 * z + SINH_REMAINDER_6 * z2;
  return SINH_REMAINDER_0 + SINH_REMAINDER_1 * z + z2 * (SINH_REMAINDER_2 + SINH_REMAINDER_3 * z + z2 * upper);
}

/** (cosh a - 1 - z / 2) / z² in z = a² */
function coshBend(z: number): number {
  const z2 = z * z;
  const upper = COSH_REMAINDER_4 + COSH_REMAINDER_5 * z + COSH_REMAINDER_6 * z2;
  return COSH_REMAINDER_0 + COSH_REMAINDER_1 * z + z2 * (COSH_REMAINDER_2 + COSH_REMAINDER_3 * z + z2 * upper);
}
