/** Interleaved timing: short tinybench runs, taken in turn, round after round, in an order drawn anew for each. */
import { Bench } from "tinybench";
import { shuffle } from "./random.js";

export interface Runnable {
  /** Unique within what is measured together. */
  readonly id: string;
  /** Makes that many calls. */
  readonly run: (calls: number) => void;
}

export interface Timing {
  readonly id: string;
  /** Calls behind each sample. */
  readonly calls: number;
  /** Nanoseconds of one call, by round. */
  readonly rounds: readonly (readonly number[])[];
}

export interface Spread {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export const ROUNDS = 9;

/** The part of the time that is spent before anything counts: V8 compiles the loops and kernels a second time, for speed. */
const WARMING = 0.3;

/**
 * Milliseconds of a sample. Short, so that whoever takes the processor for a moment spoils few of them, and not the median: with two busy
 * processes beside it on two processors the median moved by 3 %, and with samples of 6 ms threefold.
 */
const SAMPLE = 1;

/** Milliseconds of a call from which on it is made in every third round only: a triple loop over a large layer takes a tenth of a second. */
const LONG = 20;

/** No contestant gets less: V8 takes about 10 ms to compile a loop or a kernel for speed. */
const LEAST_SECONDS = 0.05;

/** Measures contestants against each other for about `seconds` in all. What cannot be done in that time is done once a round, or less. */
export function measure(contestants: readonly Runnable[], seconds: number, random: () => number): Timing[] {
  const share = Math.max(seconds / contestants.length, LEAST_SECONDS) * 1e3;
  const slice = (share * (1 - WARMING)) / (ROUNDS + 1);
  const calls = new Map<string, number>();
  const aim = (id: string, perCall: number) => calls.set(id, Math.max(1, Math.round(SAMPLE / perCall)));
  const long = new Set<string>();
  for (const { id, run } of contestants) {
    const perCall = warm(run, share * WARMING);
    aim(id, perCall);
    if (perCall > LONG) long.add(id);
  }

  const bench = new Bench({ time: slice, iterations: 1, warmup: false, retainSamples: true, throws: true, timestampProvider: "hrtimeNow" });
  for (const { id, run } of contestants) bench.add(id, () => run(calls.get(id) as number), { async: false });
  /** Milliseconds per call of each contestant, in an order drawn anew. */
  const round = (withLong: boolean) =>
    new Map(
      shuffle(withLong ? bench.tasks : bench.tasks.filter(({ name }) => !long.has(name)), random).map((task) => {
        task.reset();
        task.runSync();
        if (task.result.state !== "completed") throw Error(`${task.name}: tinybench says ${task.result.state}`);
        const samples = task.result.latency.samples as readonly number[];
        return [task.name, samples.map((sample) => sample / (calls.get(task.name) as number))] as const;
      }),
    );

  // The first round only tells how many calls make a sample, now that everything is compiled.
  for (const [id, samples] of round(false)) aim(id, Math.min(...samples));
  const rounds = Array.from({ length: ROUNDS }, (_, k) => round(k % 3 === 0));
  const nanoseconds = (milliseconds: number) => Number((milliseconds * 1e6).toPrecision(6));
  return contestants.map(({ id }) => ({
    id,
    calls: calls.get(id) as number,
    rounds: rounds.map((samples) => (samples.get(id) ?? []).map(nanoseconds)),
  }));
}

/** Runs for that many milliseconds and returns those of one call towards the end. */
export function warm(run: (calls: number) => void, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  for (let calls = 1; ; ) {
    const from = performance.now();
    run(calls);
    const to = performance.now();
    if (to >= end) return (to - from) / calls;
    if (to - from < milliseconds / 8) calls *= 2;
  }
}

/** Median and quartiles of all samples. */
export function spread(rounds: readonly (readonly number[])[]): Spread {
  const sorted = rounds.flat().sort((a, b) => a - b);
  const quantile = (q: number) => {
    const position = (sorted.length - 1) * q;
    const below = sorted[Math.floor(position)] as number;
    const above = sorted[Math.ceil(position)] as number;
    return below + (above - below) * (position - Math.floor(position));
  };
  return { lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75) };
}
