/** Nothing is timed that computes the wrong thing. */
import type { Type } from "../loops.js";
import type { Expected } from "./case.js";

/**
 * How far off a result may be, as a part of it or of the root of the mean square of all. Loose: this tells broken from working, errors.ts
 * tells good from better. Sums of a thousand products in float32 are off by 2^-19 of that at most.
 */
const TOLERANCE = {
  /** The derivative of gelu's tanh approximation is off by 8.7e-4, which gradients and values up to 8 multiply. */
  naive: { float32: 3e-2, float64: 3e-2 },
  others: { float32: 2 ** -16, float64: 2 ** -42 },
} as const;

/** The first wrong entry, in words; undefined if there is none. */
export function wrong(name: string, type: Type, results: readonly ArrayLike<number>[], expected: readonly Expected[]): string | undefined {
  const tolerance = (name.startsWith("naive") ? TOLERANCE.naive : TOLERANCE.others)[type];
  for (const [k, { name: what, at, values }] of expected.entries()) {
    const got = results[k] as ArrayLike<number>;
    const scale = Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
    for (let i = 0; i < values.length; i++) {
      const index = at ? (at[i] as number) : i;
      const [value, wanted] = [got[index] as number, values[i] as number];
      if (value === wanted || Math.abs(value - wanted) <= tolerance * Math.max(scale, Math.abs(wanted))) continue;
      return `${what}[${index}] is ${value}, where ${wanted} is right`;
    }
  }
  return undefined;
}
