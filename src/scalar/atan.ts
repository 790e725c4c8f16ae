import { ATAN_0, ATAN_1, ATAN_2, ATAN_3, ATAN_4, ATAN_5, ATAN_6, ATAN_7, ATAN_8, ATAN_9, ATAN_10, PI_LOW } from "./coefficients.js";

/**
 * arctan x: b + arctan t with |t| <= tan(π/8), where t is |x|, or (|x| - 1) / (|x| + 1) with b =
 * π/4, or -1 / |x| with b = π/2.
 */
export function atan(x: number): number {
  const a = Math.abs(x);
  const y = a > Math.SQRT2 + 1 ? raised(0.5, -1 / a) : a > Math.SQRT2 - 1 ? raised(0.25, (a - 1) / (a + 1)) : raised(0, a);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** h π + arctan t */
function raised(h: number, t: number): number {
  const z = t * t;
  return h * Math.PI + (t + (t * z * arctangentBend(z) + h * PI_LOW));
}

/** (arctan t / t - 1) / z in z = t² */
export function arctangentBend(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const low = ATAN_0 + ATAN_1 * z + z2 * (ATAN_2 + ATAN_3 * z);
  const middle = ATAN_4 + ATAN_5 * z + z2 * (ATAN_6 + ATAN_7 * z);
  return low + z4 * (middle + z4 * (ATAN_8 + ATAN_9 * z + ATAN_10 * z2));
}
