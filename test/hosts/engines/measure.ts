/**
 * `npm run engines`: what hillock costs in each engine that is here, and in which functions of Math
 * they differ. Writes figures.json and differences.json, which docs/engines.md is made of; with
 * `figures` or `differences`, that one alone.
 */
import { writeFileSync } from "node:fs";
import os from "node:os";
import { differences } from "./differences.js";
import { figures } from "./figures.js";
import { hosts } from "./hosts.js";

const RECORDS = { figures, differences };
const [only] = process.argv.slice(2);

const all = hosts();
process.stdout.write(`${all.map(({ name }) => name).join("\n")}\n`);
const measured = `${new Date().toISOString().slice(0, 10)}, ${os.type()} ${os.arch()}`;
for (const [name, record] of Object.entries(RECORDS))
  if (only === undefined || only === name) writeFileSync(new URL(`${name}.json`, import.meta.url), await record(all, measured));
