/** `npm start`, as a user runs it, on a small budget. Times are not judged here: only that everything is there, and is told. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { performanceTable } from "../bench/readme.js";
import type { Result, Run } from "../bench/results.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "hillock-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}

/** A file of the run's folder. */
function place(name: string): string {
  return path.join(folder, name);
}

describe("a short run", () => {
  let status: number | null;
  let stdout: string;
  let stderr: string;
  beforeAll(() => {
    writeFileSync(place("numbers.f32"), new Uint8Array(Float32Array.of(-3, -0.5, 0, 0.5, 1, 2.5, 4).buffer));
    const budget = ["--seconds", "3", "--size", "64"];
    ({ status, stdout, stderr } = start(...budget, "relu", "gelu", "--json", "--input", place("numbers.f32"), "--output", folder));
  }, 120_000);
  const written = (extension: string) => {
    const name = readdirSync(folder).find((file) => file.endsWith(extension));
    return readFileSync(place(name as string), "utf8");
  };

  test("prints the JSON on stdout and nothing else, the rest on stderr", () => {
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(written(".json")));
    expect(stderr).toMatch(/ cores · Node \d+\.\d+\.\d+ \(V8 .*\) · backend (relaxed|simd) \(.*\)/);
  });

  test("says where it ran, on which numbers, and what to know", () => {
    const run: Run = JSON.parse(stdout);
    expect(run.version).toBe(1);
    expect(run.environment).toMatchObject({ node: process.versions.node, v8: process.versions.v8, hillock: expect.any(String) });
    expect(run.activations).toEqual(["gelu", "relu"]);
    expect(run).toMatchObject({ sizes: [64], methodSize: 64, callSize: null, forms: { gelu: "tanh approximation" } });
    expect(run.method.data).toContain("7 numbers of");
    expect(run.method.notes).toContain("n = 64 repeats the 7 numbers of the file.");
  });

  test("has every contestant in every method, with its samples", () => {
    const { results }: Run = JSON.parse(stdout);
    const contestants = (activation: string, method: string, type: string) =>
      results.filter((r) => r.activation === activation && r.method === method && r.type === type).map((r) => r.contestant);
    expect(contestants("gelu", "value", "float32")).toEqual(["naive", "naive, Abramowitz-Stegun erf", "stable", "staged", "memory"]);
    expect(contestants("relu", "value", "float32")).toEqual(["naive", "stable", "staged", "memory", "copy"]);
    for (const method of ["derivative", "valueAndDerivative", "backward"]) {
      expect(contestants("relu", method, "float32")).toEqual(["naive", "stable", "memory"]);
    }
    expect(contestants("gelu", "value", "float64")).toEqual(["naive", "naive, Abramowitz-Stegun erf", "stable", "staged", "memory"]);
    for (const result of results) expectConsistent(result);
  });

  test("has the worst error of every contestant, and where it is", () => {
    const { accuracy }: Run = JSON.parse(stdout);
    const of = (contestant: string, type = "float32") =>
      accuracy.find((a) => a.activation === "gelu" && a.method === "value" && a.type === type && a.contestant === contestant);
    expect(of("memory")?.ulp).toBeLessThanOrEqual(0.51);
    expect(of("stable")?.ulp).toBeLessThanOrEqual(0.51);
    expect(of("memory", "float64")?.ulp).toBeLessThanOrEqual(4.8);
    // The tanh approximation is nothing but itself in the left tail.
    expect(of("naive")?.ulp).toBeGreaterThan(1e6);
    for (const entry of accuracy) {
      expect(entry).toMatchObject({ at: expect.any(String), got: expect.any(String), wanted: expect.any(String) });
      expect(entry.coverage).toMatch(/\d+ (finite )?inputs/);
    }
  });

  test("writes one page that fetches nothing", () => {
    const page = written(".html");
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/https?:|<script|<link|<img|<iframe|@import|url\(/);
    for (const title of ["Speed against accuracy", "Speed against length", "The functions", "How it was measured", "All figures"]) {
      expect(page).toContain(`<h2>${title}</h2>`);
    }
    // Three curves for each of two functions.
    expect(page.match(/class="curve (f|d|dd)" d="M\d/g)?.length).toBeGreaterThanOrEqual(6);
    expect(page).not.toMatch(/"[^"<>]*(NaN|undefined)[^"<>]*"/);
  });

  test("gives the README its table", () => {
    const lines = performanceTable(stdout).split("\n");
    expect(lines[2]).toMatch(/^\| `gelu` \|( [\d.e]+ \|){4} - \| [\d.]+x \| 1\.7e7 \| 0\.\d+ \| - \|$/);
    expect(lines[3]).toMatch(/^\| `relu` \| .* \| exact \| exact \| - \|$/);
  });
});

function expectConsistent({ size, type, method, nanosecondsPerElement: time, ...result }: Result): void {
  expect(time.median).toBeGreaterThan(0);
  expect(time.lower).toBeLessThanOrEqual(time.median);
  expect(time.upper).toBeGreaterThanOrEqual(time.median);
  expect(result.nanosecondsPerCall).toBeCloseTo(time.median * size, 6);
  const arrays = method === "valueAndDerivative" || method === "backward" ? 3 : 2;
  expect(result.gigabytesPerSecond).toBeCloseTo((arrays * (type === "float32" ? 4 : 8)) / time.median, 6);
  expect(result.samples).toHaveLength(9);
  for (const round of result.samples ?? []) expect(round.length).toBeGreaterThan(0);
  if (result.contestant === "naive") expect(result.timesFaster).toBe(1);
}

describe("says what is wrong, and what was expected", () => {
  beforeAll(() => {
    writeFileSync(place("empty.f32"), "");
    writeFileSync(place("odd.f32"), "12345");
  });
  test.each([
    ["gelux", 'there is no activation "gelux"; expected elu, '],
    ["--colour", "Unknown option '--colour'; expected names of activations and --size, "],
    ["--size=0", '--size "0" is not a length; expected a whole number from 1 to '],
    ["--size=64,many", '--size "many" is not a length; expected a whole number from 1 to '],
    ["--type=float16", '--type "float16" is unknown; expected float32 or float64'],
    ["--backend=gpu", '--backend "gpu" is unknown; expected auto, relaxed, simd or js'],
    ["--seconds=soon", '--seconds "soon" is not a time; expected a number above 0'],
    [`--input=${place("none.f32")}`, "there is no such file"],
    [`--input=${place("empty.f32")}`, "is empty; expected raw little-endian float32 numbers"],
    [`--input=${place("odd.f32")}`, "has 5 bytes, which is no multiple of 4; expected raw little-endian float32 numbers"],
  ])("%s", (argument, message) => {
    const { status, stdout, stderr } = start(argument);
    expect(stderr).toContain(`npm start: `);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  test("--help tells every option", () => {
    const { status, stdout } = start("--help");
    expect(status).toBe(0);
    for (const flag of ["size", "type", "input", "backend", "seconds", "output", "json"]) expect(stdout).toContain(`--${flag} `);
  });
});
