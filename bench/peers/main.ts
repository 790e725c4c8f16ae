/** `npm run bench:peers`: hillock against other libraries. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, recordedFile, run as runCommand, UsageError, write } from "../command.js";
import { help, parseOptions } from "./options.js";
import type { PeersRun } from "./results.js";

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
  const { errorLine, heading, rowLines, summary } = await import("./terminal.js");
  const result = await run(options, {
    started: (head) => say(heading(head)),
    row: (head, row) => say(rowLines(head, row)),
    errors: (row) => say(errorLine(row)),
  });
  say(summary(result));
  if (options.json) say(write(options.json, JSON.stringify(result)));
  if (options.record) say(await record(result));
}

/** The peers' packages: 0.8 GB that nobody else needs, hence installed here, at the first run. */
function install(): void {
  if (isInstalled()) return;
  process.stderr.write("bench:peers: installing the other libraries into bench/peers/node_modules, about 0.8 GB\n");
  // No scripts of theirs: what they would download is for graphics cards.
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", options, { cwd: folder, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (status !== 0) throw new UsageError("npm ci in bench/peers failed, see above");
}

/** Whether npm has put there what package.json asks for, by npm's own list of what it installed. */
function isInstalled(): boolean {
  const list = path.join(folder, "node_modules/.package-lock.json");
  if (!existsSync(list)) return false;
  const { packages } = JSON.parse(readFileSync(list, "utf8"));
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return Object.entries(dependencies).every(([name, version]) => packages[`node_modules/${name}`]?.version === version);
}

async function record(run: PeersRun): Promise<string> {
  const { recording } = await import("../results.js");
  const { merge } = await import("./results.js");
  const file = recordedFile("bench/peers");
  const before: PeersRun | undefined = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  return write(file, recording(before ? merge(before, run) : run));
}

await runCommand("bench:peers", main);
// Sessions of ONNX Runtime keep a process alive after they are released.
process.exit();
