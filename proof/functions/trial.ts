/**
 * Random cases for row-wise, gated, loss and layer functions and for training, and the judge of
 * their results.
 */
import type { KernelCode } from "../../src/runtime/kernelCode.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import type { Random } from "../random.js";
import type { Case, FunctionRecord, Tier } from "../record.js";
import type { Floats } from "../subjects.js";

/** The results of a function for one case. */
export interface Run {
  readonly results: Floats;
  /** The distance of result `i` from the exact one, in the unit of the trial. */
  judge(i: number): number;
}

/** One method of one function. */
export interface Trial {
  readonly name: string;
  readonly method: string;
  readonly unit: FunctionRecord["unit"];
  readonly tiers: readonly Tier[];
  /** Results that are tried by default: as many as their oracle gives in some seconds. */
  readonly results: number;
  /** The function itself. */
  subject(tier: Tier): unknown;
  /** The module of its results, if any, where the function itself has another. */
  code?(tier: Tier): KernelCode | undefined;
  /** The largest error promised for a case. */
  promised(tier: Tier, sizes: readonly number[]): number;
  /** Kinds and sizes at which to look, in turn. */
  cases(random: Random): Omit<Case, "seed">;
  run(tier: Tier, given: Case, runtime: Runtime): Run;
}
