import { floatAtMost } from "./neighbours.js";

/** x where it is above a threshold, else a value; NaN where x is. */
export function thresholdValue(x: number, threshold: number, value: number): number {
  return x <= threshold ? value : x;
}

/** 1 where x is above a threshold, else 0; NaN where x is. */
export function step(x: number, threshold: number): number {
  return Number.isNaN(x) ? x : Number(x > threshold);
}

/** The parameters of the kernel: both, and for f32 lanes the float32 at the threshold or below. */
export function thresholdKernelParameters(threshold: number, value: number): readonly number[] {
  return [threshold, value, floatAtMost(threshold)];
}
