import type { FloatArray } from "../arrays.js";
import { timesExp } from "../scalar/exponential.js";
import { Sum } from "./sum.js";

/** The arrays of a call. */
export interface Elements {
  readonly x: FloatArray;
  readonly targets: FloatArray;
  readonly positiveWeight: number;
  readonly loss: FloatArray | undefined;
  readonly gradient: FloatArray | undefined;
}

/**
 * Sigmoid and binary cross entropy in JavaScript. Returns the sum of the losses.
 *
 * With e = exp(-|x|), c the weight of positive targets, q = c t + (1 - t), and b the share of the side where x is not: c t for x < 0, else 1 - t,
 *
 *     loss     = q log1p(e) + b |x|                   no term is negative
 *     gradient = ±(b - q e / (1 + e)) / n             of the sign of x
 */
export function computeElements({ x, targets, positiveWeight, loss, gradient }: Elements): number {
  const n = x.length;
  const total = new Sum();
  for (let i = 0; i < n; i++) {
    const a = Math.abs(x[i]);
    const positive = positiveWeight * targets[i];
    const q = positive + (1 - targets[i]);
    const b = x[i] < 0 ? positive : 1 - targets[i];
    const e = Math.exp(-a);
    const value = (a > 40 ? timesExp(q, -a) : q * Math.log1p(e)) + (b === 0 ? 0 : b * a);
    total.add(value);
    if (loss) loss[i] = value;
    if (!gradient) continue;
    const slope = b / n - (a > 40 ? timesExp(q / n, -a) : ((q / n) * e) / (1 + e));
    gradient[i] = x[i] < 0 ? -slope : slope;
  }
  return total.value;
}
