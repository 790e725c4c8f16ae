import { expm1 } from "./expm1.js";
import { exp } from "./exponential.js";

// The constants: proof/coefficients/scalar.ts.

/** The root r of silu', in two words, and e^r. */
const ROOT = -1.2784645427610737;
const ROOT_LOW = -1.0946994183093437e-16;
const EXP_ROOT = 0.2784645427610738;

/** The positive root r of silu'', in two words, and e^-r. */
const INFLECTION = 2.3993572805154675;
const INFLECTION_LOW = 1.8464872855353363e-16;
const EXP_INFLECTION = 0.0907762782268676;

/** 1 + z + e^z for z = -(a + low), the factor of silu' with a root. As 1 + r + e^r = 0, it is d + e^r (e^d - 1) with d = z - r: nothing cancels. */
export function slopeFactor(a: number, low: number): number {
  const d = -a - ROOT - ROOT_LOW - low;
  return Math.abs(d) < 0.25 ? d + EXP_ROOT * expm1(d) : 1 - a + (exp(-a) - low);
}

/** 2 - z + (2 + z) e^-z for z = a + low, that of silu''. Likewise it is e^-r (d + (2 + z) (e^-d - 1)) - d with d = z - r. */
export function curvatureFactor(a: number, low: number): number {
  const d = a - INFLECTION - INFLECTION_LOW + low;
  return Math.abs(d) < 0.75 ? EXP_INFLECTION * (d + (2 + a) * expm1(-d)) - d : 2 - a + ((2 + a) * exp(-a) - low);
}
