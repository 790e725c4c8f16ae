import { floatAtLeast, floatAtMost } from "./neighbours.js";

/** x between two values, and the nearer of them beyond. */
export function clampValue(x: number, lowest: number, highest: number): number {
  return x < lowest ? lowest : x > highest ? highest : x;
}

/** The derivative, NaN where x is. */
export function clampDerivative(x: number, lowest: number, highest: number): number {
  return Number.isNaN(x) ? x : Number(x > lowest && x < highest);
}

/** The derivative from the output, which in a Float32Array is held to the float32 of a value. */
export function clampDerivativeFromOutput(y: number, lowest: number, highest: number): number {
  return y === Math.fround(lowest) || y === Math.fround(highest) ? 0 : clampDerivative(y, lowest, highest);
}

/** dy where x is at the lowest value or below, else 0 for whatever dy. */
export function lowestGradient(dy: number, x: number, lowest: number): number {
  return x > lowest ? 0 : x <= lowest ? dy : x;
}

/** dy where x is at the highest value or above, else 0 for whatever dy. */
export function highestGradient(dy: number, x: number, highest: number): number {
  return x < highest ? 0 : x >= highest ? dy : x;
}

/** The parameters of the kernel: both values, and for f32 lanes both rounded outwards. */
export function clampKernelParameters(lowest: number, highest: number): readonly number[] {
  return [lowest, highest, floatAtMost(lowest), floatAtLeast(highest)];
}
