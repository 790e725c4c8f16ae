import { PI_LOW } from "./coefficients.js";
import {
  ARCSINE_REMAINDER_0,
  ARCSINE_REMAINDER_1,
  ARCSINE_REMAINDER_2,
  ARCSINE_REMAINDER_3,
  ARCSINE_REMAINDER_4,
  ARCSINE_REMAINDER_5,
  ARCSINE_REMAINDER_6,
  ARCSINE_REMAINDER_7,
  ARCSINE_REMAINDER_8,
  ARCSINE_REMAINDER_9,
  ARCSINE_REMAINDER_10,
  ARCSINE_REMAINDER_11,
  ARCSINE_REMAINDER_12,
} from "./elementaryCoefficients.js";
import { productError } from "./exact.js";

/** asin x, within 0.7 ULP. */
export function asin(x: number): number {
  const a = Math.abs(x);
  const y = a > 0.5 ? ofNearOne(a, Math.PI / 2, PI_LOW / 2) : a + restOf(a);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** acos x, within 0.7 ULP. */
export function acos(x: number): number {
  if (x > 0.5) {
    const z = 0.5 * (1 - x);
    const s = Math.sqrt(z);
    return 2 * s + 2 * restOfRoot(s, z);
  }
  if (x < -0.5) return ofNearOne(-x, Math.PI, PI_LOW);
  return difference(Math.PI / 2, PI_LOW / 2, x, restOf(x));
}

/** asin a - a up to 1/2 */
function restOf(a: number): number {
  const z = a * a;
  return a * z * bend(z);
}

/** An angle in two words less 2 asin √((1 - a) / 2), for a from 1/2 to 1. */
function ofNearOne(a: number, high: number, low: number): number {
  const z = 0.5 * (1 - a);
  const s = Math.sqrt(z);
  return difference(high, low, 2 * s, 2 * restOfRoot(s, z));
}

/** asin √z - s for the rounded root s. */
function restOfRoot(s: number, z: number): number {
  return (z - s * s - productError(s, s)) / Math.max(2 * s, 1e-300) + s * z * bend(z);
}

/** high + low - y - rest, rounded once. */
function difference(high: number, low: number, y: number, rest: number): number {
  const sum = high - y;
  return sum + (high - sum - y + (low - rest));
}

/** (asin s / s - 1) / z in z = s² */
function bend(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const a = ARCSINE_REMAINDER_0 + ARCSINE_REMAINDER_1 * z + z2 * (ARCSINE_REMAINDER_2 + ARCSINE_REMAINDER_3 * z);
  const b = ARCSINE_REMAINDER_4 + ARCSINE_REMAINDER_5 * z + z2 * (ARCSINE_REMAINDER_6 + ARCSINE_REMAINDER_7 * z);
  const c = ARCSINE_REMAINDER_8 + ARCSINE_REMAINDER_9 * z + z2 * (ARCSINE_REMAINDER_10 + ARCSINE_REMAINDER_11 * z);
  return a + z4 * (b + z4 * (c + z4 * ARCSINE_REMAINDER_12));
}
