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
  const functions: Record<string, unknown> = { ...activations };
  const replay = createReplayer(functions as never);
  const answer = async (asked: Asked) => {
    if (!Object.hasOwn(functions, asked.name)) {
      const { kinds } = await import("virtual:others");
      for (const [name, { f }] of Object.entries(kinds["hillock/math"] ?? {})) functions[`math.${name}`] = f;
    }
    postMessage({ ...replay(asked), run: asked.run } satisfies Answered);
  };
  // Who started it hears of errors, but not of promises that fail.
  addEventListener("message", ({ data }: MessageEvent<Asked>) => answer(data).catch(reportError));
  postMessage(HERE);
}
