import { expect } from "vitest";
import { type HillockErrorCode, isHillockError } from "../../src/index.js";

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
