/** Turns options into jobs. */
import { isCoverable, isElementwise, subjectsOf, trialOf } from "./catalog.js";
import { BLOCKS, type Extent, inputsIn } from "./coverage.js";
import type { Job } from "./jobs.js";
import { isGradient } from "./methods.js";
import type { Options } from "./options.js";
import type { Proof } from "./record.js";
import { type ActivationSubject, allows, methodsOf, parameterSets, referenceOf, rootsOf, type Subject, specOf } from "./subjects.js";

/** Subjects that share a reference, and the jobs whose outcomes together are their figures. */
export interface Task {
  readonly subjects: readonly Subject[];
  readonly jobs: readonly Job[];
  readonly proof: Proof;
}

/** Samples by default: results in float32; in float64, where each is a search, evaluations. */
const SAMPLES = { float32: 2 ** 20, fast: 2 ** 20, float64: 20_000 };
/** MPFR is asked so often, per function, to make the result of a float32 gradient worse. */
const CLIMB = 4096;
/** Searches run in so many independent parts. */
const PARTS = 8;

export function planTasks(options: Options): readonly Task[] {
  return options.functions.flatMap((name) => (isElementwise(name) ? elementwiseTasks(name, options) : trialTasks(name, options)));
}

function trialTasks(name: string, { tier, samples, seed }: Options): readonly Task[] {
  return subjectsOf(name)
    .filter((subject) => subject.tier === tier)
    .map((subject) => {
      const job: Job = { kind: "trial", subjects: [subject], results: samples ?? trialOf(subject).results, seed };
      return { subjects: [subject], jobs: [job], proof: "sample" };
    });
}

function elementwiseTasks(name: string, options: Options): readonly Task[] {
  const sets = parameterSets(name);
  const chosen = options.parameters ? [{ ...sets[0], ...options.parameters }] : options.mode === "sample" ? sets : sets.slice(0, 1);
  return chosen.flatMap((parameters) => {
    const subjects = methodsOf(name)
      .filter((method) => options.methods.includes(method))
      .map((method) => ({ name, tier: options.tier, method, parameters }))
      .filter(allows);
    const references = [...new Set(subjects.map(({ method }) => referenceOf(method)))];
    return references.flatMap((reference) =>
      tasksOf(
        subjects.filter(({ method }) => referenceOf(method) === reference),
        options,
      ),
    );
  });
}

function tasksOf(subjects: readonly ActivationSubject[], options: Options): readonly Task[] {
  const { mode, tier, seed } = options;
  const [first] = subjects as [ActivationSubject];
  if (mode === "certificate") return subjects.map(replay);
  const searched = tier === "float64" || !isCoverable(first.name);
  const { samples = SAMPLES[searched ? "float64" : tier] } = options;
  if (searched) return subjects.map((subject) => searchTask(subject, samples, seed));
  const gradient = isGradient(first.method);
  const proof = gradient ? "sample" : mode;
  const extent: Extent =
    proof === "sample" ? { covered: proof, perBlock: Math.ceil(samples / BLOCKS), points: pointsOf(first) } : { covered: proof };
  const jobs = Array.from({ length: BLOCKS }, (_, block): Job => ({ kind: "comparison", subjects, extent, block, seed }));
  if (!gradient) return [{ subjects, proof, jobs }];
  const climb = searchTask(first, CLIMB, seed);
  return [{ ...climb, jobs: [...jobs, ...climb.jobs] }];
}

/** Zeros, infinities, kinks and roots, as bits. */
export function pointsOf(subject: ActivationSubject): readonly number[] {
  const points = [0, -0, Infinity, -Infinity, ...specOf(subject.name).kinks, ...rootsOf(subject).map(({ x }) => x)];
  return [...new Uint32Array(Float32Array.from(points).buffer)];
}

function searchTask(subject: ActivationSubject, samples: number, seed: number): Task {
  const evaluations = Math.ceil(samples / PARTS);
  const jobs = Array.from(
    { length: PARTS },
    (_, part): Job => ({ kind: "search", subjects: [subject], evaluations, seed: seed * 1000 + part }),
  );
  return { subjects: [subject], proof: "search", jobs };
}

function replay(subject: ActivationSubject): Task {
  const jobs = Array.from({ length: BLOCKS }, (_, block): Job => ({ kind: "replay", subjects: [subject], block }));
  return { subjects: [subject], proof: "exhaustive", jobs };
}

/** MPFR takes as long for one result as double precision for the comparison of a thousand. */
const MPFR = 1000;

/** The work of a job, for the time left: results to compute. */
export function sizeOf(job: Job): number {
  if (job.kind === "comparison") return inputsIn(job.extent, job.block) * job.subjects.length;
  if (job.kind === "replay") return inputsIn({ covered: "exhaustive" }, job.block);
  return MPFR * (job.kind === "search" ? job.evaluations : job.results);
}
