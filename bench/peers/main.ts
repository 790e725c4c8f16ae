/** `npm run bench:peers`: hillock against other libraries. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../options.js";
import { install } from "./install.js";
import { help, parseOptions } from "./options.js";
import { merge, recording } from "./record.js";
import type { Run } from "./results.js";
import { accuracyLine, heading, rowLines, summary } from "./terminal.js";

const folder = fileURLToPath(new URL(".", import.meta.url));

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  install();
  build();
  // Not before it is built.
  const { run } = await import("./run.js");
  const result = await run(options, {
    started: (head) => say(heading(head)),
    row: (head, row) => say(rowLines(head, row)),
    accuracy: (row) => say(accuracyLine(row)),
  });
  say(summary(result));
  if (options.json) write(options.json, JSON.stringify(result));
  if (options.record) record(result);
}

function build(): void {
  const { status } = spawnSync(process.execPath, [path.join(folder, "../../scripts/build/main.mjs")], { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new UsageError("the build failed, see above");
}

function record(run: Run): void {
  const file = path.join(folder, `recorded/node${process.versions.node.split(".")[0]}.json`);
  const before: Run | undefined = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  write(file, recording(before ? merge(before, run) : run));
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
}

// A reader that has seen enough, as in `npm run bench:peers | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  // Written here, and not left to Node: TensorFlow.js would print its own source beside it.
  process.stderr.write(`bench:peers: ${error instanceof UsageError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
// Sessions of ONNX Runtime keep a process alive after they are released.
process.exit();
