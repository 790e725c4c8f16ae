import { productError } from "./exact.js";
import { expm1 } from "./expm1.js";
import { exp, timesExp } from "./exponential.js";

interface Level {
  readonly alpha: number;
}

/** celu, in f64 */
export function celuValue(x: number, { alpha }: Level): number {
  if (!(x < 0)) return x;
  const { high, low } = quotient(x, alpha);
  return high > -(2 ** -54) ? x : alpha * (expm1(high) + low * exp(high));
}

/** A factor times e^(x/α), for x <= 0. */
export function timesCeluSlope(factor: number, x: number, alpha: number): number {
  const { high, low } = quotient(x, alpha);
  return timesExp(factor + factor * low, high);
}

/**
 * The derivative of celu with respect to α where x <= 0: e^t - 1 - t e^t, t = x/α. Where that
 * cancels it is a series, the sum of (1 - k) t^k / k! from k = 2 on.
 */
export function celuGrowth(x: number, alpha: number): number {
  const t = Math.max(x / alpha, -1500);
  if (t < -0.5) return expm1(t) - t * exp(t);
  let sum = 0;
  for (let k = 16; k >= 2; k--) sum = (sum + (1 - k) / k) * (t / (k - 1));
  return sum * t;
}

/** x/α in two words, down to where its exponential is 0. */
function quotient(x: number, alpha: number) {
  const z = Math.max(x, -1500 * alpha);
  const high = z / alpha;
  return { high, low: (z - high * alpha - productError(high, alpha)) / alpha };
}

/** The parameters of the kernels: assembly/activations/celu.ts says what each is. */
export function celuKernelParameters({ alpha }: Level): readonly number[] {
  return [alpha, 1 / alpha, Math.LOG2E / alpha, alpha * Math.LN2, -104.7 * alpha];
}
