/** From what was asked for to jobs. */
import { BLOCKS, type Extent, inputsIn } from "./coverage.js";
import type { Options } from "./options.js";
import type { Job } from "./perform.js";
import type { Coverage } from "./record.js";
import { allows, isGradient, methodsOf, parameterSets, referenceOf, rootsOf, type Subject, specOf } from "./subjects.js";

/** Subjects that share a reference, and the jobs whose outcomes together are their figures. */
export interface Task {
  readonly subjects: readonly Subject[];
  readonly jobs: readonly Job[];
  readonly covered: Coverage;
}

/** MPFR is asked so often, per function, to make the result of a float32 gradient worse. */
const CLIMB = 4096;
/** Searches run in so many independent parts. */
const PARTS = 8;

export function planTasks(options: Options): readonly Task[] {
  const { activations, mode, engine } = options;
  return activations.flatMap((activation) => {
    const sets = parameterSets(activation);
    const chosen = options.parameters ? [{ ...sets[0], ...options.parameters }] : mode === "sample" ? sets : sets.slice(0, 1);
    return chosen.flatMap((parameters) => {
      const subjects = methodsOf(activation)
        .filter((method) => options.methods.includes(method))
        .map((method): Subject => ({ activation, engine, method, parameters }))
        .filter(allows);
      const references = new Set(subjects.map(({ method }) => referenceOf(method)));
      return [...references].flatMap((reference) =>
        tasksOf(
          subjects.filter(({ method }) => referenceOf(method) === reference),
          options,
        ),
      );
    });
  });
}

function tasksOf(subjects: readonly Subject[], options: Options): readonly Task[] {
  const [first] = subjects as [Subject];
  if (options.mode === "certificate") return subjects.map(replay);
  if (first.engine === "double") return subjects.map((subject) => searchTask(subject, options.samples, options));
  const gradient = isGradient(first.method);
  const covered = options.mode === "sample" || gradient ? "sample" : options.mode === "zone" ? "dense zone" : "all";
  const extent: Extent =
    covered === "sample" ? { covered, perBlock: Math.ceil(options.samples / BLOCKS), points: pointsOf(first) } : { covered };
  const task: Task = {
    subjects,
    covered,
    jobs: Array.from({ length: BLOCKS }, (_, block) => ({ kind: "comparison", subjects, extent, block, seed: options.seed })),
  };
  if (!gradient) return [task];
  const searched = searchTask(first, CLIMB, options);
  return [{ ...searched, jobs: [...task.jobs, ...searched.jobs] }];
}

/** Zeros, infinities, kinks and roots, as bits. */
export function pointsOf(subject: Subject): readonly number[] {
  const points = [0, -0, Infinity, -Infinity, ...specOf(subject.activation).kinks, ...rootsOf(subject).map(({ x }) => x)];
  return [...new Uint32Array(Float32Array.from(points).buffer)];
}

function searchTask(subject: Subject, samples: number, { seed }: Options): Task {
  const evaluations = Math.ceil(samples / PARTS);
  const jobs = Array.from(
    { length: PARTS },
    (_, part): Job => ({ kind: "search", subjects: [subject], evaluations, seed: seed * 1000 + part }),
  );
  return { subjects: [subject], covered: "directed sampling", jobs };
}

function replay(subject: Subject): Task {
  const jobs = Array.from({ length: BLOCKS }, (_, block): Job => ({ kind: "replay", subjects: [subject], block }));
  return { subjects: [subject], covered: "all", jobs };
}

/** How much work a job is, for the time left: results to compute. */
export function sizeOf(job: Job): number {
  if (job.kind === "comparison") return inputsIn(job.extent, job.block) * job.subjects.length;
  // MPFR takes as long as a thousand results compared in double precision.
  return job.kind === "search" ? job.evaluations * 1000 : inputsIn({ covered: "all" }, job.block);
}
