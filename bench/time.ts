/** One case: check every contestant, measure them against each other, check again. */
import { type Case, type Contestant, type Recipe, withContestants } from "./case.js";
import { toleranceOf, wrong } from "./check.js";
import { shapeText } from "./format.js";
import { measure, spread, type Timing, warm } from "./measure.js";
import type { Options } from "./options.js";
import type { Key, Row } from "./results.js";

export interface Setting {
  readonly random: () => number;
  readonly seconds: number;
  /** Seconds that every contestant has. */
  readonly least: number;
  /** Takes what a reader should know. */
  note(text: string): void;
}

/** A part of a run with its seconds. */
export interface Stretch extends Setting {
  readonly options: Options;
  show(fraction: number, what: string): void;
}

export async function timeCase(one: Case, setting: Setting): Promise<Row> {
  const recipe = await one.recipe();
  return withContestants(one.type, recipe, async (contestants) => {
    if (!recipe.expected) setting.note(`${title(one)}: nothing but hillock knows what is right, so results were timed unchecked.`);
    await check(one, recipe, contestants, setting, "before");
    const timings = await measure(contestants, Math.max(setting.seconds, setting.least * contestants.length), setting.random);
    await check(one, recipe, contestants, setting, "after");
    return rowOf(one, timings);
  });
}

export function rowOf({ part, name, method, form, type, shape, drawn }: Key, timings: readonly Timing[]): Row {
  const spreads = timings.map((timing) => ({ ...timing, ...spread(timing.rounds) }));
  return {
    ...{ part, name, method, form, type, shape, drawn },
    times: Object.fromEntries(spreads.map(({ name: contestant, median }) => [contestant, median])),
    samples: Object.fromEntries(spreads.map(({ name: contestant, median: _, ...samples }) => [contestant, samples])),
  };
}

/**
 * V8 compiles what was called often for speed, on other threads, and on a busy machine this takes
 * seconds: so all are called often before the first is timed, for ten times what makes V8 compile a
 * kernel again.
 */
export async function warmCase(one: Case): Promise<void> {
  await withContestants(one.type, await one.recipe(), async (contestants) => {
    for (const contestant of contestants) await warm(contestant, 5);
  });
}

/** "softmax, float32, 64x1000" */
export function title({ name, method, form, type, shape }: Key): string {
  const called = method === "value" || method === "forward" ? name : `${name} ${method}`;
  return [called, form, type, shapeText(shape)].filter(Boolean).join(", ");
}

async function check(one: Case, { expected }: Recipe, all: readonly Contestant[], { note }: Setting, when: "before" | "after") {
  if (!expected) return;
  for (const { name, compute } of all) {
    const complaint = name === "copy" ? undefined : wrong(await compute(), expected, toleranceOf(one, name));
    if (complaint === undefined) continue;
    const what = `${title(one)}, ${name}: ${complaint}`;
    if (!name.startsWith("naive")) throw Error(`${what} (${when} timing)`);
    note(`Wrong, and timed all the same: ${what}.`);
  }
}
