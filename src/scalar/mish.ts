import {
  MISH_CURVATURE,
  MISH_CURVATURE_RIGHT,
  MISH_EXP_INFLECTION,
  MISH_EXP_INFLECTION_RIGHT,
  MISH_EXP_ROOT,
  MISH_INFLECTION,
  MISH_INFLECTION_LOW,
  MISH_INFLECTION_RIGHT,
  MISH_INFLECTION_RIGHT_LOW,
  MISH_ROOT,
  MISH_ROOT_LOW,
  MISH_SLOPE,
} from "./coefficients.js";
import { sumError } from "./exact.js";
import { expm1 } from "./expm1.js";
import { exp, timesExp } from "./exponential.js";

/** mish, in f64: x g / (g + 2) with g = e^x (e^x + 2) */
export function mishValue(x: number): number {
  const z = Math.min(Math.max(x, -800), 60);
  const e = exp(z);
  const g = e * (e + 2);
  const part = timesExp(z * (x > 0 ? 2 : e + 2), x > 0 ? 0 : z) / (g + 2);
  return x > 0 ? x - part : part;
}

/** mish', in f64 */
export function mishDerivative(x: number): number {
  const z = -Math.min(Math.abs(x), 800);
  const e = exp(z);
  if (x > 0) {
    const w = 1 + e * (2 + 2 * e);
    return 1 - (2 * e * (w + 2 * z * (1 + e)) * e) / (w * w);
  }
  const sum = rooted(z, e, MISH_ROOT, MISH_ROOT_LOW, MISH_EXP_ROOT, 4 + 4 * e, MISH_SLOPE);
  return timesExp(overPower(sum, 2, e, e * e, 2), z);
}

export function mishSecondDerivative(x: number): number {
  const z = -Math.min(Math.abs(x), 800);
  const e = exp(z);
  if (x > 0) {
    const line = 2 + e * (3 - e * (2 + 2 * e));
    const sum = rooted(z, e, MISH_INFLECTION_RIGHT, MISH_INFLECTION_RIGHT_LOW, MISH_EXP_INFLECTION_RIGHT, line, MISH_CURVATURE_RIGHT);
    return timesExp(overPower(4 * sum, 1, e, 2 * e * e, 3), 2 * z);
  }
  const line = 2 + e * (2 - e * (3 + 2 * e));
  const sum = rooted(z, e, MISH_INFLECTION, MISH_INFLECTION_LOW, MISH_EXP_INFLECTION, line, MISH_CURVATURE);
  return timesExp(overPower(4 * sum, 2, e, e * e, 3), z);
}

/**
 * y / (one + 2 e + square)^power, with few roundings: the powers in 17 bits are exact, the rest is
 * a short series.
 */
function overPower(y: number, one: number, e: number, square: number, power: 2 | 3): number {
  const w = one + 2 * e + square + 274877906944 - 274877906944;
  const rest = (one - w + 2 * e + square) / w;
  const quotient = y / (power === 2 ? w * w : w * w * w);
  // A difference of zeros would lose the sign.
  return quotient - quotient * power * rest * (1 - ((power + 1) / 2) * rest * (1 - ((power + 2) / 3) * rest)) || quotient;
}

/** (z - r) line + (e - E) S(e), E = e^r: assembly/activations/parts/float64Mish.ts says why. */
function rooted(z: number, e: number, root: number, rootLow: number, power: number, line: number, s: readonly number[]): number {
  const d = z - root;
  const low = sumError(z, -root) - rootLow;
  const [c0, c1, c2] = s as readonly [number, number, number];
  const difference = Math.abs(d) < 0.5 ? power * expm1(d + low) : e - power;
  return d * line + (low * line + difference * (c0 + e * (c1 + e * c2)));
}
