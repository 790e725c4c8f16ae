import { timesExp } from "./exponential.js";

/** |x|, and no more than where every tail has rounded to 0. */
export function magnitude(x: number): number {
  return Math.min(Math.abs(x), 38.8);
}

/**
 * factor e^(-rate h²), where h is z in 24 bits and h² exact. One rounding of z² would cost up to
 * 750 ULP at z = 38: the factor has to bring `remainder(z)` along.
 */
export function timesNormal(factor: number, z: number, rate = 0.5): number {
  const high = Math.fround(z);
  return timesExp(factor, -rate * high * high);
}

/**
 * The difference of e^(-rate z²) / e^(-rate h²) and 1: e^d - 1 for a |d| below 2^-12, as three
 * terms of its series.
 */
export function remainder(z: number, rate = 0.5): number {
  const high = Math.fround(z);
  const low = z - high;
  const d = -2 * rate * low * (high + 0.5 * low);
  return d + d * d * (0.5 + d / 6);
}

/** (1 + correction) (2 - z²), exact but for its last rounding beside the roots. */
export function curve(z: number, correction: number): number {
  const high = Math.fround(z);
  const low = z - high;
  const first = 2 - high * high;
  const sum = first - 2 * high * low;
  const error = first - sum - 2 * high * low;
  return sum + (error - low * low + (sum - low * low) * correction);
}

/** (1 + correction) times the polynomial, the constant first, with one last rounding. */
export function polynomial(coefficients: readonly number[], t: number, correction: number): number {
  let rest = 0;
  for (let i = coefficients.length - 1; i > 0; i--) rest = (rest + (coefficients[i] as number)) * t;
  const first = coefficients[0] as number;
  return first + (rest + (first + rest) * correction);
}
