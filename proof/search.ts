/**
 * Searches for the largest error where there are too many inputs to try them all: float64, and
 * gradients with their two arguments.
 */
import type { Format } from "../oracle/formats.js";
import { type Count, merge, type Reference, Tally, type Worst } from "../oracle/tally.js";
import hardInputs from "./hardInputs.json" with { type: "json" };
import type { Search } from "./jobs.js";
import { Random } from "./random.js";
import { Sampler } from "./sampler.js";
import { type ActivationSubject, formatOf, rootsOf } from "./subjects.js";
import type { Workbench } from "./workbench.js";

/** The share of evaluations for random inputs; the others climb from the worst of these. */
const RANDOM_SHARE = 0.5;
const BATCH = 64;
/**
 * The worst inputs in float64 of each function that searches of 10^8 evaluations found: more than
 * is spent here. At most a batch for each.
 */
const HARD: Readonly<Record<string, readonly number[]>> = hardInputs;
/** The number of climbs, each from the worst input of a batch in a binade of its own. */
const CLIMBERS = 24;

export function search(workbench: Workbench, reference: Reference, { subjects: [subject], evaluations, seed }: Search): Count {
  const format = formatOf(subject.tier);
  const random = new Random(seed);
  const sampler = new Sampler(subject, format, random);
  const exemptions = rootsOf(subject);
  const outputs = subject.method === "backwardFromOutput" ? outputsOf(subject, workbench) : undefined;

  /** Judges the inputs that the sampler or the climber wrote into the arrays of the workbench. */
  const judge = (count: number): Count => {
    workbench.tameGradients(subject, count);
    const tally = new Tally(reference, format, exemptions);
    const inputs = reference.variables.length > 1 ? [workbench.dy, workbench.x] : [workbench.x];
    tally.addExactly(count, inputs, workbench.run(subject, count));
    return tally.count;
  };
  const sample = (): Count => {
    for (let i = 0; i < BATCH; i++) {
      [workbench.dy[i], workbench.x[i]] = sampler.inputs();
    }
    if (outputs) workbench.x.set(workbench.run({ ...subject, method: "value" }, BATCH));
    return judge(BATCH);
  };

  const hard = subject.tier === "float64" && !subject.method.startsWith("backward") ? (HARD[subject.name] ?? []) : [];
  workbench.x.set(hard);
  const batches = [judge(hard.length), ...Array.from({ length: Math.ceil((evaluations * RANDOM_SHARE) / BATCH) }, sample)];
  let total = batches.reduce(merge);
  const worst = batches.flatMap((batch) => batch.worst ?? []).sort((a, b) => b.ulp - a.ulp);
  const seeds = worst.filter((each, i) => worst.findIndex((other) => binadeOf(other) === binadeOf(each)) === i);
  const rounds = Math.ceil((evaluations * (1 - RANDOM_SHARE)) / BATCH / CLIMBERS);
  for (let { inputs, ulp } of seeds.slice(0, CLIMBERS)) {
    for (let round = 0; round < rounds; round++) {
      const x = inputs.at(-1) as number;
      for (let i = 0; i < BATCH; i++) {
        const next = nearby(x, format, random);
        workbench.x[i] = outputs ? Math.min(outputs.high, Math.max(outputs.low, next)) : next;
        workbench.dy[i] = inputs.length > 1 && random.unit() < 0.7 ? nearby(inputs[0] as number, format, random) : (inputs[0] as number);
      }
      const found = judge(BATCH);
      total = merge(total, found);
      if (found.worst && found.worst.ulp > ulp) ({ inputs, ulp } = found.worst);
    }
  }
  return total;
}

function binadeOf({ inputs }: Worst): number {
  const x = inputs.at(-1) as number;
  return Math.sign(x) * (2000 + Math.floor(Math.log2(Math.abs(x))));
}

/** The limits of a monotone function's values: from others nothing follows for the derivative. */
function outputsOf(subject: ActivationSubject, workbench: Workbench): { readonly low: number; readonly high: number } {
  workbench.x.set([-Infinity, Infinity]);
  const [a, b] = workbench.run({ ...subject, method: "value" }, 2) as unknown as [number, number];
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

/** A neighbour, one to 2^40 units in the last place away, near ones as likely as far ones. */
function nearby(x: number, { mantissaBits }: Format, random: Random): number {
  const distance = 2 ** random.between(-mantissaBits, Math.min(-2, 40 - mantissaBits));
  return x + (random.unit() - 0.5) * 2 * distance * x;
}
