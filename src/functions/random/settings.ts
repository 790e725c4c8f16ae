import { describe, fail } from "../../call/errors.js";
import type { Options } from "../../call/options.js";

/** The options of a function that draws random numbers, but for its parameters and `out`. */
export const SETTINGS = ["training", "seed", "offset"];

/** The settings of a call, checked. */
export interface Settings {
  /** Whether numbers are drawn. */
  readonly training: boolean;
  /** The stream of random numbers. */
  readonly seed: number | undefined;
  /** The place of the first element in the stream. */
  readonly offset: number;
}

/** Settings by default. */
export const EVALUATION: Settings = { training: false, seed: undefined, offset: 0 };

/** The settings of a call: those of its options, each read once, else those bound. */
export function readSettings(where: string, options: Options, bound: Settings): Settings {
  const { training = bound.training, seed, offset } = options;
  if (training === bound.training && seed === undefined && offset === undefined) return bound;
  if (typeof training !== "boolean") fail("HILLOCK_OPTION", where, `training is ${describe(training)}, expected true or false`);
  return {
    training,
    seed: readWhole(where, "seed", seed) ?? bound.seed,
    offset: readWhole(where, "offset", offset) ?? bound.offset,
  };
}

/** Refuses to draw numbers of no seed; `use` says what for. */
export function checkSeed(where: string, seed: number | undefined, use: string): number {
  return seed ?? fail("HILLOCK_OPTION", where, `seed is missing, expected ${WHOLE}: ${use}`);
}

/** Refuses elements that are beyond the end of a stream. */
export function checkOffset(where: string, offset: number, length: number): void {
  const most = Number.MAX_SAFE_INTEGER - length + 1;
  if (offset > most) fail("HILLOCK_PARAMETER", where, `offset is ${offset}, expected at most ${most}, for ${length} elements`);
}

const WHOLE = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`;

/** Checks an option that is a whole number, of those that are exact. */
export function readWhole(where: string, name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "number") fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected a number`, TypeError);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  return fail("HILLOCK_PARAMETER", where, `${name} is ${describe(value)}, expected ${WHOLE}`);
}
