/**
 * Every function in every tier, within what its definition promises; those of single elements on
 * other inputs in every run.
 */
import { describe, expect, inject, test } from "vitest";
import { emptyCount, merge } from "../oracle/tally.js";
import { functionNames, isCoverable, isElementwise, subjectsOf } from "../proof/catalog.js";
import { BLOCK_SIZE, BLOCKS } from "../proof/coverage.js";
import { brokenPromises, describeSubject, figureOf } from "../proof/figures.js";
import type { Backend, Job } from "../proof/jobs.js";
import { Performer } from "../proof/perform.js";
import { pointsOf } from "../proof/plan.js";
import { Random } from "../proof/random.js";
import type { Figure } from "../proof/record.js";
import type { ActivationSubject, Subject } from "../proof/subjects.js";
import { sample } from "./support/sample.js";

const backend = inject("backend") as Backend;
const performer = new Performer(backend);
const seed = Math.floor(Math.random() * 2 ** 31);
const random = new Random(seed);

const subjects = functionNames.flatMap(subjectsOf);

/**
 * A stripe of neighbours between 2^-21 and 2^5 on either side of 0, and a few random numbers of
 * every binade: others in every run. All of them are for the record.
 */
const STRIPE = 8192;
const PER_BLOCK = 64;
/** How often MPFR is asked in float64. */
const EVALUATIONS = 500;
/**
 * Results of functions that are tried on random cases, and the seed of these: the same in every
 * run.
 */
const CASES = { results: 128, seed: 2 };

function jobsOf(subject: ActivationSubject): readonly Job[] {
  if (subject.tier === "float64" || !isCoverable(subject.name))
    return [{ kind: "search", subjects: [subject], evaluations: EVALUATIONS, seed: random.bits() }];
  const stripe = { covered: "stripe", first: random.below(BLOCK_SIZE - STRIPE), count: STRIPE } as const;
  const sample = { covered: "sample", perBlock: PER_BLOCK, points: pointsOf(subject) } as const;
  const job = (block: number, extent: typeof stripe | typeof sample): Job => ({
    kind: "comparison",
    subjects: [subject],
    extent,
    block,
    seed,
  });
  return [
    ...[0, BLOCKS / 2].map((side) => job(side + 53 + random.below(13), stripe)),
    ...Array.from({ length: BLOCKS }, (_, block) => job(block, sample)),
  ];
}

function measure(subject: Subject): Figure {
  if (!isElementwise(subject.name)) {
    const { figure } = performer.perform({ kind: "trial", subjects: [subject], ...CASES });
    return figure as Figure;
  }
  const own = subject as ActivationSubject;
  const counts = jobsOf(own).map((job) => performer.perform(job).counts[0] ?? emptyCount());
  return figureOf(own, performer.reference(own), counts.reduce(merge), "sample");
}

describe(`${backend}: within what the definitions promise (seed ${seed})`, () => {
  test.each(sample(subjects).map((subject) => [describeSubject(subject), subject] as const))("%s", (_, subject) => {
    const figure = measure(subject);
    const hint = subject.method === "value" ? "" : ", beside a root that the entry does not have among its roots?";
    expect(brokenPromises(figure), `${JSON.stringify(figure.witness)}${hint}`).toEqual([]);
  });
});
