/** The elementwise functions: everything in their plan. */
import type { Activation } from "hillock";
import { accuracyOf } from "./claims.js";
import { activations, allocatingContestant, type Contestant, contestantsOf, copyContestant, naiveLoops } from "./contestants.js";
import { type Data, type Numbers, normalData } from "./data.js";
import { length } from "./format.js";
import { timeGroup } from "./group.js";
import type { Type } from "./loops.js";
import { warm } from "./measure.js";
import { Budget, type Entry, type Group, plan, shareOf } from "./plan.js";
import { references } from "./reference.js";
import type { Accuracy, Result, Run } from "./results.js";
import type { PartSetting } from "./shapes/run.js";
import { Source } from "./source.js";

/** Of the numbers that warm contestants up. */
const EARLY_SEED = 1;

/** Every contestant runs for so long before anything else, on arrays of this length: ten times what makes V8 compile a kernel again. */
const EARLY_MILLISECONDS = 5;
const EARLY_LENGTH = 4096;

/** The activation that is held against a copy loop: it does little else. */
const NEXT_TO_COPY = "relu";

type Measured = Pick<Run, "results" | "accuracy" | "beside" | "forms" | "sizes" | "drawnSize" | "methodSize" | "callSize" | "curves">;

export async function runElementwise(
  names: readonly string[],
  { data, beside: other }: Numbers,
  drawn: number,
  { options, seconds, random, show, note }: PartSetting,
): Promise<Measured> {
  const { entries, lengths } = plan(names, options, drawn);
  const again = other ? besideGroups(entries, lengths.methodSize) : [];
  const budget = new Budget([...entries.flatMap(({ groups }) => groups), ...again].map(shareOf), seconds);
  const sources = sourcesOf(data, entries);
  const results: Result[] = [];
  const accuracy: Accuracy[] = [];

  show(0, "compiling");
  const entered = await enterAll(entries);
  for (const { activation: name, type, groups } of entries) {
    const known = references(activations[name] as Activation);
    if (known) accuracy.push(...(await accuracyOf(name, type, known)));
    else note(`${name} is not in oracle/: its results were timed unchecked.`);
    for (const group of groups) {
      show(budget.fraction, `${name}, ${type}, n = ${length(group.size)}`);
      const contestants = (entered.get(`${name} ${type}`) as Contestant[]).filter(({ method }) => group.methods.includes(method));
      if (group.allocating) contestants.push(allocatingContestant(name));
      if (name === NEXT_TO_COPY && type === "float32") contestants.push(await copyContestant());
      const source = sources.get(type) as Source;
      const time = (share: number) => timeGroup(group, contestants, { source, references: known, random, seconds: share, note });
      results.push(...budget.spend(shareOf(group), time));
    }
  }
  const besideResults: Result[] = [];
  for (const group of again) {
    const { activation: name, type, size } = group;
    show(budget.fraction, `${name}, ${type}, other numbers`);
    const contestants = (entered.get(`${name} ${type}`) as Contestant[]).filter(({ method }) => method === "value");
    const source = new Source(other as Data, type, size);
    const known = references(activations[name] as Activation);
    const time = (share: number) => timeGroup(group, contestants, { source, references: known, random, seconds: share, note });
    besideResults.push(...budget.spend(shareOf(group), time));
  }
  for (const text of repetitions(data, entries)) note(text);
  return {
    ...lengths,
    forms: await formsOf(names),
    results,
    accuracy,
    beside: other && again.length > 0 ? { data: other.description, results: besideResults } : null,
  };
}

/** Values of the first type, at the one length where all methods are timed. */
function besideGroups(entries: readonly Entry[], size: number): Group[] {
  const [first] = entries;
  return entries
    .filter(({ type }) => type === first?.type)
    .map(({ activation, type }) => ({ activation, type, size, methods: ["value"], allocating: false }));
}

/**
 * Every contestant, by activation and type. V8 compiles what was called often for speed, on other threads, and on a busy machine this takes
 * seconds: so all are called often before the first is timed.
 */
async function enterAll(entries: readonly Entry[]): Promise<ReadonlyMap<string, readonly Contestant[]>> {
  const all = new Map<string, readonly Contestant[]>();
  for (const { activation, type, groups } of entries) {
    const contestants = await contestantsOf(activation, type, [...new Set(groups.flatMap(({ methods }) => methods))]);
    new Source(normalData(EARLY_SEED), type, EARLY_LENGTH).with(EARLY_LENGTH, (ordinary, inMemory) => {
      for (const { inMemory: inside, run } of contestants) warm((calls) => run(inside ? inMemory : ordinary, calls), EARLY_MILLISECONDS);
    });
    all.set(`${activation} ${type}`, contestants);
  }
  return all;
}

function sourcesOf(data: Data, entries: readonly Entry[]): ReadonlyMap<Type, Source> {
  const longest = new Map<Type, number>();
  for (const { type, groups } of entries) longest.set(type, Math.max(longest.get(type) ?? 0, ...groups.map(({ size }) => size)));
  return new Map([...longest].map(([type, most]) => [type, new Source(data, type, most)]));
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
