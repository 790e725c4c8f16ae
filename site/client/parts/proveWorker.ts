/**
 * Computes checksums of blocks of floats, when it runs in a worker. The page starts the worker with
 * the very file that this is built into, so that both have the kernels from the same files.
 */
import { type Answer, createReplayer, type Question } from "../../../proof/replayer.js";
import { activations } from "../functions.js";
import { HERE } from "../startedWorker.js";

/** A question of a replay, which has a number of its own. */
export interface Asked extends Question {
  readonly run: number;
}

export interface Answered extends Answer {
  readonly run: number;
}

/** Where this file is. */
export const url = import.meta.url;

if (typeof document === "undefined") {
  const replay = createReplayer(activations as never);
  addEventListener("message", ({ data }: MessageEvent<Asked>) => postMessage({ ...replay(data), run: data.run } satisfies Answered));
  postMessage(HERE);
}
