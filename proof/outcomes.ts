/** Outcomes of a task's jobs: made into figures, and held against certificates. */
import { emptyCount, merge } from "../oracle/tally.js";
import { figureOf } from "./figures.js";
import type { Outcome } from "./jobs.js";
import type { Task } from "./plan.js";
import type { Figure } from "./record.js";
import { createReference } from "./references.js";
import type { ActivationSubject } from "./subjects.js";

/** The figure of one of a task's subjects, from the outcomes of all of its jobs. */
export function figureFrom({ subjects, proof }: Task, k: number, outcomes: readonly Outcome[]): Figure {
  const tried = outcomes[0]?.figure;
  if (tried) return tried;
  const subject = subjects[k] as ActivationSubject;
  return figureOf(subject, createReference(subject), outcomes.map(({ counts }) => counts[k] ?? emptyCount()).reduce(merge), proof);
}

/** The blocks whose results are not those that a certificate has the checksums of. */
export function differingBlocks(outcomes: readonly Outcome[], expected: readonly string[]): readonly number[] {
  return outcomes.flatMap(({ checksums: [checksum] }, block) => (checksum === expected[block] ? [] : [block]));
}
