/** `npm start`: builds what has changed, then measures hillock against plain JavaScript. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { build, recordedFile, root, run as runCommand, UsageError, write } from "./command.js";
import { sourceOf } from "./numbers.js";
import { help, type Options, parseOptions } from "./options.js";
import { Progress } from "./progress.js";
import { type Run, recording } from "./results.js";

/** A run takes so much longer than its timing. */
const OVERHEAD = 1.3;

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  build();
  // Not before it is built.
  const { describeEnvironment, environment } = await import("./hillock.js");
  const { chooseParts, secondsOf } = await import("./plan.js");
  const { introduce, run } = await import("./run.js");
  const { firstTable, secondTables, tables } = await import("./tables.js");
  const { page } = await import("./report/page.js");

  const chosen = chooseParts(options);
  const source = sourceOf(options.input);
  await chooseBackend(options);
  const say = (text: string) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);
  const progress = new Progress(process.stderr);
  say(describeEnvironment(environment()));
  let results: Run;
  if (options.intro) {
    say("famous functions, one of each other family and one layer, half a minute; npm start -- --all has everything, --help the options\n");
    results = await introduce(options, source, progress, (first) => say(`${firstTable(first)}\n`));
    say(secondTables(results));
    say("\nPlain loop: as most people write it. In its memory: arrays from alloc, used in place; so are layer and errors.");
  } else {
    if (chosen.has("elementwise")) say([source.data, source.beside].flatMap((data) => data?.description ?? []).join("; beside them "));
    const seconds = options.seconds ?? secondsOf(chosen, options);
    say(`about ${Math.round(seconds * OVERHEAD)} s; sizes drawn by --seed ${options.seed}\n`);
    results = await run(chosen, options, source, progress);
    if (!options.json) say(tables(results));
  }
  const name = `${results.date.slice(0, 19).replaceAll(":", "-")}-node${process.versions.node.split(".")[0]}`;
  const base = path.resolve(options.output ?? path.join(root, "bench/results"), name);
  const files = [write(`${base}.json`, JSON.stringify(results)), write(`${base}.html`, page(results))];
  if (options.record) files.push(record(results, options));
  if (options.json) process.stdout.write(`${JSON.stringify(results)}\n`);
  say(`\n${files.join("\n")}`);
}

/**
 * Keeps the run, of some parts in a file of their own; of a sweep the sweep, in the run that is
 * kept.
 */
function record(results: Run, { sweep, only, parts }: Options): string {
  const file = recordedFile("bench", only ? parts : []);
  return write(file, recording(sweep ? { ...JSON.parse(readFileSync(file, "utf8")), sweep: results.sweep } : results));
}

async function chooseBackend({ backend }: Options): Promise<void> {
  const { configure, isHillockError } = await import("hillock");
  try {
    configure({ backend });
  } catch (error) {
    if (!isHillockError(error)) throw error;
    throw new UsageError(`--backend ${backend}: ${error.message}`);
  }
}

await runCommand("npm start", main);
