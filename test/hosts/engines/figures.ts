/**
 * The cost of hillock in each engine: the least of several starts of each, which other work on the
 * machine disturbs least.
 */
import os from "node:os";
import { type Figures, LENGTH, MEASURED } from "./figures.mjs";
import type { Host } from "./hosts.js";

const STARTS = 5;

/** The figures of one start of an engine. */
export async function figuresOf(host: Host): Promise<Figures> {
  return JSON.parse(new TextDecoder().decode(await host.run("figures.mjs", { hillock: host.hillock })));
}

/** The record, as JSON with a line for each engine. */
export async function figures(hosts: readonly Host[], measured: string): Promise<string> {
  const lines: string[] = [];
  for (const host of hosts) {
    const starts: Figures[] = [];
    for (let i = 0; i < STARTS; i++) starts.push(await figuresOf(host));
    lines.push(`    ${JSON.stringify({ name: host.name, ...leastOf(starts) })}`);
  }
  const head = { measured, cpu: os.cpus()[0]?.model, starts: STARTS, length: LENGTH };
  const about = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${about.join(",\n")},\n  "engines": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

function leastOf(starts: readonly Figures[]): Figures {
  const least = (get: (one: Figures) => number) => Number(Math.min(...starts.map(get)).toPrecision(3));
  const perElement = MEASURED.map((name) => [name, least((one) => one.perElement[name])]);
  return {
    backend: (starts[0] as Figures).backend,
    importing: least(({ importing }) => importing),
    firstCall: least(({ firstCall }) => firstCall),
    perElement: Object.fromEntries(perElement) as Figures["perElement"],
  };
}
