/** Tries the functions that take more than one element at a time on random cases, and keeps the worst result. */

import { toBits } from "../../oracle/formats.js";
import { createRuntime } from "../../src/runtime/runtime.js";
import type { Backend } from "../perform.js";
import { Random } from "../random.js";
import type { ShapeFigure } from "../record.js";
import { type Engine, formatOf } from "../subjects.js";
import { wrap } from "../text.js";
import type { Case, Trial } from "./trial.js";

/** So many results of a case are judged at most: the exact ones take far longer than the others. */
const JUDGED = 128;

/** Tries `results` results, on as many cases as that takes. */
export function measure(trial: Trial, engine: Engine, backend: Backend, results: number, seed: number): ShapeFigure {
  const runtime = createRuntime({ backend });
  const random = new Random(seed);
  let worst: ShapeFigure | undefined;
  let share = -1;
  let judged = 0;
  while (judged < results) {
    const given: Case = { ...trial.cases(random), seed: random.bits() };
    const run = trial.run(engine, given, runtime);
    const count = Math.min(JUDGED, run.results.length);
    for (let k = 0; k < count; k++) {
      const i = count === run.results.length ? k : random.below(run.results.length);
      const { error } = run.judge(i);
      const part = error / trial.promised(engine, given.sizes);
      judged++;
      if (part <= share) continue;
      share = part;
      const format = formatOf(engine);
      worst = {
        error,
        share: part,
        witness: { case: given, index: i, got: toBits(format, run.results[i]) },
        results: 0,
      };
    }
    if (count === 0) judged++;
    run.free?.();
  }
  if (!worst) throw new Error(`${trial.name} gave no results`);
  return { ...worst, results: judged };
}

/** What a result on record is now: its error and its bits. */
export function retry(trial: Trial, engine: Engine, { witness }: ShapeFigure): { readonly error: number; readonly got: string } {
  const run = trial.run(engine, witness.case, createRuntime({ backend: "simd" }));
  const { index } = witness;
  return { error: run.judge(index).error, got: toBits(formatOf(engine), run.results[index]) };
}

/** One line for a terminal. */
export function lineOf({ name, method, unit }: Trial, engine: Engine, { error, share, witness, results }: ShapeFigure): string {
  const { kind, sizes } = witness.case;
  const label = [name, engine === "faithful" ? "" : engine, method].filter(Boolean).join(" ").padEnd(60);
  const head = `${label} ${`${error.toFixed(5)} ${unit === "ulp" ? "ULP" : "u sum"}`.padStart(19)}`;
  const details = [`of ${results} results`, `at ${witness.index} of ${kind} ${sizes.join(" x ")}`, ...(share <= 1 ? [] : ["BROKEN"])];
  return `${head}\n${wrap(details, 4)}`;
}
