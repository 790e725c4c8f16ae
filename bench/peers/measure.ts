/**
 * Interleaved timing: all calls of a row are warmed, then visited in turn, round after round, in an order drawn anew; medians are kept.
 * Unlike bench/measure.ts this awaits what has to be awaited, as ONNX Runtime and jax-js do, and is not disturbed by calls that take long.
 */
import { spread } from "../measure.js";
import { shuffle } from "../random.js";
import type { Call } from "./peer.js";
import type { Time } from "./results.js";

export interface Timed extends Pick<Call, "run" | "async"> {
  enter?(): Promise<unknown>;
}

export interface Budget {
  /** Milliseconds of a call before anything counts, of one sample, and of all samples of a call before it is left out of later rounds. */
  readonly warming: number;
  readonly sample: number;
  readonly most: number;
  readonly rounds: number;
}

/** V8 takes about 10 ms to compile a loop or a kernel for speed. */
export const FULL: Budget = { warming: 25, sample: 3, most: 200, rounds: 9 };
export const QUICK: Budget = { warming: 12, sample: 1.5, most: 60, rounds: 5 };

/** A slow call is done so often at least. */
const LEAST_SAMPLES = 3;

/** A sample during which this process had the processor for less than this part of the time is taken again, a few times at most. */
const CALM = 0.9;
const TRIES = 5;

/** The last result of all: seen from outside, so that no compiler may leave a call out. */
export let result: unknown;

/** Milliseconds of one call each. */
export async function measure(calls: readonly Timed[], budget: Budget, random: () => number): Promise<Time[]> {
  const series = [];
  for (const call of calls) {
    const repeats = await warm(call, budget);
    series.push({ call, repeats, samples: [] as number[], spent: 0 });
  }
  for (let round = 0; round < budget.rounds; round++) {
    for (const one of shuffle(series, random)) {
      if (one.samples.length >= LEAST_SAMPLES && one.spent > budget.most) continue;
      const milliseconds = await calmSample(one.call, one.repeats);
      one.spent += milliseconds;
      one.samples.push(milliseconds / one.repeats);
    }
  }
  return series.map(({ samples }) => spread([samples]));
}

/** Calls until it is compiled; returns how many calls make a sample. */
async function warm(call: Timed, { warming, sample }: Budget): Promise<number> {
  let repeats = 1;
  for (let spent = 0; spent < warming; ) {
    const { milliseconds } = await take(call, repeats);
    spent += milliseconds;
    if (milliseconds < warming / 4) repeats *= 2;
  }
  const perCall = (await calmSample(call, repeats)) / repeats;
  return Math.max(1, Math.round(sample / perCall));
}

async function calmSample(call: Timed, repeats: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < TRIES; k++) {
    const { milliseconds, calm } = await take(call, repeats);
    if (calm) return milliseconds;
    best = Math.min(best, milliseconds);
    // What takes this long is interrupted every time; its median has to do.
    if (milliseconds > 200) break;
  }
  return best;
}

/** The one place that calls: `run` has a new target every time, so no call is inlined and all pay the same for it. */
async function take({ run, async, enter }: Timed, repeats: number) {
  await enter?.();
  const before = process.cpuUsage();
  const from = performance.now();
  if (async) for (let i = 0; i < repeats; i++) result = await run();
  else for (let i = 0; i < repeats; i++) result = run();
  const milliseconds = performance.now() - from;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds, calm: (user + system) / 1000 > CALM * milliseconds };
}
