/**
 * `npm run engines`: which engines differ in which functions of Math, and in how many results. Writes
 * differences.json, which docs/engines.md is made of.
 */
import { writeFileSync } from "node:fs";
import os from "node:os";
import { elementary, specialValue } from "../../../oracle/elementary.js";
import { float64 } from "../../../oracle/formats.js";
import { type MathEntry, readInterval } from "../../../specification/schema.js";
import { randomBits } from "../bits/inputs.mjs";
import type { Functions } from "./compute.mjs";
import { hosts } from "./hosts.js";

const COUNT = 10_000;
/** Binades of the numbers: no result is too large for float64. */
const LOWEST = -10;
const HIGHEST = 9;
/** The exponent of a power is below 2^6, for the same reason. */
const HIGHEST_EXPONENT = 6;

const entries = Object.entries(elementary).filter(([name]) => name in Math);
const functions: Functions = entries.map(([name, { arguments: names }]) => [name, names?.length ?? 1]);

/** Numbers of the domain, of either sign, as many in each binade; of the base of a power positive ones. */
function inputsOf(name: string, { arguments: names, domain }: MathEntry): readonly number[] {
  const bits = randomBits(1);
  const ends = domain.map(readInterval).map(({ low, high }) => [low, high].map((end) => specialValue(end, float64)));
  const draw = (k: number): number => {
    const [lowest, highest] = [LOWEST, name === "pow" && k === 1 ? HIGHEST_EXPONENT : HIGHEST];
    const x = (bits() & 1 ? 1 : -1) * (1 + bits() / 2 ** 32 + bits() / 2 ** 64) * 2 ** (lowest + (bits() % (highest - lowest)));
    const isIn = ends.some(([low = 0, high = 0]) => x >= low && x <= high) && (name !== "pow" || k === 1 || x > 0);
    return isIn ? x : draw(k);
  };
  return (names ?? ["x"]).flatMap((_, k) => Array.from({ length: COUNT }, () => draw(k)));
}

/** The number of results whose bits differ, in one function. */
function differing(a: Float64Array, b: Float64Array, k: number): number {
  let count = 0;
  for (let i = k * COUNT; i < (k + 1) * COUNT; i++) if (!Object.is(a[i], b[i])) count++;
  return count;
}

const inputs = Float64Array.from(entries.flatMap(([name, entry]) => inputsOf(name, entry)));
const all: { readonly name: string; readonly results: Float64Array }[] = [];
for (const host of hosts()) {
  all.push({ name: host.name, results: await host.compute(functions, inputs) });
  process.stdout.write(`${host.name}\n`);
}
/** For each function a row for each engine, with the counts beside those that follow it. */
const counts = functions.map(([name], k) => {
  const rows = all.map(({ results }, i) => all.slice(i + 1).map((other) => differing(results, other.results, k)));
  return `    ${JSON.stringify(name)}: ${JSON.stringify(rows)}`;
});
const head = {
  measured: `${new Date().toISOString().slice(0, 10)}, ${os.type()} ${os.arch()}`,
  numbers: COUNT,
  binades: [LOWEST, HIGHEST],
  engines: all.map(({ name }) => name),
};
const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
const text = `{\n${lines.join(",\n")},\n  "differing": {\n${counts.join(",\n")}\n  }\n}\n`;
writeFileSync(new URL("differences.json", import.meta.url), text);
