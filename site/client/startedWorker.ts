/** The first message of a worker that has begun. */
export const HERE = "here";

/**
 * A worker that begins before it is needed, so that it works when the network is gone; nothing if
 * it cannot begin.
 */
export function startedWorker(url: string): Promise<Worker | undefined> {
  const worker = new Worker(url, { type: "module" });
  return new Promise((resolve) => {
    worker.addEventListener("message", () => resolve(worker), { once: true });
    worker.addEventListener("error", () => resolve(undefined), { once: true });
  });
}
