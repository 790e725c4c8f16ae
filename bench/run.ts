/** One run: everything in the plan. */
import type { Activation } from "hillock";
import { accuracyOf } from "./claims.js";
import { activations, allocatingContestant, contestantsOf, copyContestant, naiveLoops } from "./contestants.js";
import type { Data } from "./data.js";
import { environment } from "./environment.js";
import { length } from "./format.js";
import { timeGroup } from "./group.js";
import type { Type } from "./loops.js";
import { ROUNDS } from "./measure.js";
import type { Options } from "./options.js";
import { Budget, type Entry, plan } from "./plan.js";
import type { Progress } from "./progress.js";
import { createRandom } from "./random.js";
import { references } from "./reference.js";
import type { Accuracy, Result, Run } from "./results.js";
import { Source } from "./source.js";

/** Of the data and of the order within the rounds. */
export const SEED = 1;

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

  for (const { activation: name, type, groups } of entries) {
    const known = references(activations[name] as Activation);
    if (known) accuracy.push(...(await accuracyOf(name, type, known)));
    else notes.add(`${name} is not in test/oracle: its results were timed unchecked.`);
    const entered = await contestantsOf(name, type, [...new Set(groups.flatMap(({ methods }) => methods))]);
    for (const group of groups) {
      progress.show(budget.fraction, `${name}, ${type}, n = ${length(group.size)}`);
      const contestants = entered.filter(({ method }) => group.methods.includes(method));
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
