import { inject } from "vitest";

/**
 * The part of a table that a project judges: all of it in Node, where the oracle judges each build once; every so many cases
 * in browsers, which run the same code and are held to the same bits (test/bits.test.ts).
 */
export function sample<T>(cases: readonly T[]): readonly T[] {
  const every = inject("every");
  return cases.filter((_, i) => i % every === 0);
}

/** The number of a table's draws that a project makes. */
export function times(count: number): number {
  return Math.max(1, Math.round(count / inject("every")));
}
