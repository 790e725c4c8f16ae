import { LN2_HIGH, LN2_LOW } from "./coefficients.js";
import { productError, sumError } from "./exact.js";
import { expm1 } from "./expm1.js";
import { higherTerms, octaves, timesExp } from "./exponential.js";
import { power } from "./power.js";

interface Branches {
  readonly alphaPositive: number;
  readonly alphaNegative: number;
  readonly beta: number;
}

/**
 * The negative number above which, up to 0, xielu is beta x, or a zero: x (x + beta) has its sign
 * as well.
 */
const TINY = -1e-300;

/**
 * xielu, in f64: where x is negative as a sum of terms in two words, which cancel beside a root.
 */
export function xieluValue(x: number, { alphaPositive, alphaNegative, beta }: Branches): number {
  if (x > TINY) return x * ((x > 0 ? alphaPositive : 1) * x + beta);
  if (x < -64) return (beta === alphaNegative ? 0 : (beta - alphaNegative) * x) - alphaNegative;
  const { high, low } = powerMinus(1, x);
  const bend = high - x;
  const rest = low + sumError(high, -x);
  return sumOfProducts(alphaNegative, bend, rest, beta, x);
}

/**
 * xielu', in f64, likewise, or far from 0 alphaNegative e^x + (beta - alphaNegative), whose
 * difference is exact where it cancels.
 */
export function xieluDerivative(x: number, { alphaPositive, alphaNegative, beta }: Branches): number {
  if (x > TINY) return (x > 0 ? 2 * alphaPositive : alphaNegative) * x + beta;
  if (x < -64) return timesExp(alphaNegative, x) + (beta - alphaNegative);
  const taken = x < -1 ? 0 : 1;
  const { high, low } = powerMinus(taken, x);
  return sumOfProducts(alphaNegative, high, low, taken ? beta : beta - alphaNegative, 1);
}

/** e^x - 1 - x, by how much xielu grows with alphaNegative where x is not positive. */
export function xieluGrowth(x: number): number {
  return x > -0.34 ? higherTerms(x) : expm1(x) - x;
}

/** a (high + low) + b c, with one rounding but for those of a low. */
function sumOfProducts(a: number, high: number, low: number, b: number, c: number): number {
  const first = a * high;
  const second = b * c;
  const errors = sumError(first, second) + (productError(a, high) + productError(b, c));
  return first + second + (errors + a * low);
}

/** e^x - taken in two words, for x from -64 to 0, and taken 1 or 0. */
function powerMinus(taken: number, x: number) {
  const n = octaves(x);
  const part = x - n * LN2_HIGH;
  const r = part - n * LN2_LOW;
  const s = power(n);
  const high = s - taken + s * r;
  const error = s - taken - high + s * r;
  return { high, low: error + s * (part - r - n * LN2_LOW + higherTerms(r)) };
}

/** The parameters of the kernels: assembly/activations/xielu.ts says what each is. */
export function xieluKernelParameters({ alphaPositive, alphaNegative, beta }: Branches): readonly number[] {
  const slope = beta - alphaNegative;
  return [alphaPositive, alphaNegative, beta, slope, slope === 0 ? -3.4028234663852886e38 : -Infinity];
}
