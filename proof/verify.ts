/** `npm run verify`: see options.ts for what it takes. */

import { Reference } from "../oracle/oracle.js";
import { emptyCount, merge } from "../oracle/tally.js";
import { type Measurement, readAccuracy, restamp, updateAccuracy } from "./accuracy.js";
import { certificateOf } from "./certificate.js";
import { Checkpoint } from "./checkpoint.js";
import { brokenPromises, describeSubject, figureOf, lineOf } from "./figures.js";
import { isOf, moduleOf } from "./modules.js";
import { HELP, type Options, readOptions, UsageError } from "./options.js";
import type { Outcome } from "./perform.js";
import { planTasks, sizeOf, type Task } from "./plan.js";
import { performAll } from "./pool.js";
import { Progress, stopped } from "./progress.js";
import { trials } from "./shapes/index.js";
import { lineOf as lineOfTrial, measure as tryAll } from "./shapes/measure.js";
import { updateShapes } from "./shapes/record.js";
import { referenceOf, type Subject } from "./subjects.js";

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const runs = readOptions(process.argv.slice(2));
  if (!runs) process.stdout.write(HELP);
  let status = 0;
  for (const options of runs ?? []) {
    if (options.activations.length > 0) status |= await (options.mode === "certificate" ? replay(options) : measure(options));
    if (options.shapes.length > 0) status |= measureShapes(options);
  }
  return status;
}

/** Runs tasks, with what is on disk already, and hands over each with its outcomes in order when it is complete. */
async function runTasks(
  tasks: readonly Task[],
  options: Options,
  complete: (task: Task, outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const long = options.mode === "zone" || options.mode === "exhaustive";
  const states = tasks.map((task) => {
    const checkpoint = long ? new Checkpoint(task, options.backend) : undefined;
    const outcomes: Outcome[] = [];
    for (const [index, outcome] of checkpoint?.done ?? []) outcomes[index] = outcome;
    return { task, checkpoint, outcomes, left: task.jobs.filter((_, index) => !outcomes[index]).length };
  });
  const open = states.flatMap((state) =>
    state.task.jobs.map((job, index) => ({ state, job, index })).filter(({ index }) => !state.outcomes[index]),
  );
  const progress = new Progress(open.reduce((sum, { job }) => sum + sizeOf(job), 0));
  const finish = ({ task, outcomes }: (typeof states)[0]) => {
    progress.clear();
    complete(task, outcomes);
  };
  for (const state of states) if (state.left === 0) finish(state);
  const stop = () => {
    progress.clear();
    process.stderr.write(stopped(long, process.argv.slice(2)));
    // Ends the worker threads too.
    process.exit(130);
  };
  process.once("SIGINT", stop);
  await performAll(
    open.map(({ job }) => job),
    options.threads,
    options.backend,
    (position, outcome) => {
      const { state, job, index } = open[position] as (typeof open)[0];
      state.outcomes[index] = outcome;
      state.checkpoint?.add(index, outcome);
      progress.add(sizeOf(job), describeSubject(job.subjects[0] as Subject));
      if (--state.left === 0) finish(state);
    },
  );
  process.removeListener("SIGINT", stop);
  progress.clear();
}

async function measure(options: Options): Promise<number> {
  const measurements: Measurement[] = [];
  let broken = 0;
  await runTasks(planTasks(options), options, (task, outcomes) => {
    for (const [k, subject] of task.subjects.entries()) {
      const reference = new Reference(subject.activation, referenceOf(subject.method), subject.parameters);
      const count = outcomes.reduce((sum, { counts }) => merge(sum, counts[k] ?? emptyCount()), emptyCount());
      const figure = figureOf(subject, reference, count, task.covered);
      const checksums = outcomes.flatMap((outcome) => outcome.checksums[k] ?? []);
      say(lineOf(subject, figure));
      broken += brokenPromises(subject, figure).length;
      measurements.push({ subject, figure, checksums });
      if (options.update) updateAccuracy([{ subject, figure, checksums }]);
    }
  });
  say(broken === 0 ? `${measurements.length} functions, all within their bounds` : `${broken} of ${measurements.length} bounds broken`);
  return broken === 0 ? 0 : 1;
}

/** Tries what takes more than one element at a time. */
function measureShapes({ shapes, engine, backend, samplesOfShapes, seed, update }: Options): number {
  const chosen = trials.filter(({ name, engines }) => shapes.includes(name) && engines.includes(engine));
  let broken = 0;
  for (const trial of chosen) {
    const figure = tryAll(trial, engine, backend, samplesOfShapes ?? trial.results, seed);
    say(lineOfTrial(trial, engine, figure));
    if (!(figure.share <= 1)) broken++;
    if (update) updateShapes(trial, engine, figure);
  }
  say(broken === 0 ? `${chosen.length} functions, all within their bounds` : `${broken} of ${chosen.length} bounds broken`);
  return broken === 0 ? 0 : 1;
}

/** Recomputes what has a certificate and compares the checksums. */
async function replay(options: Options): Promise<number> {
  const accuracy = readAccuracy();
  const tasks = planTasks(options).filter(({ subjects: [subject] }) => subject && certificateOf(accuracy, subject));
  if (tasks.length === 0) throw new UsageError("accuracy.json has no certificate of these");
  const differing = new Set<string>();
  const stale = new Map<string, Subject>();
  await runTasks(tasks, options, ({ subjects: [subject] }, outcomes) => {
    if (!subject) return;
    const { activation, engine } = subject;
    const expected = certificateOf(accuracy, subject);
    const blocks = outcomes.flatMap(({ checksums: [checksum] }, block) => (checksum === expected?.[block] ? [] : [block]));
    if (blocks.length > 0) differing.add(activation);
    if (!isOf(accuracy.activations[activation]?.float32?.[engine]?.simd, moduleOf(activation, engine))) stale.set(activation, subject);
    say(
      `${describeSubject(subject).padEnd(44)} ${blocks.length === 0 ? "the same bits for all 2^32 inputs" : `DIFFERS in blocks ${blocks.join(", ")}`}`,
    );
  });
  for (const [name, subject] of stale) {
    const kept = options.update && !differing.has(name);
    if (kept) restamp(subject);
    say(`${name}: this is not the module that was measured${kept ? "; the figures with a certificate are now its own" : ""}`);
  }
  say(differing.size === 0 ? `${tasks.length} certificates confirmed` : "certificates broken");
  return differing.size === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`verify: ${error.message}\nnpm run verify -- --help says what it takes.\n`);
  process.exitCode = 2;
}
