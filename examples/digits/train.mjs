/**
 * `npm run train`: fetches the digits if they are not here, builds what has changed, and trains.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadDigits } from "./mnist.mjs";
import { help, parseOptions, UsageError } from "./options.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** @param {string[]} args */
async function main(args) {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const { status } = spawnSync(process.execPath, ["scripts/build/main.mjs"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new UsageError("the build failed, see above");
  // Not before it is built.
  const { run } = await import("./run.mjs");
  await run(options, loadDigits);
}

// A reader that has seen enough, as in `npm run train | head`.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`npm run train: ${error.message}\n`);
  process.exitCode = 1;
}
