/**
 * Interleaved timing: short tinybench runs, taken in turn, round after round, in an order drawn
 * anew for each.
 */
import { Bench } from "tinybench";
import { shuffle } from "./numbers.js";

export interface Runnable {
  /** Unique within what is measured together. */
  readonly name: string;
  /** Makes that many calls. */
  run(calls: number): unknown;
  readonly async?: boolean;
  enter?(): Promise<unknown>;
}

export interface Timing {
  readonly name: string;
  readonly callsPerSample: number;
  /** Nanoseconds of one call, by round. */
  readonly rounds: readonly (readonly number[])[];
}

export interface Spread {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export const ROUNDS = 9;

/**
 * The part of the time that is spent before anything counts: V8 compiles the loops and kernels a
 * second time, for speed.
 */
const WARMING = 0.3;

/**
 * Milliseconds of a sample. Short, so that whoever takes the processor for a moment spoils few of
 * them, and not the median: with two busy processes beside it on two processors the median moved by
 * 3 %, and with samples of 6 ms threefold.
 */
const SAMPLE = 1;

/**
 * Milliseconds of a call from which on it is made in every third round only: a triple loop over a
 * large layer takes a tenth of a second.
 */
const LONG = 20;

/**
 * Less is too little for a contestant: V8 takes about 10 ms to compile a loop or a kernel for
 * speed.
 */
export const LEAST_SECONDS = 0.05;

/**
 * Measures contestants against each other for about `seconds` in all. What cannot be done in that
 * time is done once a round, or less.
 */
export async function measure(contestants: readonly Runnable[], seconds: number, random: () => number): Promise<Timing[]> {
  const share = (seconds / contestants.length) * 1e3;
  const slice = (share * (1 - WARMING)) / (ROUNDS + 1);
  const calls = new Map<string, number>();
  const aim = (name: string, perCall: number) => calls.set(name, Math.max(1, Math.round(Math.min(SAMPLE, slice) / perCall)));
  const long = new Set<string>();
  for (const contestant of contestants) {
    const perCall = await warm(contestant, share * WARMING);
    aim(contestant.name, perCall);
    if (perCall > LONG) long.add(contestant.name);
  }

  const bench = new Bench({ time: slice, iterations: 1, warmup: false, retainSamples: true, throws: true, timestampProvider: "hrtimeNow" });
  const entering = new Map(contestants.map(({ name, enter }) => [name, enter]));
  for (const { name, run, async = false } of contestants) bench.add(name, () => run(calls.get(name) as number) as never, { async });
  /** Milliseconds per call of each contestant, in an order drawn anew. */
  const round = async (withLong: boolean) => {
    const taken = new Map<string, number[]>();
    const tasks = withLong ? bench.tasks : bench.tasks.filter(({ name }) => !long.has(name));
    for (const task of shuffle(tasks, random)) {
      await entering.get(task.name)?.();
      task.reset();
      if (contestants.find(({ name }) => name === task.name)?.async) await task.run();
      else task.runSync();
      if (task.result.state !== "completed") throw Error(`${task.name}: tinybench says ${task.result.state}`);
      const samples = task.result.latency.samples as readonly number[];
      const perSample = calls.get(task.name) as number;
      const each = samples.map((sample) => sample / perSample);
      taken.set(task.name, each);
    }
    return taken;
  };

  // The first round only tells how many calls make a sample, now that everything is compiled.
  for (const [name, samples] of await round(false)) aim(name, Math.min(...samples));
  const rounds: Map<string, number[]>[] = [];
  for (let k = 0; k < ROUNDS; k++) rounds.push(await round(k % 3 === 0));
  const nanoseconds = (milliseconds: number) => Number((milliseconds * 1e6).toPrecision(6));
  return contestants.map(({ name }) => ({
    name,
    callsPerSample: calls.get(name) as number,
    rounds: rounds.map((samples) => (samples.get(name) ?? []).map(nanoseconds)),
  }));
}

/** Runs for that many milliseconds and returns those of one call towards the end. */
export async function warm({ run, async, enter }: Omit<Runnable, "name">, milliseconds: number): Promise<number> {
  await enter?.();
  const end = performance.now() + milliseconds;
  for (let calls = 1; ; ) {
    const from = performance.now();
    const returned = run(calls);
    if (async) await returned;
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
