import { PI_LOW, SINE_0, SINE_1, SINE_2, SINE_3, SINE_4, SINE_5, SINE_6, SINE_7 } from "./coefficients.js";

/** sin(r + low) - r for |r| <= π/2 and a low word, for the cosine of which 1 - r²/2 does. */
export function sineRest(r: number, low: number): number {
  const z = r * r;
  const z2 = z * z;
  const w = SINE_0 + SINE_1 * z + z2 * (SINE_2 + SINE_3 * z + z2 * (SINE_4 + SINE_5 * z + z2 * (SINE_6 + SINE_7 * z)));
  return r * z * w + low * (1 - 0.5 * z);
}

/** cos y for |y| <= π/2: the sine of what is left to π/2. */
export function cosineWithinQuarter(y: number): number {
  const r = Math.PI / 2 - Math.abs(y);
  return r + sineRest(r, PI_LOW / 2);
}
