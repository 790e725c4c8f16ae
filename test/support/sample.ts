import { inject } from "vitest";

/**
 * Steps of the golden ratio: what is chosen with them is spread evenly, and in step with no table
 * that repeats itself.
 */
const GOLDEN = 0x9e3779b1;

/**
 * The part of a table that a project judges: all of it where the oracle judges the build that
 * others are held to, one in so many cases elsewhere, with another start for each subject `of`
 * which they are cases.
 */
export function sample<T>(cases: readonly T[], of = ""): readonly T[] {
  const part = 2 ** 32 / inject("every");
  const start = hash(of);
  return cases.filter((_, i) => (start + Math.imul(i, GOLDEN)) >>> 0 < part);
}

/** Cases of every subject: those that a project judges, and at least the first. */
export function casesOfEach<A extends { of: string }, B extends object>(subjects: readonly A[], cases: readonly B[]): readonly (A & B)[] {
  return subjects.flatMap((subject) => {
    const chosen = sample(cases, subject.of);
    return pairs([subject], chosen.length > 0 ? chosen : cases.slice(0, 1));
  });
}

/** The lengths up to `most` that a project tries of a subject. */
export function lengthsTo(most: number, of = ""): readonly number[] {
  return sample(
    Array.from({ length: most }, (_, i) => i + 1),
    of,
  );
}

/**
 * The FNV-1a hash of a name, its bits mixed once more: names differ in their last letters. 0 of
 * none.
 */
function hash(name: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) bits = Math.imul(bits ^ name.charCodeAt(i), 0x01000193);
  return name === "" ? 0 : Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
}

/** Every case of one table with every case of another. */
export function pairs<A extends object, B extends object>(one: readonly A[], other: readonly B[]): readonly (A & B)[] {
  return one.flatMap((a) => other.map((b) => ({ ...a, ...b })));
}
