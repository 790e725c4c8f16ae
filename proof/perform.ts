/** Performs jobs: in worker threads, in tests, in a browser. */

import { formats } from "../oracle/formats.js";
import { Expectation, type Reference, Tally } from "../oracle/tally.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { trialOf } from "./catalog.js";
import { BLOCK_SIZE, fillGradient, type Stretch, stretchesOf } from "./coverage.js";
import { measure } from "./functions/measure.js";
import type { Backend, Comparison, Job, Outcome, Replay, TrialRun } from "./jobs.js";
import { Murmur } from "./murmur.js";
import { Random } from "./random.js";
import type { Figure } from "./record.js";
import { createReference } from "./references.js";
import { search } from "./search.js";
import { type ActivationSubject, callableOf, formatOf, referenceOf, rootsOf } from "./subjects.js";
import { checksumOf, eachTile, TILE, wordsOf } from "./tiles.js";
import { Workbench } from "./workbench.js";

export class Performer {
  readonly runtime;
  private readonly workbenches = new Map<string, Workbench>();
  private readonly references = new Map<string, Reference>();
  private readonly expectation = new Expectation(TILE);

  constructor(backend: Backend) {
    this.runtime = createRuntime({ backend });
  }

  perform(job: Job): Outcome {
    if (job.kind === "comparison") return this.compare(job);
    if (job.kind === "replay") return { counts: [], checksums: [this.replay(job)] };
    if (job.kind === "trial") return { counts: [], checksums: [], figure: this.tryCases(job) };
    const [subject] = job.subjects;
    return { counts: [search(this.workbench(subject), this.reference(subject), job)], checksums: [] };
  }

  /** The result of a subject for one input, or a pair of them. */
  resultOf(subject: ActivationSubject, inputs: readonly number[]): number {
    const workbench = this.workbench(subject);
    workbench.dy[0] = inputs[0] as number;
    workbench.x[0] = inputs.at(-1) as number;
    return workbench.run(subject, 1)[0] as number;
  }

  private compare({ subjects, extent, block, seed }: Comparison): Outcome {
    const [first] = subjects as [ActivationSubject];
    const reference = this.reference(first);
    const entries = subjects.map((subject) => ({
      subject,
      tally: new Tally(reference, formatOf(subject.tier), rootsOf(subject)),
      hash: new Murmur(),
    }));
    const complete = extent.covered === "exhaustive";
    const random = new Random(seed + block);
    const workbench = this.workbench(first);
    const { dy, x } = workbench;
    const compare = (stretches: readonly Stretch[], hashed: boolean) =>
      eachTile(workbench, stretches, random, (count) => {
        if (reference.variables.length > 1) fillGradient(wordsOf(dy), count, random);
        if (first.method === "backwardFromOutput") x.set(workbench.run({ ...first, method: "value" }, count));
        workbench.tameGradients(first, count);
        const inputs = reference.variables.length > 1 ? [dy, x] : [x];
        this.expectation.evaluate(reference, count, inputs);
        for (const { subject, tally, hash } of entries) {
          const results = workbench.run(subject, count);
          tally.add(count, inputs, results, this.expectation);
          if (hashed) hash.add(wordsOf(results), count);
        }
      });
    if (extent.covered === "exhaustive" || extent.covered === "zone") {
      // A few inputs first: where errors grow with x, every result would be the worst yet.
      compare([{ first: block * BLOCK_SIZE, step: 0, count: TILE }], false);
      for (const { tally } of entries) tally.restart();
    }
    compare(stretchesOf(extent, block), complete);
    return { counts: entries.map(({ tally }) => tally.count), checksums: complete ? entries.map(({ hash }) => hash.digest()) : [] };
  }

  private tryCases({ subjects: [subject], results, seed }: TrialRun): Figure {
    return measure(trialOf(subject), subject.tier, this.runtime, results, seed);
  }

  private replay({ subjects: [subject], block }: Replay): string {
    return checksumOf(this.workbench(subject), subject, block);
  }

  private workbench({ tier }: ActivationSubject): Workbench {
    const { name } = formatOf(tier);
    let found = this.workbenches.get(name);
    if (!found) {
      found = new Workbench(this.runtime, formats[name], TILE, callableOf);
      this.workbenches.set(name, found);
    }
    return found;
  }

  /** References compile their formulas: each is made once. */
  reference(subject: ActivationSubject): Reference {
    const { name, method, parameters } = subject;
    const key = JSON.stringify([name, referenceOf(method), parameters]);
    let found = this.references.get(key);
    if (!found) {
      found = createReference(subject);
      this.references.set(key, found);
    }
    return found;
  }
}
