import { OCTAVE_HIGH, OCTAVE_LOW } from "./elementaryCoefficients.js";
import { higherTerms, ROUNDER } from "./exponential.js";
import { scaled } from "./power.js";

/** 2^x = 2^n e^(f ln2) with f = x - n, within 0.8 ULP, and exact for whole numbers. */
export function exp2(x: number): number {
  const z = x < -1100 ? -1100 : x > 1100 ? 1100 : x;
  const n = z + ROUNDER - ROUNDER;
  const f = z - n;
  const r = f * (OCTAVE_HIGH + OCTAVE_LOW);
  const head = Math.fround(f);
  const error = head * OCTAVE_HIGH - r + (head * OCTAVE_LOW + (f - head) * (OCTAVE_HIGH + OCTAVE_LOW));
  const first = 1 + r;
  return scaled(first + (r - (first - 1) + (error + higherTerms(r))), n);
}
