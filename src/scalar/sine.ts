import type { Remainder } from "./angle.js";
import { PI_LOW, SINE_0, SINE_1, SINE_2, SINE_3, SINE_4, SINE_5, SINE_6, SINE_7 } from "./coefficients.js";
import { productError, sumError } from "./exact.js";

/** sin(r + low) - r for |r| <= π/2 and a low word, for the cosine of which 1 - r²/2 does. */
export function sineRest(r: number, low: number): number {
  const z = r * r;
  const w = SINE_0 + z * (SINE_1 + z * (SINE_2 + z * (SINE_3 + z * (SINE_4 + z * (SINE_5 + z * (SINE_6 + z * SINE_7))))));
  return r * z * w + low * (1 - 0.5 * z);
}

/** cos y for |y| <= π/2: the sine of what is left to π/2. */
export function cosineWithinQuarter(y: number): number {
  const r = Math.PI / 2 - Math.abs(y);
  return r + sineRest(r, PI_LOW / 2);
}

/**
 * sin² φ / rate + x, from the remainder of 2φ: sin² is that of half the remainder, or 1 less it
 * where that is odd. It has two words, as the quotient: at worst x takes three quarters away.
 */
export function addSquareOfHalf(x: number, { r, low, odd }: Remainder, rate: number): number {
  const rest = sineRest(r / 2, low / 2);
  const s = r / 2 + rest;
  const product = s * s;
  const productLow = 2 * s * (rest - (s - r / 2)) + productError(s, s);
  const square = odd ? 1 - product : product;
  const squareLow = odd ? 1 - square - product - productLow : productLow;
  const y = square / rate;
  const yLow = (square - y * rate - productError(y, rate) + squareLow) / rate;
  return x + y + (sumError(x, y) + yLow);
}

/** sin of an angle, from its remainder. */
export function sineOf({ r, low, odd }: Remainder): number {
  const y = r + sineRest(r, low);
  return odd ? -y : y;
}
