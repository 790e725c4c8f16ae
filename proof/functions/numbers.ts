/** The numbers of a case. */

import type { Random } from "../random.js";
import type { Tier } from "../record.js";
import { type Floats, formatOf } from "../subjects.js";

export const arrayOf = (tier: Tier, length: number): Floats =>
  formatOf(tier).name === "float32" ? new Float32Array(length) : new Float64Array(length);

/** Kinds of numbers, each as networks or adversaries have them. */
export const KINDS: Readonly<Record<string, (random: Random) => number>> = {
  normal: (random) => normal(random),
  wide: (random) => 10 * normal(random),
  // Whole powers: others differ from one engine to the next, and a case is the same everywhere.
  "of all sizes": (random) => sign(random) * (1 + random.unit()) * 2 ** (random.below(27) - 20),
  large: (random) => random.between(-1e4, 1e4),
};

/** `length` numbers of a kind. */
export function fill(tier: Tier, kind: string, length: number, random: Random): Floats {
  const array = arrayOf(tier, length);
  const next = KINDS[kind];
  if (!next) throw new Error(`there is no kind of numbers called ${kind}`);
  for (let i = 0; i < length; i++) array[i] = next(random);
  return array;
}

/** The sum of twelve uniform numbers, less 6: near enough to a normal one. */
function normal(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.unit();
  return sum;
}

const sign = (random: Random): number => (random.unit() < 0.5 ? -1 : 1);
