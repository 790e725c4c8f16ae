import { describe, expect, inject, test } from "vitest";
import accuracy from "../accuracy.json" with { type: "json" };
import { fromBits, toBits } from "../oracle/formats.js";
import { emptyCount, merge } from "../oracle/tally.js";
import { certificateOf } from "../proof/certificate.js";
import { BLOCK_SIZE, BLOCKS } from "../proof/coverage.js";
import { brokenPromises, describeSubject, figureOf, figureOnRecord } from "../proof/figures.js";
import { type Backend, type Job, Performer } from "../proof/perform.js";
import { pointsOf } from "../proof/plan.js";
import { Random } from "../proof/random.js";
import type { Accuracy } from "../proof/record.js";
import { allows, enginesOf, formatOf, methodsOf, names, parameterSets, type Subject } from "../proof/subjects.js";
import { sample } from "./support/sample.js";

const backend = inject("backend") as Backend;
const performer = new Performer(backend);
const record = accuracy as unknown as Accuracy;
const seed = Math.floor(Math.random() * 2 ** 31);
const random = new Random(seed);

const subjects = names.flatMap((activation) =>
  enginesOf(activation).flatMap((engine) =>
    parameterSets(activation).flatMap((parameters) =>
      methodsOf(activation)
        .map((method): Subject => ({ activation, engine, method, parameters }))
        .filter(allows),
    ),
  ),
);

/** A stripe of neighbours between 2^-21 and 2^5 on either side of 0, and a few random numbers of every binade. In float64, how often MPFR is asked. */
const STRIPE = 32768;
const PER_BLOCK = 64;
const EVALUATIONS = 500;

function jobsOf(subject: Subject): readonly Job[] {
  if (subject.engine === "double") return [{ kind: "search", subjects: [subject], evaluations: EVALUATIONS, seed: random.bits() }];
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

describe(`${backend}: within what the definitions promise (seed ${seed})`, () => {
  test.each(sample(subjects).map((subject) => [describeSubject(subject), subject] as const))("%s", (_, subject) => {
    const count = jobsOf(subject)
      .map((job) => performer.perform(job).counts[0] ?? emptyCount())
      .reduce(merge);
    const figure = figureOf(subject, performer.reference(subject), count, "sample");
    expect(brokenPromises(subject, figure), JSON.stringify(figure.witness)).toEqual([]);
  });
});

if (backend === "simd" && inject("every") === 1)
  describe(`accuracy.json speaks of this build (seed ${seed})`, () => {
    const figures = subjects.flatMap((subject) => {
      const figure = figureOnRecord(record, subject);
      return figure ? [[describeSubject(subject), subject, figure] as const] : [];
    });

    test.each(figures)("%s: the witness gives the error on record", (_, subject, { ulp, witness }) => {
      const format = formatOf(subject.engine);
      const inputs = witness.inputBits.map((bits) => fromBits(format, bits));
      const got = performer.resultOf(subject, inputs);
      expect(toBits(format, got)).toBe(witness.got);
      const judgement = performer.reference(subject).judge(format, inputs, got);
      expect(judgement.ulp).toBe(ulp);
      expect(toBits(format, judgement.rounded)).toBe(witness.wanted);
    });

    const certified = subjects.filter((subject) => subject.engine === "faithful" && figureOnRecord(record, subject)?.covered === "all");
    const blocks = Array.from({ length: 6 }, () => [certified[random.below(certified.length)] as Subject, random.below(BLOCKS)] as const);

    if (certified.length > 0)
      test.each(blocks)("%o: block %i of the certificate holds", (subject, block) => {
        const { checksums } = performer.perform({ kind: "replay", subjects: [subject], block });
        expect(checksums[0]).toBe(certificateOf(record, subject)?.[block]);
      });
  });
