/** The results of losses by hand, within a rounding or two. */
import { expect } from "vitest";
import { focalLoss, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../../src/index.js";
import type { Constructor } from "./arrays.js";

export interface LossResult {
  mean: number;
  loss: Float32Array | Float64Array;
  gradient: Float32Array | Float64Array;
}

/** Losses called with either type. */
export type AnyLoss = (x: unknown, targets: unknown, options?: unknown) => LossResult;
export const softmaxLoss = softmaxCrossEntropy as unknown as AnyLoss;
export const sigmoidLoss = sigmoidBinaryCrossEntropy as unknown as AnyLoss;
export const focal = focalLoss as unknown as AnyLoss;

export function expectNear(type: Constructor, got: ArrayLike<number>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  const tolerance = type === Float32Array ? 1e-7 : 1e-15;
  for (const [i, value] of wanted.entries())
    expect(Math.abs((got[i] as number) - value), `element ${i}: ${got[i]}, expected ${value}`).toBeLessThanOrEqual(
      tolerance * (1 + Math.abs(value)),
    );
}
