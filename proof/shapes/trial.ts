/** What a function that takes more than one element at a time is tried with, and how its results are judged. */
import type { Runtime } from "../../src/runtime/runtime.js";
import type { Random } from "../random.js";
import type { Engine, Floats } from "../subjects.js";

/** One set of inputs, as text that makes them anew: a kind of numbers, sizes, the seed. */
export interface Case {
  readonly kind: string;
  readonly sizes: readonly number[];
  readonly seed: number;
}

/** What a function gave for a case. */
export interface Run {
  readonly results: Floats;
  /** How far result `i` is from the exact one, in the unit of the trial. */
  judge(i: number): { readonly error: number };
  /** Gives back what judging took. */
  free?(): void;
}

/** One method of one function. */
export interface Trial {
  readonly name: string;
  readonly method: string;
  /** `ulp`: units in the last place of the exact value; `sum`: units of rounding (2^-24, 2^-53) of the sum of magnitudes. */
  readonly unit: "ulp" | "sum";
  readonly engines: readonly Engine[];
  /** How many results are tried where nothing else is said: what their oracle gives in some seconds. */
  readonly results: number;
  /** The function itself. */
  subject(engine: Engine): unknown;
  /** The largest error promised for a case. */
  promised(engine: Engine, sizes: readonly number[]): number;
  /** Kinds and sizes at which to look, in turn. */
  cases(random: Random): Omit<Case, "seed">;
  run(engine: Engine, given: Case, runtime: Runtime): Run;
}
