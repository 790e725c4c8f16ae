/**
 * The steps of both commands: build what has changed, write files, and say what went wrong in one
 * line.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Something is wrong with what the user typed: said in one sentence, without a stack. */
export class UsageError extends Error {}

export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Builds what has changed since the last time; nothing, as a rule. Its words go where they do not
 * mix with results.
 */
export function build(): void {
  if (!existsSync(path.join(root, "dist/index.js"))) process.stderr.write("building from nothing, about a minute\n");
  const { status } = spawnSync(process.execPath, [path.join(root, "scripts/build/main.mjs")], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new UsageError("the build failed, see above");
}

/** Returns the path as seen from here. */
export function write(file: string, content: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return path.relative(process.cwd(), file);
}

/**
 * `recorded/` in a folder, for this version of Node, and for some parts where these are not all.
 */
export function recordedFile(folder: string, parts: readonly string[] = []): string {
  return path.join(root, folder, `recorded/${[`node${process.versions.node.split(".")[0]}`, ...parts].join("-")}.json`);
}

export async function run(name: string, main: (args: readonly string[]) => Promise<void>): Promise<void> {
  // A reader that has seen enough, as in `npm start | head`.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`${name}: cannot write to stdout: ${error.message}\n`);
    process.exit(1);
  });
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    // Written here, and not left to Node: TensorFlow.js would print its own source beside it.
    process.stderr.write(`${name}: ${error instanceof UsageError ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
