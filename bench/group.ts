/** One group: check every contestant, measure them against each other, check again. */
import type { Contestant } from "./contestants.js";
import { length } from "./format.js";
import { arraysTouched, arrayTypes, type Method } from "./loops.js";
import { measure, spread, type Timing } from "./measure.js";
import type { Group } from "./plan.js";
import type { References } from "./reference.js";
import type { Result } from "./results.js";
import { wrong } from "./verify.js";
import type { Workspace } from "./workspace.js";

export interface Setting {
  readonly workspace: Workspace;
  readonly references: References | undefined;
  readonly random: () => number;
  readonly seconds: number;
  /** Takes what a reader should know. */
  note(text: string): void;
}

export function timeGroup(group: Group, contestants: readonly Contestant[], setting: Setting): Result[] {
  const { workspace, random, seconds } = setting;
  const bound = contestants.map((contestant) => {
    const arrays = workspace.arrays(group.size, contestant.inMemory);
    return { contestant, arrays, id: `${contestant.method} ${contestant.name}`, run: (calls: number) => contestant.run(arrays, calls) };
  });
  const check = (when: string) => {
    for (const { contestant, arrays, run } of bound) {
      // Contestants share their output arrays: each has just written its own.
      run(1);
      const complaint = setting.references && wrong(contestant, group.type, arrays, setting.references);
      if (complaint === undefined) continue;
      const what = `${group.activation}, ${group.type}, n = ${length(group.size)}, ${contestant.name}: ${complaint}`;
      if (!contestant.name.startsWith("naive")) throw Error(`${what} (${when} timing)`);
      setting.note(`Wrong, and timed all the same: ${what}.`);
    }
  };
  check("before");
  const timings = measure(bound, seconds, random);
  check("after");
  return bound.map(({ contestant, id }) => {
    const timing = timings.find((candidate) => candidate.id === id) as Timing;
    return result(group, contestant, timing, baseline(contestant.method, timings));
  });
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
