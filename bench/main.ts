/** `npm start`: builds what has changed, then measures hillock against plain JavaScript. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { numbersOf } from "./data.js";
import { help, type Options, parseOptions, UsageError } from "./options.js";
import { secondsOf } from "./parts.js";
import { Progress } from "./progress.js";
import { type Run, recording, withSweep } from "./results.js";

/** A run takes so much longer than its timing. */
const OVERHEAD = 1.3;

const root = fileURLToPath(new URL("..", import.meta.url));

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  build();
  // Not before it is built.
  const { describeEnvironment, environment } = await import("./environment.js");
  const { chooseParts, run } = await import("./run.js");
  const { tables } = await import("./table.js");
  const { html } = await import("./report/html.js");

  const chosen = chooseParts(options);
  const numbers = numbersOf(options.input);
  await chooseBackend(options);
  const say = (text: string) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);
  say(describeEnvironment(environment()));
  if (chosen.has("elementwise")) say([numbers.data, numbers.beside].flatMap((data) => data?.description ?? []).join("; beside them "));
  const seconds = options.seconds ?? secondsOf([...chosen.keys()], options);
  say(`about ${Math.round(seconds * OVERHEAD)} s; sizes drawn by --seed ${options.seed}\n`);

  const results = await run(chosen, options, numbers, new Progress(process.stderr));
  const major = `node${process.versions.node.split(".")[0]}`;
  const name = `${results.date.slice(0, 19).replaceAll(":", "-")}-${major}`;
  const base = path.resolve(options.output ?? path.join(root, "bench/results"), name);
  const files = [write(`${base}.json`, JSON.stringify(results)), write(`${base}.html`, html(results))];
  if (options.record) files.push(record(path.join(root, `bench/recorded/${major}.json`), results, options));
  if (options.json) process.stdout.write(`${JSON.stringify(results)}\n`);
  else say(tables(results));
  say(`\n${files.join("\n")}`);
}

/** Keeps the run; of a sweep the sweep, in the run that is kept. */
function record(file: string, results: Run, { sweep }: Options): string {
  return write(file, recording(sweep ? withSweep(JSON.parse(readFileSync(file, "utf8")), results) : results));
}

/** Returns the path as seen from here. */
function write(file: string, content: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return path.relative(process.cwd(), file);
}

/** Builds what has changed since the last time; nothing, as a rule. Its words go where they do not mix with results. */
function build(): void {
  const { status } = spawnSync(process.execPath, [path.join(root, "scripts/build/main.mjs")], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new UsageError("the build failed, see above");
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

// A reader that has seen enough, as in `npm start | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`npm start: ${error.message}\n`);
  process.exitCode = 1;
}
