/**
 * An activation is one class, one definition, its line in the barrel and its entry in the specification. This adds one to a copy of
 * the repository, builds it, runs the suites on it, and holds that nothing else had to change.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const FIXTURE = "test/fixtures/softsign";
const root = resolve(".");
let copy: string;

const git = (folder: string, ...options: string[]) =>
  execFileSync("git", options, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** Runs a tool in the copy with this Node. */
function run(...command: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: "utf8" });
  return { status, output: `${stdout}${stderr}` };
}

interface Report {
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

/** Runs Vitest in the copy. Returns the files that have tests of softsign, and whatever failed. */
function runTests(...options: string[]) {
  const file = join(copy, ".cache/tests.json");
  rmSync(file, { force: true });
  const { output } = run("node_modules/vitest/vitest.mjs", "run", "--project=simd", "--reporter=json", `--outputFile=${file}`, ...options);
  if (!existsSync(file)) throw new Error(output);
  const { testResults } = JSON.parse(readFileSync(file, "utf8")) as Report;
  const tested = testResults.filter(({ assertionResults }) =>
    assertionResults.some(({ fullName, status }) => fullName.includes("softsign") && status === "passed"),
  );
  const failed = testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message ? [`${basename(name)}: ${message}`] : []),
    ...assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => `${basename(name)}, ${fullName}: ${failureMessages[0]?.split("\n")[0]}`),
  ]);
  return { files: tested.map(({ name }) => basename(name, ".test.ts")), failed };
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "hillock-extension-"));
  for (const file of git(root, "ls-files", "--cached", "--others", "--exclude-standard").trim().split("\n"))
    if (existsSync(file)) cpSync(file, join(copy, file));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  cpSync(".cache/kernels", join(copy, ".cache/kernels"), { recursive: true });
  git(copy, "init", "--quiet");
  git(copy, "add", "--all");
  expect(run("scripts/build/main.mjs").status).toBe(0);

  for (const folder of ["assembly", "src"]) cpSync(join(FIXTURE, folder), join(copy, folder), { recursive: true });
  appendFileSync(join(copy, "src/activations/index.ts"), 'export { softsign } from "./softsign.js";\n');
  const specification = join(copy, "specification/activations.json");
  const entry = JSON.parse(readFileSync(join(FIXTURE, "specification.json"), "utf8"));
  const entries = { ...JSON.parse(readFileSync(specification, "utf8")), softsign: entry };
  writeFileSync(specification, JSON.stringify(entries, undefined, 2));
}, 120_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("its kernels, and no others, are compiled", () => {
  const { status, output } = run("scripts/build/main.mjs");
  expect(output).toMatch(/kernels: \d+ modules, 3 compiled \(softsign, softsign\.float64, softsign\.fast\)/);
  expect(status).toBe(0);
});

test("its sources pass the type check", () => {
  expect(run("node_modules/typescript/bin/tsc", "-p", "assembly")).toEqual({ status: 0, output: "" });
});

test("it is tested without a new test", { timeout: 240_000 }, () => {
  const suites = [
    "arguments",
    "backend",
    "buffers",
    "combinations",
    "edges",
    "fast",
    "forms",
    "gradients",
    "overlap",
    "parameters",
    "places",
    "strangers",
    "zeros",
  ];
  const { files, failed } = runTests(...[...suites, "define", "growth", "memory", "runtime"].map((suite) => `test/${suite}.test.ts`));
  expect(failed).toEqual([]);
  expect(files.sort()).toEqual(suites);
});

test("its accuracy is judged without a new test", { timeout: 240_000 }, () => {
  expect(runTests("test/accuracy.test.ts", "--testNamePattern=softsign")).toEqual({ files: ["accuracy"], failed: [] });
});

test("four files made it", () => {
  const changed = git(copy, "status", "--porcelain", "--untracked-files=all")
    .split("\n")
    .filter((line) => !/^(A {2}|$)/.test(line));
  expect(changed.map((line) => line.slice(3)).sort()).toEqual([
    "assembly/activations/softsign.ts",
    "specification/activations.json",
    "src/activations/index.ts",
    "src/activations/softsign.ts",
  ]);
});
