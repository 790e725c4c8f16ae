/**
 * An activation is one class, one definition, its line in the barrel and its entry in the
 * specification; its gate a definition, a line and an entry; a function of rows a module, a
 * definition, a line and an entry. This adds all three to a copy of the repository, builds it, runs
 * the suites on it, and holds that nothing else had to change.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const FIXTURE = "test/fixtures/extension";

/** The functions that are added: where the lines go that are no files of their own. */
const added = [
  { name: "bend", entry: "activation", specification: "activations", folder: "activations" },
  { name: "bendglu", entry: "gate", specification: "gates", folder: "gated" },
  { name: "twofold", entry: "row", specification: "rows", folder: "rowwise" },
];
const NAMES = `\\b(${added.map(({ name }) => name).join("|")})\\b`;

const root = resolve(".");
let copy: string;

/** The digests of the files that a build makes in a folder. */
function bytesOf(folder: string): Readonly<Record<string, string>> {
  const files = ["bin", "dist"].flatMap((part) =>
    readdirSync(join(folder, part), { recursive: true, withFileTypes: true }).filter((file) => file.isFile()),
  );
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
  return Object.fromEntries(paths.map((path) => [relative(folder, path), digest(path)]));
}

const git = (folder: string, ...options: string[]) =>
  execFileSync("git", options, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));

/** Runs a tool in the copy with this Node. Of what is new, tables are taken whole. */
function run(...command: string[]) {
  const env = { ...process.env, HILLOCK_WHOLE_TABLES: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: "utf8", env });
  return { status, output: `${stdout}${stderr}` };
}

interface Report {
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

/**
 * Runs tests in the copy, by their names. Returns the suites that have some of each function, and
 * whatever failed.
 */
function runTests(suites: readonly string[], pattern: string, project = "simd*") {
  const file = join(copy, ".cache/tests.json");
  rmSync(file, { force: true });
  const { output } = run(
    "node_modules/vitest/vitest.mjs",
    ...["run", `--project=${project}`, "--reporter=json", `--outputFile=${file}`, `--testNamePattern=${pattern}`],
    ...suites.map((suite) => `test/${suite}.test.ts`),
  );
  if (!existsSync(file)) throw new Error(output);
  const { testResults } = JSON.parse(readFileSync(file, "utf8")) as Report;
  const failed = testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message ? [`${basename(name)}: ${message}`] : []),
    ...assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => `${basename(name)}, ${fullName}: ${failureMessages[0]?.split("\n")[0]}`),
  ]);
  const suitesOf = (name: string) =>
    testResults
      .filter(({ assertionResults }) =>
        assertionResults.some(({ fullName, status }) => status === "passed" && new RegExp(`\\b${name}\\b`).test(fullName)),
      )
      .map(({ name }) => basename(name, ".test.ts"))
      .sort();
  return { failed, tested: Object.fromEntries(added.map(({ name }) => [name, suitesOf(name)])) };
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "hillock-extension-"));
  for (const file of git(root, "ls-files", "--cached", "--others", "--exclude-standard").trim().split("\n"))
    if (existsSync(file)) cpSync(file, join(copy, file));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  cpSync(".cache/kernels", join(copy, ".cache/kernels"), { recursive: true });
  git(copy, "init", "--quiet");
  git(copy, "add", "--all");

  for (const folder of ["assembly", "src"]) cpSync(join(FIXTURE, folder), join(copy, folder), { recursive: true });
  for (const { name, entry, specification, folder } of added) {
    const barrel = join(copy, `src/${folder}/index.ts`);
    const lines = readFileSync(barrel, "utf8").trimEnd().split("\n");
    const place = lines.findIndex((line) => line > `export { ${name} }`);
    lines.splice(place < 0 ? lines.length : place, 0, `export { ${name} } from "./${name}.js";`);
    writeFileSync(barrel, `${lines.join("\n")}\n`);
    const file = join(copy, `specification/${specification}.json`);
    const entries = { ...read(file), [name]: read(join(FIXTURE, `${entry}.json`)) };
    writeFileSync(file, JSON.stringify(entries, undefined, 2));
  }
}, 120_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test("their kernels, and no others, are compiled", { timeout: 120_000 }, () => {
  const { status, output } = run("scripts/build/main.mjs");
  expect(output).toMatch(/kernels: \d+ modules, 11 compiled, /);
  expect(status, output).toBe(0);
});

test("a build in another folder has the same bytes, but for lists of functions", () => {
  const [here, there] = [bytesOf(root), bytesOf(copy)];
  expect(Object.keys(here).length).toBeGreaterThan(1000);
  expect(Object.keys(here).filter((file) => here[file] !== there[file])).toEqual([
    "bin/hillock.js",
    ...["activations", "gated"].flatMap((folder) => [`dist/${folder}/index.d.ts`, `dist/${folder}/index.js`]),
    ...["dist/kernels/fast.d.ts", "dist/kernels/fast.js"],
    ...["dist/rowwise/index.d.ts", "dist/rowwise/index.js"],
  ]);
});

test("their sources pass the type check", () => {
  expect(run("node_modules/typescript/bin/tsc", "-p", "assembly")).toEqual({ status: 0, output: "" });
});

test("they are tested without a new test", { timeout: 360_000 }, () => {
  const suites = {
    bend: [
      ...["accuracy", "call-forms", "combinations", "edges", "fast", "gradients", "learnable-accuracy"],
      ...["parameters", "residence", "zeros"],
    ],
    bendglu: ["accuracy", "gated", "gated-accuracy", "gated-residence", "gradients", "learnable-accuracy", "zeros"],
    twofold: ["accuracy", "gradients", "rowwise", "rowwise-arguments", "rowwise-axes", "rowwise-masks", "rowwise-shapes", "zeros"],
  };
  expect(runTests([...new Set(Object.values(suites).flat())], NAMES)).toEqual({ failed: [], tested: suites });
});

test("what is no function's own passes with them", { timeout: 120_000 }, () => {
  expect(runTests(["define", "memory-growth", "memory", "runtime"], ".").failed).toEqual([]);
  expect(runTests(["definitions", "kernels", "node/words", "node/imports"], ".", "node").failed).toEqual([]);
});

test("a class, a module, three definitions, three lines and three entries made them", () => {
  const changed = git(copy, "status", "--porcelain", "--untracked-files=all")
    .split("\n")
    .filter((line) => !/^(A {2}|$)/.test(line));
  expect(changed.map((line) => line.slice(3)).sort()).toEqual([
    "assembly/activations/bend.ts",
    "assembly/rowwise/twofold.ts",
    "specification/activations.json",
    "specification/gates.json",
    "specification/rows.json",
    "src/activations/bend.ts",
    "src/activations/index.ts",
    "src/gated/bendglu.ts",
    "src/gated/index.ts",
    "src/rowwise/index.ts",
    "src/rowwise/twofold.ts",
  ]);
});
