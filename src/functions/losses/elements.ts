import type { CheckedArray } from "../../call/arguments.js";
import type { ElementType, FloatArray } from "../../call/arrays.js";
import { exp, timesExp } from "../../scalar/exponential.js";
import { log1p } from "../../scalar/log1p.js";
import { Sum } from "./sum.js";

/** Targets: of x's type, or whole numbers, which are staged. */
export type ElementTargets =
  | (CheckedArray & { readonly whole?: undefined })
  | { readonly array: ArrayLike<number>; readonly at: -1; readonly whole: true };

/** A weight of positive targets for every class; `inner` elements of one class are beside each other. */
export interface PositiveWeights {
  readonly array: FloatArray;
  readonly inner: number;
}

/** The arrays of a call. An output that is undefined is not wanted. */
export interface Elements {
  readonly type: ElementType;
  readonly x: CheckedArray;
  readonly targets: ElementTargets;
  readonly length: number;
  /** The weight of all elements, unless there are some for the classes. */
  readonly positiveWeight: number;
  readonly weights: PositiveWeights | undefined;
  readonly loss: CheckedArray | undefined;
  readonly gradient: CheckedArray | undefined;
}

/**
 * Sigmoid and binary cross entropy in JavaScript. Returns the sum of the losses.
 *
 * With e = exp(-|x|), c the weight of positive targets, q = c t + (1 - t), and b the share of the side that x speaks against,
 * c t where x < 0, else 1 - t:
 *
 *     loss     = q log1p(e) + b |x|                   no term is negative
 *     gradient = ±(b - q e / (1 + e)) / n             of the sign of x
 */
export function computeElements({ x, targets, length, positiveWeight, weights, loss, gradient }: Elements): number {
  const total = new Sum();
  for (let i = 0; i < length; i++) {
    const xi = x.array[i];
    const t = targets.array[i];
    const a = Math.abs(xi);
    const positive = (weights ? weightOf(weights, i) : positiveWeight) * t;
    const q = positive + (1 - t);
    const b = xi < 0 ? positive : 1 - t;
    const e = exp(-a);
    const value = (a > 40 ? timesExp(q, -a) : q * log1p(e)) + (b === 0 ? 0 : b * a);
    total.add(value);
    if (loss) loss.array[i] = value;
    if (!gradient) continue;
    const slope = (b - (a > 40 ? timesExp(q, -a) : (q * e) / (1 + e))) / length;
    gradient.array[i] = xi < 0 ? -slope : slope;
  }
  return total.value;
}

function weightOf({ array, inner }: PositiveWeights, i: number): number {
  return array[Math.floor(i / inner) % array.length];
}
