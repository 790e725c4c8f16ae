/** Refusals of losses, which leave their outputs as they were. */
import { expect } from "vitest";
import { focalLoss, type HillockErrorCode, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../../src/index.js";
import { type Constructor, take } from "./arrays.js";
import { expectRefusal } from "./errors.js";

export type Anything = (...values: unknown[]) => unknown;
export const losses: Record<string, Anything> = {
  focalLoss: focalLoss as unknown as Anything,
  softmaxCrossEntropy: softmaxCrossEntropy as unknown as Anything,
  sigmoidBinaryCrossEntropy: sigmoidBinaryCrossEntropy as unknown as Anything,
};

/** Calls a loss that must refuse, and demands that its outputs stay as they were. */
export function refuses(path: string, values: unknown[], kind: ErrorConstructor, code: HillockErrorCode, message: string): void {
  const options = values[2] as { out?: { loss?: Float32Array; gradient?: Float32Array } } | undefined;
  const outputs = [options?.out?.loss, options?.out?.gradient].filter((array) => ArrayBuffer.isView(array));
  for (const output of outputs) output.fill(7);
  expectRefusal(() => (losses[path] as Anything)(...values), { kind, code, message: `hillock.${path}: ${message}` });
  expect(outputs.every((output) => output.every((value) => value === 7))).toBe(true);
}

/** A copy of numbers in hillock's memory. */
export function inMemory(type: Constructor, values: Float32Array | Float64Array): Float32Array | Float64Array {
  const own = take(type, values.length);
  own.set(values);
  return own;
}
