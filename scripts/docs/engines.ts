/**
 * docs/engines.md: which engines differ in which functions of Math, as `npm run engines` recorded
 * it.
 */
import { readFileSync } from "node:fs";
import { code, table } from "./markdown.js";

interface Differences {
  readonly measured: string;
  /** The number of results of each function. */
  readonly numbers: number;
  /** They lie between these powers of 2. */
  readonly binades: readonly [number, number];
  readonly engines: readonly string[];
  /**
   * A row for each engine, by function: the results that differ from those of the engines after it.
   */
  readonly differing: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const { measured, numbers, binades, engines, differing }: Differences = JSON.parse(
  readFileSync("test/hosts/engines/differences.json", "utf8"),
);

const between = (name: string, a: number, b: number): number => differing[name]?.[a]?.[b - a - 1] ?? 0;
const names = Object.keys(differing).sort();
const never = names.filter((name) => differing[name]?.flat().every((count) => count === 0));

/** The engines in groups that have the same results in all of some functions. */
function groupsIn(some: readonly string[]): readonly (readonly number[])[] {
  const found: number[][] = [];
  for (const i of engines.keys()) {
    const same = found.find(([first = 0]) => some.every((name) => between(name, first, i) === 0));
    if (same) same.push(i);
    else found.push([i]);
  }
  return found;
}

const groups = groupsIn(names);

const shortOf = (engine: string): string => engine.replace(/\..*/, "");
const nameOf = (group: readonly number[]): string => group.map((i) => shortOf(engines[i] as string)).join(", ");

/** "3.1 %" of all results. */
function share(count: number): string {
  return count === 0 ? "0" : `${((100 * count) / numbers).toPrecision(count < numbers / 100 ? 1 : 2)} %`;
}

/**
 * Each function with the engines that agree in all of its results, and the largest share in which
 * two differ.
 */
export function agreementTable(): string {
  const rows = names.map((name) => {
    const largest = Math.max(...(differing[name] as readonly (readonly number[])[]).flat());
    return [code(name), groupsIn([name]).map(nameOf).join("; "), share(largest)];
  });
  return table(["", "engines that agree", "differ at most in"], rows);
}

/**
 * Each function with the share of its results that differ, for each pair of engines that are not
 * the same in everything.
 */
export function differencesTable(): string {
  const pairs = groups.flatMap((a, k) => groups.slice(k + 1).map((b) => [a, b] as const));
  const head = ["", ...pairs.map(([a, b]) => `${nameOf(a)} / ${nameOf(b)}`)];
  const rows = names
    .filter((name) => !never.includes(name))
    .map((name) => [code(name), ...pairs.map(([[a = 0], [b = 0]]) => share(between(name, Math.min(a, b), Math.max(a, b))))]);
  return table(head, rows);
}

/** The engines, and what is the same in all of them. */
export function differencesText(): string {
  const same = groups.filter(({ length }) => length > 1).map((group) => `${nameOf(group)} have the same results in all functions.`);
  const [lowest, highest] = binades;
  const extent = `Of ${numbers} numbers each with 2^${lowest} ≤ |x| < 2^${highest} in the domain of the function, as many in every binade`;
  return [`${extent}. ${engines.join(", ")}; ${measured}.`, ...same, `No two of them differ in ${never.map(code).join(", ")}.`].join(" ");
}
