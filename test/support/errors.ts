import { expect } from "vitest";
import { type HillockErrorCode, isHillockError } from "../../src/index.js";
import type { Floats, Operation } from "./activations.js";

export interface Refusal {
  kind: ErrorConstructor;
  code: HillockErrorCode;
  /** The whole message, or what it matches. */
  message: string | RegExp;
}

/** Fails unless `run` throws just that error. */
export function expectRefusal(run: () => unknown, { kind, code, message }: Refusal): void {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof Error)) throw new Error(`nothing was thrown, expected ${kind.name} ${code} ${message}`);
  if (!isHillockError(thrown)) throw thrown;
  if (typeof message === "string") expect(thrown.message).toBe(message);
  else expect(thrown.message).toMatch(message);
  expect([Object.getPrototypeOf(thrown).constructor, thrown.code]).toEqual([kind, code]);
}

/** The refusal of an array whose bytes are gone. */
export const detached = (path: string, name: string): Refusal => ({
  kind: RangeError,
  code: "HILLOCK_DETACHED",
  message: `hillock.${path}: ${name} is detached: its buffer was transferred or shrunk, or the memory it was on has grown`,
});

/** The refusal of an array of another runtime, or another copy of hillock. */
export const foreign = (path: string, name: string): Refusal => ({
  kind: RangeError,
  code: "HILLOCK_MEMORY",
  message: `hillock.${path}: ${name} lives in the memory of another hillock; pass a copy of it`,
});

/**
 * Calls an operation that must refuse, and demands that all arrays it was given stay as they were.
 */
export function refuses(operation: Operation, values: readonly unknown[], options: unknown, refusal: Refusal): void {
  const nested =
    typeof options === "object" && options !== null
      ? Object.values(options).flatMap((value) => [value, ...Object.values(Object(value))])
      : [];
  const arrays = [...values, ...nested].filter((value): value is Floats => ArrayBuffer.isView(value) && !(value instanceof DataView));
  const before = arrays.map((array) => array.slice());
  expectRefusal(() => operation.raw(...values, options), refusal);
  expect(arrays).toEqual(before);
}
