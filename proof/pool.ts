import { Worker } from "node:worker_threads";
import type { Backend, Job, Outcome } from "./jobs.js";

/** Performs jobs on worker threads, in order, and hands out each outcome as it comes. */
export async function performAll(
  jobs: readonly Job[],
  threads: number,
  backend: Backend,
  done: (index: number, outcome: Outcome, milliseconds: number) => void,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(threads, jobs.length) }, () => {
      const worker = new Worker(new URL("./thread.mjs", import.meta.url), { workerData: { backend } });
      return new Promise<void>((resolve, reject) => {
        let index = -1;
        let started = 0;
        const take = () => {
          index = next++;
          if (index >= jobs.length) {
            resolve(worker.terminate().then(() => undefined));
            return;
          }
          started = performance.now();
          worker.postMessage(jobs[index]);
        };
        worker.on("message", (outcome: Outcome) => {
          done(index, outcome, performance.now() - started);
          take();
        });
        worker.on("error", reject);
        take();
      });
    }),
  );
}
