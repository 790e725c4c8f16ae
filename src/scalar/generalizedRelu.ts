import type { Parameters } from "../call/parameters.js";
import { floatAtLeast, floatAtMost } from "./neighbours.js";

/** The least x to multiply by 0: no threshold is so low, and its difference to any is finite. */
const LEAST = -1e301;

type Values = Parameters<"negativeSlope" | "maxValue" | "threshold">;

/**
 * A slope times what x is below the threshold, else x up to the highest value. A slope of 0 gives a
 * zero at -Infinity.
 */
export function generalizedReluValue(x: number, { negativeSlope, maxValue, threshold }: Values): number {
  if (x <= threshold) return negativeSlope * ((negativeSlope === 0 ? Math.max(x, LEAST) : x) - threshold);
  return x > maxValue ? maxValue : x;
}

/** The derivative, NaN where x is. Infinity as the highest value is never reached. */
export function generalizedReluDerivative(x: number, { negativeSlope, maxValue, threshold }: Values): number {
  if (Number.isNaN(x)) return x;
  return x <= threshold ? negativeSlope : Number(x < maxValue || maxValue === Infinity);
}

/** The derivative with respect to the slope, times dy: 0 for whatever dy above the threshold. */
export function negativeSlopeGradient(dy: number, x: number, { threshold }: Values): number {
  return x > threshold ? 0 : dy * (x - threshold);
}

/** The derivative with respect to the threshold, times dy. */
export function thresholdGradient(dy: number, x: number, { negativeSlope, threshold }: Values): number {
  return x > threshold ? 0 : x <= threshold ? -dy * negativeSlope : x;
}

/** The parameters of the kernel: these, the least x to multiply, and where its lanes decide. */
export function generalizedReluKernelParameters({ negativeSlope, maxValue, threshold }: Values): readonly number[] {
  const least = negativeSlope === 0 ? LEAST : -Infinity;
  const highest = maxValue === Infinity ? NaN : maxValue;
  return [negativeSlope, threshold, maxValue, least, highest, floatAtMost(threshold), floatAtLeast(highest)];
}
