/** Runs tasks on worker threads. */
import { Worker } from "node:worker_threads";
import { Checkpoint } from "./checkpoint.js";
import { describeSubject } from "./figures.js";
import type { Job, Outcome } from "./jobs.js";
import type { Options } from "./options.js";
import { sizeOf, type Task } from "./plan.js";
import { performAll } from "./pool.js";
import { Progress, stopped } from "./progress.js";
import type { Subject } from "./subjects.js";

/** Runs tasks, less the outcomes that are on disk, and hands over each when it is complete. */
export async function runTasks(
  tasks: readonly Task[],
  { mode, backend, threads }: Options,
  complete: (task: Task, outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const long = mode === "zone" || mode === "exhaustive";
  const states = tasks.map((task) => {
    const checkpoint = long ? new Checkpoint(task, backend) : undefined;
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
  await performAll<Job, Outcome>(
    open.map(({ job }) => job),
    threads,
    () => new Worker(new URL("./thread.mjs", import.meta.url), { workerData: { backend } }),
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
