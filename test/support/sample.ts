import { inject } from "vitest";

/** Steps of the golden ratio: what is chosen with them is spread evenly, and in step with no table that repeats itself. */
const GOLDEN = 0x9e3779b1;

/**
 * The part of a table that a project judges: all of it where the oracle judges the build that others are held to, one in so many
 * cases elsewhere.
 */
export function sample<T>(cases: readonly T[]): readonly T[] {
  const every = inject("every");
  return cases.filter((_, i) => Math.imul(i, GOLDEN) >>> 0 < 2 ** 32 / every);
}

/** The lengths up to `most` that a project tries. */
export function lengthsTo(most: number): readonly number[] {
  return sample(Array.from({ length: most }, (_, i) => i + 1));
}

/** Every case of one table with every case of another. */
export function pairs<A extends object, B extends object>(one: readonly A[], other: readonly B[]): readonly (A & B)[] {
  return one.flatMap((a) => other.map((b) => ({ ...a, ...b })));
}
