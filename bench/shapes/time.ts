/** One case: check every contestant, measure them against each other, check again. */
import { shapeText } from "../format.js";
import { measure, type Runnable, spread, type Timing } from "../measure.js";
import type { ShapeKey, ShapeResult } from "../results.js";
import { type Case, type Contestant, type Recipe, withContestants } from "./case.js";
import { wrong } from "./verify.js";

export interface Setting {
  readonly random: () => number;
  readonly seconds: number;
  /** Takes what a reader should know. */
  note(text: string): void;
}

export function timeCase(one: Case, recipe: Recipe, setting: Setting): ShapeResult[] {
  return withContestants(one.type, recipe, (contestants) => {
    if (!recipe.expected) setting.note(`${title(one)}: nobody has written down what is right, so results were timed unchecked.`);
    check(one, recipe, contestants, setting, "before");
    const runnable = contestants.map(({ name, run }): Runnable => ({ id: name, run }));
    const timings = measure(runnable, setting.seconds, setting.random);
    check(one, recipe, contestants, setting, "after");
    const times = timings.map(({ rounds }) => spread(rounds).median);
    const baseline = times[
      Math.max(
        0,
        timings.findIndex(({ id }) => id === "naive" || id === "stable"),
      )
    ] as number;
    return timings.map((timing, i) => result(one, contestants[i] as Contestant, timing, baseline));
  });
}

/** "softmax, float32, 64x1000" */
export function title({ name, method, form, type, shape }: ShapeKey): string {
  return [`${name}${method === "value" || method === "forward" ? "" : ` ${method}`}`, form, type, shapeText(shape)]
    .filter(Boolean)
    .join(", ");
}

function check(one: Case, { expected }: Recipe, contestants: readonly Contestant[], { note }: Setting, when: "before" | "after"): void {
  if (!expected) return;
  for (const contestant of contestants) {
    contestant.spoil();
    const complaint = wrong(contestant.name, one.type, contestant.results(contestant.run(1)), expected);
    if (complaint === undefined) continue;
    const what = `${title(one)}, ${contestant.name}: ${complaint}`;
    if (!contestant.name.startsWith("naive")) throw Error(`${what} (${when} timing)`);
    note(`Wrong, and timed all the same: ${what}.`);
  }
}

function result(
  { elements, operations, recipe: _, ...key }: Case,
  { name }: Contestant,
  { calls, rounds }: Timing,
  baseline: number,
): ShapeResult {
  const time = spread(rounds);
  return {
    ...key,
    contestant: name,
    nanosecondsPerCall: time,
    nanosecondsPerElement: time.median / elements,
    gigaflops: operations === undefined ? null : operations / time.median,
    timesFaster: baseline / time.median,
    callsPerSample: calls,
    samples: rounds,
  };
}
