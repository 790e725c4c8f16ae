/** Tries functions on random cases, and keeps the worst result. */
import { float32, float64, toBits } from "../../oracle/formats.js";
import type { Runtime } from "../../src/runtime/runtime.js";
import { Random } from "../random.js";
import type { Case, CaseWitness, Figure, Tier } from "../record.js";
import type { Floats } from "../subjects.js";
import type { Trial } from "./trial.js";

/** The most results of a case that are judged: the exact ones take far longer than the others. */
const JUDGED = 128;

/** Tries results on as many cases as it takes. The worst has the largest part of its bound. */
export function measure(trial: Trial, tier: Tier, runtime: Runtime, results: number, seed: number): Figure {
  const random = new Random(seed);
  let worst: Pick<Figure, "bound" | "error" | "witness"> | undefined;
  let judged = 0;
  while (judged < results) {
    const given: Case = { ...trial.cases(random), seed: random.bits() };
    const run = trial.run(tier, given, runtime);
    const bound = trial.promised(tier, given.sizes);
    const count = Math.min(JUDGED, run.results.length);
    for (let k = 0; k < count; k++) {
      const index = count === run.results.length ? k : random.below(run.results.length);
      const error = run.judge(index);
      if (worst && partOf(error, bound) <= partOf(worst.error, worst.bound)) continue;
      worst = { bound, error, witness: { case: given, index, got: bitsAt(run.results, index) } };
    }
    judged += Math.max(count, 1);
  }
  if (!worst) throw new Error(`${trial.name} gave no results`);
  const { bound, error, witness } = worst;
  return { bound, error, proof: "sample", judged, witness };
}

/**
 * The part of a bound that an error takes: all of it and more where the bound is 0, or the result
 * no number.
 */
function partOf(error: number, bound: number): number {
  if (Number.isNaN(error)) return Infinity;
  if (bound > 0) return error / bound;
  return error > 0 ? Infinity : 0;
}

/** The error and the bits that a result on record has now. */
export function retry(
  trial: Trial,
  tier: Tier,
  runtime: Runtime,
  { case: given, index }: CaseWitness,
): Pick<Figure, "error"> & { got: string } {
  const run = trial.run(tier, given, runtime);
  return { error: run.judge(index), got: bitsAt(run.results, index) };
}

/** The bits of a result, in the format of its array. */
function bitsAt(results: Floats, index: number): string {
  return toBits(results instanceof Float64Array ? float64 : float32, results[index] as number);
}
