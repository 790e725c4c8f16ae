/** One run: everything in the plan. */
import type { Activation } from "hillock";
import { accuracyOf } from "./claims.js";
import { activations, allocatingContestant, type Contestant, contestantsOf, copyContestant, naiveLoops } from "./contestants.js";
import { type Data, normalData } from "./data.js";
import { environment } from "./environment.js";
import { length } from "./format.js";
import { timeGroup } from "./group.js";
import type { Type } from "./loops.js";
import { ROUNDS, warm } from "./measure.js";
import type { Options } from "./options.js";
import { Budget, type Entry, plan } from "./plan.js";
import type { Progress } from "./progress.js";
import { createRandom } from "./random.js";
import { references } from "./reference.js";
import type { Accuracy, Result, Run } from "./results.js";
import { Source } from "./source.js";

/** Of the data and of the order within the rounds. */
export const SEED = 1;

/** Every contestant runs for so long before anything else, on arrays of this length: ten times what makes V8 compile a kernel again. */
const EARLY_MILLISECONDS = 5;
const EARLY_LENGTH = 4096;

/** The activation that is held against a copy loop: it does little else. */
const NEXT_TO_COPY = "relu";

export async function run(names: readonly string[], options: Options, data: Data, progress: Progress): Promise<Run> {
  const started = performance.now();
  const { entries, lengths } = plan(names, options);
  const sources = sourcesOf(data, entries);
  const budget = new Budget(entries, options.seconds);
  const random = createRandom(SEED);
  const results: Result[] = [];
  const accuracy: Accuracy[] = [];
  const notes = new Set<string>();

  progress.show(0, "compiling");
  const entered = await enterAll(entries);
  for (const { activation: name, type, groups } of entries) {
    const known = references(activations[name] as Activation);
    if (known) accuracy.push(...(await accuracyOf(name, type, known)));
    else notes.add(`${name} is not in test/oracle: its results were timed unchecked.`);
    for (const group of groups) {
      progress.show(budget.fraction, `${name}, ${type}, n = ${length(group.size)}`);
      const contestants = (entered.get(`${name} ${type}`) as Contestant[]).filter(({ method }) => group.methods.includes(method));
      if (group.allocating) contestants.push(allocatingContestant(name));
      if (name === NEXT_TO_COPY && type === "float32") contestants.push(await copyContestant());
      const source = sources.get(type) as Source;
      const note = (text: string) => notes.add(text);
      const time = (seconds: number) => timeGroup(group, contestants, { source, references: known, random, seconds, note });
      results.push(...budget.spend(group, time));
    }
  }
  progress.done();
  for (const text of repetitions(data, entries)) notes.add(text);
  return {
    version: 1,
    date: new Date().toISOString(),
    seconds: Math.round((performance.now() - started) / 1000),
    environment: environment(),
    method: { data: data.description, rounds: ROUNDS, seed: SEED, secondsForTiming: options.seconds, notes: [...notes] },
    activations: names,
    ...lengths,
    forms: await formsOf(names),
    results,
    accuracy,
  };
}

/**
 * Every contestant, by activation and type. V8 compiles what was called often for speed, on other threads, and on a busy machine this takes
 * seconds: so all are called often before the first is timed.
 */
async function enterAll(entries: readonly Entry[]): Promise<ReadonlyMap<string, readonly Contestant[]>> {
  const all = new Map<string, readonly Contestant[]>();
  for (const { activation, type, groups } of entries) {
    const contestants = await contestantsOf(activation, type, [...new Set(groups.flatMap(({ methods }) => methods))]);
    new Source(normalData(SEED), type, EARLY_LENGTH).with(EARLY_LENGTH, (ordinary, inMemory) => {
      for (const { inMemory: inside, run } of contestants) warm((calls) => run(inside ? inMemory : ordinary, calls), EARLY_MILLISECONDS);
    });
    all.set(`${activation} ${type}`, contestants);
  }
  return all;
}

function sourcesOf(data: Data, entries: readonly Entry[]): ReadonlyMap<Type, Source> {
  const longest = new Map<Type, number>();
  for (const { type, groups } of entries) longest.set(type, Math.max(longest.get(type) ?? 0, ...groups.map(({ size }) => size)));
  return new Map([...longest].map(([type, length]) => [type, new Source(data, type, length)]));
}

/** What has to be said where a file has fewer numbers than a length. */
function repetitions({ count }: Data, entries: readonly Entry[]): string[] {
  if (count === undefined) return [];
  const sizes = new Set(entries.flatMap(({ groups }) => groups.map(({ size }) => size)));
  return [...sizes].filter((size) => size > count).map((size) => `n = ${length(size)} repeats the ${count} numbers of the file.`);
}

async function formsOf(names: readonly string[]): Promise<Record<string, string>> {
  const forms: Record<string, string> = {};
  for (const name of names) {
    const form = (await naiveLoops(name, "float32"))?.form;
    if (form) forms[name] = form;
  }
  return forms;
}
