#!/usr/bin/env node
/**
 * `npx hillock`: help.ts says what it takes. The build makes one file of it, in which threads begin
 * as well.
 */
import { isMainThread } from "node:worker_threads";
import { run, UsageError } from "../bench/command.js";
import { environment } from "../bench/hillock.js";
import { parseFlags } from "../bench/options.js";
import { bench } from "./bench.js";
import { HELP } from "./help.js";
import { info } from "./info.js";
import { list } from "./list.js";
import { print } from "./output.js";
import { serve, verify } from "./verify.js";

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;
const options = {
  ...{ length: text, blocks: text, threads: text, certificates: text, json: flag },
  ...{ help: { ...flag, short: "h" }, version: { ...flag, short: "v" } },
};

/** The commands, and the options that each has besides `--json`. */
const COMMANDS = {
  list: { perform: list, own: [] },
  info: { perform: info, own: [] },
  bench: { perform: bench, own: ["length"] },
  verify: { perform: verify, own: ["blocks", "threads", "certificates"] },
} as const;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseFlags({ args: [...args], options, allowPositionals: true }, "a command and ");
  const [command, ...names] = positionals as string[];
  const commands = Object.keys(COMMANDS);
  const wantsHelp = values.help || command === "help";
  if (values.version && !wantsHelp) {
    const { hillock: version } = environment();
    print(version, values, () => version);
    return;
  }
  if (wantsHelp || command === undefined) {
    if (values.json) throw new UsageError(`--json is for a command; expected ${commands.join(", ")}`);
    process.stdout.write(HELP);
    return;
  }
  if (!Object.hasOwn(COMMANDS, command))
    throw new UsageError(`there is no command ${JSON.stringify(command)}; expected ${commands.join(", ")}`);
  const { perform, own } = COMMANDS[command as keyof typeof COMMANDS];
  const known: readonly string[] = [...own, "json", "help"];
  const other = Object.entries(values).find(([name, value]) => value !== undefined && value !== false && !known.includes(name));
  if (other) throw new UsageError(`${command} has no --${other[0]}; npx hillock --help has the options`);
  await perform(names, values);
}

if (isMainThread) await run("hillock", main);
else serve();
