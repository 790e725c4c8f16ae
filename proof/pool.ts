import type { Worker } from "node:worker_threads";

/** Has workers perform jobs, in order, and hands out each outcome as it comes. */
export async function performAll<Job, Outcome>(
  jobs: readonly Job[],
  threads: number,
  start: () => Worker,
  done: (index: number, outcome: Outcome) => void,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(threads, jobs.length) }, () => {
      const worker = start();
      return new Promise<void>((resolve, reject) => {
        let index = -1;
        const take = () => {
          index = next++;
          if (index >= jobs.length) resolve(worker.terminate().then(() => undefined));
          else worker.postMessage(jobs[index]);
        };
        worker.on("message", (outcome: Outcome) => {
          done(index, outcome);
          take();
        });
        worker.on("error", reject);
        take();
      });
    }),
  );
}
