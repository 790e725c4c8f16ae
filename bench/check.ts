/**
 * Nothing is timed that computes the wrong thing, and every result that was timed is looked at
 * afterwards.
 */
import type { Expected, Results } from "./case.js";
import type { ContestantName, Key } from "./results.js";

/**
 * The largest error of a result, relative to it or to its scale. Loose: this tells broken from
 * working, errors.ts tells good from better. gelu's tanh approximation is off by 4.7e-4 at most,
 * its derivative by 8.7e-4, which gradients and values up to 8 multiply; sums of a thousand
 * products in float32 are off by 2^-19 of their scale at most.
 */
const NAIVE = { elementwise: 1e-2, others: 3e-2 };
const CAREFUL = { elementwise: { float32: 2 ** -21, float64: 2 ** -46 }, others: { float32: 2 ** -16, float64: 2 ** -42 } };

export function toleranceOf({ part, type }: Pick<Key, "part" | "type">, contestant: ContestantName): number {
  const kind = part === "elementwise" ? "elementwise" : "others";
  return contestant.startsWith("naive") ? NAIVE[kind] : CAREFUL[kind][type];
}

const MOST = 1024;

/** Entries spread over a whole, the last among them. */
export function spots(length: number): number[] {
  const count = Math.min(length, MOST);
  return Array.from({ length: count }, (_, k) => Math.floor(((k + 1) * length) / count) - 1);
}

/** The first wrong entry, in words; undefined if there is none. */
export function wrong(results: Results, expected: readonly Expected[], tolerance: number): string | undefined {
  for (const { name, at, values, scale = rootMeanSquare(values) } of expected) {
    const got = results[name];
    if (!got || (!at && got.length !== values.length)) return `${name} has ${got?.length} entries, where ${values.length} are right`;
    for (let i = 0; i < values.length; i++) {
      const index = at ? (at[i] as number) : i;
      const [value, wanted] = [got[index] as number, values[i] as number];
      if (value === wanted || Math.abs(value - wanted) <= tolerance * Math.max(scale, Math.abs(wanted))) continue;
      return `${name}[${index}] is ${value}, where ${wanted} is right`;
    }
  }
  return undefined;
}

function rootMeanSquare(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);
}
