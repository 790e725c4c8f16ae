import { floatAtMost } from "./neighbours.js";

/** x nearer to 0 by a bias, but 0 within lambda of it. */
export function shrinkValue(x: number, lambda: number, bias: number): number {
  return Math.abs(x) <= lambda ? 0 : x < 0 ? x + bias : x - bias;
}

/** 1 where x is more than lambda from 0, else 0; NaN where x is. */
export function shrinkDerivative(x: number, lambda: number): number {
  return Number.isNaN(x) ? x : Number(Math.abs(x) > lambda);
}

/** The derivative with respect to the bias, times dy: 0 for whatever dy within lambda of 0. */
export function biasGradient(dy: number, x: number, lambda: number): number {
  return x > lambda ? -dy : x < -lambda ? dy : Number.isNaN(x) ? x : 0;
}

/** The parameters of the kernel: both, and for f32 lanes the float32 at lambda or next below. */
export function shrinkKernelParameters(lambda: number, bias: number): readonly number[] {
  return [lambda, bias, floatAtMost(lambda)];
}
