import { productError, sumError } from "./exact.js";
import { floatAtLeast, floatAtMost, numberAtLeast, numberAtMost } from "./neighbours.js";

/** A number in two words. */
interface Words {
  readonly high: number;
  readonly low: number;
}

/** 1/6, the slope of hardSigmoid, cannot be a float64: the nearest is taken for it. */
const SIXTH = 1 / 6;

/** (a + rest)/slope, for a rest of the size of the rounding error of a. */
function over(slope: number, a: number, rest = 0): Words {
  const high = a / slope;
  return { high, low: (a - high * slope - productError(high, slope) + rest) / slope };
}

/** The same where the float64 next to 1/6 is taken for it. */
const overSixth = (slope: number, a: number, rest = 0): Words =>
  slope === SIXTH ? { high: 6 * a, low: productError(6, a) + 6 * rest } : over(slope, a, rest);

/** The start of the line from 0 to 1 with this slope and this value at 0, negated. */
const startOf = (alpha: number, beta: number): Words => overSixth(alpha, beta);

/** The end of the line. */
const endOf = (alpha: number, beta: number): Words => overSixth(alpha, 1 - beta, sumError(1, -beta));

/** The line at x, held to between 0 and 1. From its start on, x loses nothing next to it. */
export function lineValue(x: number, alpha: number, beta: number): number {
  const { high, low } = startOf(alpha, beta);
  const fromStart = x + high + low;
  if (fromStart < 0) return 0;
  const y = fromStart * alpha;
  return y > 1 ? 1 : y;
}

/** Whether x lies between the ends of the line, neither of which counts. */
function isWithin(x: number, alpha: number, beta: number): boolean {
  const [start, end] = [startOf(alpha, beta), endOf(alpha, beta)];
  return x + start.high + start.low > 0 && x - end.high - end.low < 0;
}

/** The derivative, NaN where x is. */
export function lineDerivative(x: number, alpha: number, beta: number): number {
  return Number.isNaN(x) ? x : isWithin(x, alpha, beta) ? alpha : 0;
}

/** dy times a factor where x is between the ends, else 0 for whatever dy; NaN where x is. */
export function lineGradient(dy: number, factor: number, x: number, alpha: number, beta: number): number {
  return Number.isNaN(x) ? x : isWithin(x, alpha, beta) ? dy * factor : 0;
}

/**
 * The parameters of the kernel: the slope, the start of the line negated, in two words, and the
 * numbers next to its ends beyond which it is level, of f64 and of f32.
 */
export function lineKernelParameters(alpha: number, beta: number): readonly number[] {
  const [start, end] = [startOf(alpha, beta), endOf(alpha, beta)];
  const [first, last] = [numberAtMost(-start.high, -start.low), numberAtLeast(end.high, end.low)];
  return [alpha, start.high, start.low, first, last, floatAtMost(first), floatAtLeast(last)];
}

/** alpha*x + beta, from its root, where the sum loses nothing. */
export function linearValue(x: number, alpha: number, beta: number): number {
  if (alpha === 0) return x * alpha + beta;
  const { high, low } = over(alpha, beta);
  return (x + high + low) * alpha;
}

/**
 * The parameters of the kernel: the slope, the root negated, in two words, and what is added at the
 * end.
 */
export function linearKernelParameters(alpha: number, beta: number): readonly number[] {
  if (alpha === 0) return [alpha, 0, 0, beta];
  const { high, low } = over(alpha, beta);
  return [alpha, high, low, -0];
}
