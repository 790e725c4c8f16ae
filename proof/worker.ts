import { parentPort, workerData } from "node:worker_threads";
import type { Backend, Job } from "./jobs.js";
import { Performer } from "./perform.js";

const performer = new Performer((workerData as { backend: Backend }).backend);

parentPort?.on("message", (job: Job) => {
  parentPort?.postMessage(performer.perform(job));
});
