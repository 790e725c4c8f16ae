/** The differences between engines: in which functions of Math, and in how many results. */
import { elementary, specialValue } from "../../../oracle/elementary.js";
import { float64 } from "../../../oracle/formats.js";
import { type MathEntry, readInterval } from "../../../specification/schema.js";
import { randomBits } from "../bits/inputs.mjs";
import type { Functions } from "./compute.mjs";
import type { Host } from "./hosts.js";

const COUNT = 10_000;
/** Binades of the numbers: no result is too large for float64. */
const LOWEST = -10;
const HIGHEST = 9;
/** The exponent of a power is below 2^6, for the same reason. */
const HIGHEST_EXPONENT = 6;

const entries = Object.entries(elementary).filter(([name]) => name in Math);
const functions: Functions = entries.map(([name, { arguments: names }]) => [name, names?.length ?? 1]);

/**
 * Numbers of the domain, of either sign, as many in each binade; of the base of a power positive
 * ones.
 */
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

/** The results of an engine for functions of inputs. */
export async function computed(host: Host, functions: Functions, inputs: Float64Array): Promise<Float64Array> {
  const bytes = await host.run("compute.mjs", functions, new Uint8Array(inputs.buffer));
  return new Float64Array(Uint8Array.from(bytes).buffer);
}

/** The record, as lines of JSON. */
export async function differences(hosts: readonly Host[], measured: string): Promise<string> {
  const inputs = Float64Array.from(entries.flatMap(([name, entry]) => inputsOf(name, entry)));
  const all: Float64Array[] = [];
  for (const host of hosts) all.push(await computed(host, functions, inputs));
  /**
   * A line of JSON for each function, with a row for each engine: the counts beside those that
   * follow it.
   */
  const counts = functions.map(([name], k) => {
    const rows = all.map((results, i) => all.slice(i + 1).map((other) => differing(results, other, k)));
    return `    ${JSON.stringify(name)}: ${JSON.stringify(rows)}`;
  });
  const head = { measured, numbers: COUNT, binades: [LOWEST, HIGHEST], engines: hosts.map(({ name }) => name) };
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")},\n  "differing": {\n${counts.join(",\n")}\n  }\n}\n`;
}
