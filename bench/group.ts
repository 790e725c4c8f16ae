/** One group: check every contestant, measure them against each other, check again. */
import type { Arrays, Contestant } from "./contestants.js";
import { length } from "./format.js";
import { arraysTouched, arrayTypes, type Method } from "./loops.js";
import { measure, spread, type Timing } from "./measure.js";
import type { Group } from "./plan.js";
import type { References } from "./reference.js";
import type { Result } from "./results.js";
import type { Source } from "./source.js";
import { wrong } from "./verify.js";

export interface Setting {
  readonly source: Source;
  readonly references: References | undefined;
  readonly random: () => number;
  readonly seconds: number;
  /** Takes what a reader should know. */
  note(text: string): void;
}

export function timeGroup(group: Group, contestants: readonly Contestant[], setting: Setting): Result[] {
  return setting.source.with(group.size, (ordinary, inMemory) => {
    const bound = contestants.map((contestant) => {
      const arrays = contestant.inMemory ? inMemory : ordinary;
      return { contestant, arrays, id: `${contestant.method} ${contestant.name}`, run: (calls: number) => contestant.run(arrays, calls) };
    });
    check(group, bound, setting, "before");
    const timings = measure(bound, setting.seconds, setting.random);
    check(group, bound, setting, "after");
    return bound.map(({ contestant, id }) => {
      const timing = timings.find((candidate) => candidate.id === id) as Timing;
      return result(group, contestant, timing, baseline(contestant.method, timings));
    });
  });
}

interface Bound {
  readonly contestant: Contestant;
  readonly arrays: Arrays;
  readonly run: (calls: number) => void;
}

function check({ activation, type, size }: Group, bound: readonly Bound[], { references, note }: Setting, when: "before" | "after"): void {
  if (!references) return;
  for (const { contestant, arrays, run } of bound) {
    // They share their output arrays: each is looked at when it has just written them.
    run(1);
    const complaint = wrong(contestant, type, arrays, references);
    if (complaint === undefined) continue;
    const what = `${activation}, ${type}, n = ${length(size)}, ${contestant.name}: ${complaint}`;
    if (!contestant.name.startsWith("naive")) throw Error(`${what} (${when} timing)`);
    note(`Wrong, and timed all the same: ${what}.`);
  }
}

function result(group: Group, { method, name }: Contestant, { calls, rounds }: Timing, baseline: Timing): Result {
  const { activation, type, size } = group;
  const call = spread(rounds);
  const bytes = size * arraysTouched(method) * arrayTypes[type].BYTES_PER_ELEMENT;
  return {
    activation,
    method,
    type,
    size,
    contestant: name,
    nanosecondsPerElement: { lower: call.lower / size, median: call.median / size, upper: call.upper / size },
    nanosecondsPerCall: call.median,
    timesFaster: spread(baseline.rounds).median / call.median,
    gigabytesPerSecond: bytes / call.median,
    callsPerSample: calls,
    samples: rounds,
  };
}

function baseline(method: Method, timings: readonly Timing[]): Timing {
  const named = (name: string) => timings.find(({ id }) => id === `${method} ${name}`);
  return (named("naive") ?? named("stable")) as Timing;
}
