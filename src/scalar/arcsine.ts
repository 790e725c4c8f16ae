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

/** asin x, within 0.7 ULP. */
export function asin(x: number): number {
  const a = Math.abs(x);
  if (!(a > 0.5)) return x + x * (x * x) * bend(x * x);
  const z = 0.5 * (1 - a);
  const s = Math.sqrt(z);
  const head = Math.fround(s);
  const y = Math.PI / 2 - 2 * head - (2 * restOfRoot(s, head, z) - PI_LOW / 2);
  return x < 0 ? -y : y;
}

/** acos x, within 0.8 ULP. */
export function acos(x: number): number {
  const a = Math.abs(x);
  if (!(a > 0.5)) return Math.PI / 2 - (x - (PI_LOW / 2 - x * (x * x) * bend(x * x)));
  const z = 0.5 * (1 - a);
  const s = Math.sqrt(z);
  const head = Math.fround(s);
  const rest = 2 * restOfRoot(s, head, z);
  return x < 0 ? Math.PI - 2 * head - (rest - PI_LOW) : 2 * head + rest;
}

/** asin √z less the head of the rounded root s: √z is (z - head²) / (s + head) more than that. */
function restOfRoot(s: number, head: number, z: number): number {
  return (z - head * head) / Math.max(s + head, 1e-300) + s * z * bend(z);
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
