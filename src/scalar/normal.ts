import { timesExp } from "./exponential.js";

/** |x|, and no more than where every tail has rounded to 0. */
export function magnitude(x: number): number {
  return Math.min(Math.abs(x), 38.8);
}

/**
 * factor e^(-h²/2), where h is z in 24 bits and h² exact. One rounding of z² would cost up to 750
 * ULP at z = 38: the factor has to bring `remainder(z)` along.
 */
export function timesNormal(factor: number, z: number): number {
  const high = Math.fround(z);
  return timesExp(factor, -0.5 * high * high);
}

/**
 * The difference of e^(-z²/2) / e^(-h²/2) and 1: e^d - 1 for a |d| below 2^-13, as three terms of
 * its series.
 */
export function remainder(z: number): number {
  const high = Math.fround(z);
  const low = z - high;
  const d = -low * (high + 0.5 * low);
  return d + d * d * (0.5 + d / 6);
}

/** (1 + correction) times the polynomial, the constant first, with one last rounding. */
export function polynomial(coefficients: readonly number[], t: number, correction: number): number {
  let rest = 0;
  for (let i = coefficients.length - 1; i > 0; i--) rest = (rest + (coefficients[i] as number)) * t;
  const first = coefficients[0] as number;
  return first + (rest + (first + rest) * correction);
}
