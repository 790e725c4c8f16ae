import { SILU_EXP_INFLECTION, SILU_EXP_ROOT, SILU_INFLECTION, SILU_INFLECTION_LOW, SILU_ROOT, SILU_ROOT_LOW } from "./coefficients.js";
import { expm1 } from "./expm1.js";
import { exp } from "./exponential.js";

/**
 * 1 + z + e^z for z = -(a + low), the factor of silu' with a root. As 1 + r + e^r = 0, it is d +
 * e^r (e^d - 1) with d = z - r: nothing cancels.
 */
export function slopeFactor(a: number, low: number): number {
  const d = SILU_ROOT - a + SILU_ROOT_LOW - low;
  return Math.abs(d) < 0.25 ? d + SILU_EXP_ROOT * expm1(d) : 1 - a + (exp(-a) - low);
}

/**
 * 2 - z + (2 + z) e^-z for z = a + low, that of silu''. Likewise it is e^-r (d + (2 + z) (e^-d -
 * 1)) - d with d = z - r.
 */
export function curvatureFactor(a: number, low: number): number {
  const d = a - SILU_INFLECTION - SILU_INFLECTION_LOW + low;
  return Math.abs(d) < 0.75 ? SILU_EXP_INFLECTION * (d + (2 + a) * expm1(-d)) - d : 2 - a + ((2 + a) * exp(-a) - low);
}
