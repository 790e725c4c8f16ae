import { OCTAVE_HIGH, OCTAVE_LOW } from "./elementaryCoefficients.js";
import { sumError } from "./exact.js";
import { higherTerms, ROUNDER } from "./exponential.js";
import { scaled } from "./power.js";

/** 2^x, within 0.8 ULP, and exact for whole numbers. */
export function exp2(x: number): number {
  return exp2OfSum(x < -1100 ? -1100 : x > 1100 ? 1100 : x, 0);
}

/** 2^(x + low) = 2^n e^(f ln2) with f = x + low - n, for an x from -1100 to 1100. */
export function exp2OfSum(x: number, low: number): number {
  const n = x + ROUNDER - ROUNDER;
  const f = x - n + low;
  const lost = sumError(x - n, low);
  const r = f * (OCTAVE_HIGH + OCTAVE_LOW);
  const head = Math.fround(f);
  const error = head * OCTAVE_HIGH - r + (head * OCTAVE_LOW + (f - head) * (OCTAVE_HIGH + OCTAVE_LOW));
  const first = 1 + r;
  const rest = error + lost * (OCTAVE_HIGH + OCTAVE_LOW) + higherTerms(r);
  return scaled(first + (r - (first - 1) + rest), n);
}
