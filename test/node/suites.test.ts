/**
 * The suites of the wrapper in other engines: Vitest runs in each, on every backend that it has.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { missingRuntimes, runtimes } from "../hosts/runtimes.js";

interface Report {
  numPassedTests: number;
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string }[] }[];
}

const folder = mkdtempSync(join(tmpdir(), "hillock-suites-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs Vitest in an engine. Returns what it reports, or fails with what it said. */
async function report([program, ...options]: readonly string[]): Promise<Report> {
  const file = join(folder, "report.json");
  rmSync(file, { force: true });
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--mode=engine", "--reporter=json", `--outputFile=${file}`];
  const said = await new Promise<string>((resolve) =>
    execFile(program as string, [...options, ...vitest], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => resolve(stdout + stderr)),
  );
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return expect.fail(said.slice(-3000));
  }
}

test.each(runtimes())("all pass in %s", { timeout: 900_000 }, async (_, command) => {
  const { numPassedTests, testResults } = await report(command);
  const failed = testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message ? [`${name}: ${message}`] : []),
    ...assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => `${name}, ${fullName}`),
  ]);
  expect(failed).toEqual([]);
  expect(numPassedTests).toBeGreaterThan(10_000);
});

// A report names what was left out, and a file without a test would fail.
for (const name of missingRuntimes()) test.skip(`all pass in ${name}, which is not installed`, () => {});
