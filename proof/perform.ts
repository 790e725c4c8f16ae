/** The work itself, for one block at a time: in worker threads, in tests, in a browser. */

import { formats } from "../oracle/formats.js";
import { Reference } from "../oracle/oracle.js";
import { type Count, Expectation, Tally } from "../oracle/tally.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { BLOCK_SIZE, type Extent, fill, fillGradient, type Stretch, stretchesOf } from "./coverage.js";
import { Murmur } from "./murmur.js";
import { Random } from "./random.js";
import { search } from "./search.js";
import { formatOf, referenceOf, rootsOf, type Subject } from "./subjects.js";
import { Workbench } from "./workbench.js";

export type Backend = "simd" | "relaxed" | "js";

/** A block of inputs on which subjects are compared with the reference that they share. */
export interface Comparison {
  readonly kind: "comparison";
  readonly subjects: readonly Subject[];
  readonly extent: Extent;
  readonly block: number;
  readonly seed: number;
}

/** A search for bad inputs of one subject. */
export interface Search {
  readonly kind: "search";
  readonly subjects: readonly [Subject];
  /** How often MPFR may be asked. */
  readonly evaluations: number;
  readonly seed: number;
}

/** A block of inputs whose results are only to be summed up. */
export interface Replay {
  readonly kind: "replay";
  readonly subjects: readonly [Subject];
  readonly block: number;
}

export type Job = Comparison | Search | Replay;

/** What became of a job: a count for each subject, and where results were complete their checksums. */
export interface Outcome {
  readonly counts: readonly Count[];
  readonly checksums: readonly string[];
}

/** Inputs at a time: with the arrays of the reference they stay in the second cache. */
const TILE = 4096;

export class Performer {
  private readonly runtime;
  private readonly workbenches = new Map<string, Workbench>();
  private readonly references = new Map<string, Reference>();
  private readonly expectation = new Expectation(TILE);

  constructor(backend: Backend) {
    this.runtime = createRuntime({ backend });
  }

  perform(job: Job): Outcome {
    if (job.kind === "comparison") return this.compare(job);
    if (job.kind === "replay") return { counts: [], checksums: [this.replay(job)] };
    const [subject] = job.subjects;
    return { counts: [search(this.workbench(subject), this.reference(subject), job)], checksums: [] };
  }

  /** What a subject gives for one input, or a pair of them. */
  resultOf(subject: Subject, inputs: readonly number[]): number {
    const workbench = this.workbench(subject);
    workbench.dy[0] = inputs[0] as number;
    workbench.x[0] = inputs.at(-1) as number;
    return workbench.run(subject, 1)[0] as number;
  }

  private compare({ subjects, extent, block, seed }: Comparison): Outcome {
    const [first] = subjects as [Subject];
    const reference = this.reference(first);
    const entries = subjects.map((subject) => ({
      subject,
      tally: new Tally(reference, formatOf(subject.engine), rootsOf(subject)),
      hash: new Murmur(),
    }));
    const complete = extent.covered === "all";
    const random = new Random(seed + block);
    const compare = (stretches: readonly Stretch[], hashed: boolean) =>
      this.tiles(first, stretches, random, (count, workbench) => {
        const { dy, x } = workbench;
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
    if (extent.covered === "all" || extent.covered === "dense zone") {
      // A few inputs of the block in advance: where errors grow with x, every result would otherwise be the worst so far.
      compare([{ first: block * BLOCK_SIZE, step: 0, count: TILE }], false);
      for (const { tally } of entries) tally.restart();
    }
    compare(stretchesOf(extent, block), complete);
    return { counts: entries.map(({ tally }) => tally.count), checksums: complete ? entries.map(({ hash }) => hash.digest()) : [] };
  }

  private replay({ subjects: [subject], block }: Replay): string {
    const hash = new Murmur();
    this.tiles(subject, stretchesOf({ covered: "all" }, block), new Random(0), (count, workbench) => {
      hash.add(wordsOf(workbench.run(subject, count)), count);
    });
    return hash.digest();
  }

  /** Fills the inputs of the workbench with one tile of the stretches after another. */
  private tiles(
    subject: Subject,
    stretches: readonly Stretch[],
    random: Random,
    visit: (count: number, workbench: Workbench) => void,
  ): void {
    const workbench = this.workbench(subject);
    const bits = wordsOf(workbench.x);
    for (const stretch of stretches) {
      for (let from = 0; from < stretch.count; from += TILE) {
        const count = Math.min(TILE, stretch.count - from);
        fill(bits, count, stretch, from, random);
        visit(count, workbench);
      }
    }
  }

  private workbench({ engine }: Subject): Workbench {
    const { name } = formatOf(engine);
    let found = this.workbenches.get(name);
    if (!found) {
      found = new Workbench(this.runtime, formats[name], TILE);
      this.workbenches.set(name, found);
    }
    return found;
  }

  /** References compile their formulas: each is made once. */
  reference({ activation, method, parameters }: Subject): Reference {
    const reference = referenceOf(method);
    const key = JSON.stringify([activation, reference, parameters]);
    let found = this.references.get(key);
    if (!found) {
      found = new Reference(activation, reference, parameters);
      this.references.set(key, found);
    }
    return found;
  }
}

function wordsOf(array: Float32Array | Float64Array): Uint32Array {
  return new Uint32Array(array.buffer, array.byteOffset, array.byteLength / 4);
}
