import { LN2_HIGH, LN2_LOW } from "./coefficients.js";
import { exp, higherTerms, octaves } from "./exponential.js";
import { power } from "./power.js";

/** e^x - 1, within 0.95 ULP: (2^n - 1) + 2^n (e^r - 1), the first sum in two words. */
export function expm1(x: number): number {
  const a = Math.abs(x);
  if (a < 5.551115123125783e-17) return x;
  if (!(a < 40)) return x < 0 ? -1 : exp(x);
  const n = octaves(x);
  const high = x - n * LN2_HIGH;
  const r = high - n * LN2_LOW;
  const s = power(n);
  const whole = s - 1;
  const sum = whole + s * r;
  const error = s - whole - 1 + (whole - sum + s * r);
  return sum + (error + s * (high - r - n * LN2_LOW + higherTerms(r)));
}
