import { clampKernelParameters } from "./clamp.js";
import { sumError } from "./exact.js";
import { logistic, timesLogistic } from "./logistic.js";
import { floatAtMost, numberUnder } from "./neighbours.js";

/** 1 above a threshold, 0 below, and at it a value; NaN where x is. */
export function binaryStepValue(x: number, threshold: number, valueAtThreshold: number): number {
  return Number.isNaN(x) ? x : x === threshold ? valueAtThreshold : Number(x > threshold);
}

/**
 * The parameters of the kernel: both, and for f32 lanes the float32 that is at the threshold or
 * next below, and the one at it, if there is one.
 */
export function binaryStepKernelParameters(threshold: number, valueAtThreshold: number): readonly number[] {
  const float = floatAtMost(threshold);
  return [threshold, valueAtThreshold, float, float === threshold ? float : NaN];
}

/** 1 within 1 of the threshold, both ends included, else 0; NaN where x is. */
export function identitySurrogate(x: number, threshold: number): number {
  if (Number.isNaN(x)) return x;
  const distance = Math.abs(x - threshold);
  const isOutwards = Math.sign(x - threshold) * sumError(x, -threshold) > 0;
  return Number(distance < 1 || (distance === 1 && !isOutwards));
}

/**
 * The parameters for the kernel of hardTanh, to whose slope the ends do not belong: the numbers
 * beyond them.
 */
export function identitySurrogateParameters(threshold: number): readonly number[] {
  const [low, high] = [threshold - 1, threshold + 1];
  return clampKernelParameters(numberUnder(low, sumError(threshold, -1)), -numberUnder(-high, -sumError(threshold, 1)));
}

/**
 * The derivative of the logistic at x - threshold. Far out the rounding of that difference would
 * show, and is made up for.
 */
export function sigmoidSurrogate(x: number, threshold: number): number {
  const difference = x - threshold;
  const error = sumError(x, -threshold) || 0;
  const slope = timesLogistic(1, -Math.abs(difference), 2);
  return error === 0 ? slope : slope + slope * error * (1 - 2 * logistic(difference));
}
