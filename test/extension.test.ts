/**
 * An activation is one class, one definition, its line in the barrel and its formulas in the oracle. This adds one to a copy of
 * the repository, builds it, runs the suites there, and holds that nothing else had to change.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const FIXTURE = "test/fixtures/softsign";
const root = resolve(".");
let copy: string;

const git = (folder: string, ...options: string[]) =>
  execFileSync("git", options, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** Runs a tool in the copy with this Node; its output, or an error that shows it. */
function run(...command: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "hillock-extension-"));
  for (const file of git(root, "ls-files", "--cached", "--others", "--exclude-standard").trim().split("\n"))
    if (existsSync(file)) cpSync(file, join(copy, file));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  cpSync(".cache/kernels", join(copy, ".cache/kernels"), { recursive: true });
  git(copy, "init", "--quiet");
  git(copy, "add", "--all");
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("one class, one definition, one line and one entry make an activation", () => {
  run("scripts/build.mjs");

  for (const folder of ["assembly", "src"]) cpSync(join(FIXTURE, folder), join(copy, folder), { recursive: true });
  appendFileSync(join(copy, "src/activations/index.ts"), 'export { softsign } from "./softsign.js";\n');
  const oracle = join(copy, "test/oracle/activations.json");
  const entry = JSON.parse(readFileSync(join(FIXTURE, "oracle.json"), "utf8"));
  writeFileSync(oracle, JSON.stringify({ ...JSON.parse(readFileSync(oracle, "utf8")), softsign: entry }, undefined, 2));

  expect(run("scripts/build.mjs")).toMatch(/kernels: \d+ modules, 3 compiled \(softsign, softsign\.float64, softsign\.fast\)/);
  run("node_modules/typescript/bin/tsc", "-p", "assembly");

  const report = join(copy, ".cache/tests.json");
  run("node_modules/vitest/vitest.mjs", "run", "--project", "simd", "--reporter=json", `--outputFile=${report}`);
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
    testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
  };
  const files = testResults.filter(({ assertionResults }) => assertionResults.some(({ fullName }) => fullName.includes("softsign")));
  const names = files.map(({ name }) => name.slice(name.lastIndexOf("/") + 1)).sort();
  expect(names).toEqual(
    expect.arrayContaining(
      ["accuracy", "arguments", "backend", "buffers", "combinations", "edges", "forms", "overlap", "places", "strangers"].map(
        (name) => `${name}.test.ts`,
      ),
    ),
  );

  const changed = git(copy, "status", "--porcelain", "--untracked-files=all")
    .split("\n")
    .filter((line) => !/^A /.test(line) && line !== "");
  expect(changed.map((line) => line.slice(3)).sort()).toEqual([
    "assembly/activations/softsign.ts",
    "src/activations/index.ts",
    "src/activations/softsign.ts",
    "test/oracle/activations.json",
  ]);
}, 300_000);
