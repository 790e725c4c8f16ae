/** `npm start`, as a user runs it, on a small budget. Times are not judged here: only that everything is there, and is told. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { denseTable, performanceTable, shapesTable, sweepText } from "../bench/readme.js";
import { gated, losses, rowwise } from "../bench/registries.js";
import type { Result, Run, SweepPoint } from "../bench/results.js";
import { draw } from "../bench/shapes/plan.js";
import { judge, suspects } from "../bench/sweep/cliffs.js";

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
    expect(run.version).toBe(2);
    expect(run.environment).toMatchObject({ node: process.versions.node, v8: process.versions.v8, hillock: expect.any(String) });
    expect(run.activations).toEqual(["gelu", "relu"]);
    expect(run).toMatchObject({ sizes: [64], drawnSize: null, methodSize: 64, callSize: null, forms: { gelu: "tanh approximation" } });
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

describe("a short run of what is not elementwise", () => {
  const repeated = path.join(folder, "repeated");
  let run: Run;
  beforeAll(() => {
    const arguments_ = ["--quick", "--seconds", "2", "--seed", "5", "--only", "rowwise,gated,learnable,losses,dense,sweep", "--json"];
    const { status, stdout, stderr } = start(...arguments_, "--output", repeated);
    expect(status, stderr).toBe(0);
    run = JSON.parse(stdout);
  }, 240_000);

  test("times every function of every barrel", () => {
    const timed = new Set(run.shapes.results.map(({ name }) => name));
    for (const kind of [rowwise, gated, losses]) for (const name of Object.keys(kind)) expect(timed).toContain(name);
    for (const name of ["prelu", "swish", "dense"]) expect(timed).toContain(name);
    expect(run.activations).toEqual([]);
  });

  test("holds hillock, staged and in memory, against loops", () => {
    for (const { part, name, method, form, shape, contestant, ...result } of run.shapes.results) {
      const others = run.shapes.results.filter(
        (r) => r.name === name && r.method === method && r.form === form && `${r.shape}` === `${shape}`,
      );
      const contestants = others.map((other) => other.contestant);
      expect(contestants, `${name} ${method} ${form}`).toEqual(expect.arrayContaining(["naive", "staged", "memory"]));
      const { lower, median, upper } = result.nanosecondsPerCall;
      expect(lower).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(lower);
      expect(upper).toBeGreaterThanOrEqual(median);
      if (contestant === "naive") expect(result.timesFaster).toBe(1);
      if (part === "dense") {
        const [batch, inputs, outputs] = shape as [number, number, number];
        const factor = { forward: 2, backward: 4, "forward + backward": 6 }[method] as number;
        expect(result.gigaflops).toBeCloseTo((factor * batch * inputs * outputs) / median, 6);
      }
    }
  });

  test("draws shapes by the seed", () => {
    const drawn = run.shapes.results.filter((result) => result.drawn).map(({ shape }) => shape);
    expect(drawn.length).toBeGreaterThan(0);
    const { rows, layer } = draw(5);
    for (const shape of drawn) expect([rows, layer]).toContainEqual(shape);
    expect(draw(6)).not.toEqual(draw(5));
  });

  test("finds what loops get wrong, and hillock does not", () => {
    const ulp = (name: string, contestant: string, numbers: string) =>
      run.shapes.errors.find((error) => error.name === name && error.contestant === contestant && error.numbers === numbers)?.ulp;
    for (const numbers of ["normal, sigma 2", "within 100", "within 10000", "one 40 ahead"]) {
      expect(ulp("softmax", "memory", numbers)).toBeLessThanOrEqual(1);
    }
    expect(ulp("softmax", "naive", "within 10000")).toBeNull();
    expect(ulp("logSoftmax", "naive", "one 40 ahead")).toBeGreaterThan(1e3);
  });

  test("sweeps the shapes of the layer", () => {
    const { points, cliffs } = run.sweep as NonNullable<Run["sweep"]>;
    expect(points.length).toBeGreaterThan(400);
    expect(new Set(points.map(({ from }) => from))).toEqual(new Set(["grid", "neighbour", "drawn"]));
    for (const { batch, inputs, outputs, nanoseconds, gigaflops } of points) {
      expect(gigaflops).toBeCloseTo((2 * batch * inputs * outputs) / nanoseconds, 6);
    }
    for (const { finding } of cliffs) expect(finding).toMatch(/^takes [\d.]+ times as long as the larger |GFLOP\/s, where /);
  });

  test("gives the README its tables", () => {
    const json = JSON.stringify(run);
    expect(shapesTable(json)).toMatch(/^\| `softmax` \| 64x1000 \|( [\d.]+ \|){5} [\d.]+x \| wrong \| 0\.5\d* \| [\d.]+ \|$/m);
    expect(shapesTable(json)).not.toContain("packed");
    expect(denseTable(json)).toMatch(/^\| 32 \| 784 → 512 \| forward \| \[inputs, outputs\] \|( [\d.]+ \|){5} - \|$/m);
    const { shapes, cliffs } = run.sweep as NonNullable<Run["sweep"]>;
    expect(sweepText(json)).toContain(`: ${shapes} shapes, up to `);
    expect(sweepText(json)).toContain(cliffs.length === 0 ? "none is" : `${cliffs.length} are`);
  });

  test("draws them", () => {
    const page = readFileSync(path.join(repeated, readdirSync(repeated).find((file) => file.endsWith(".html")) as string), "utf8");
    for (const title of ["Rows", "Gates", "Learnable parameters", "Losses with their gradients", "Dense layer"]) {
      expect(page).toContain(`<h2>${title}</h2>`);
    }
    expect(page.match(/class="heat/g)?.length).toBeGreaterThan(200);
    expect(page).not.toMatch(/https?:|<script|<link|<img|"[^"<>]*(NaN|undefined)[^"<>]*"/);
  });
});

describe("cliffs", () => {
  const point = (batch: number, inputs: number, outputs: number, gigaflops: number): SweepPoint => {
    const nanoseconds = (2 * batch * inputs * outputs) / gigaflops;
    return { product: "forward", layout: "inputsOutputs", from: "grid", batch, inputs, outputs, nanoseconds, gigaflops };
  };
  const smooth = [point(1, 64, 64, 15), point(2, 64, 64, 20), point(4, 64, 64, 25), point(8, 64, 64, 28), point(8, 64, 65, 26)];

  test("a slow rise and a slow fall are none", () => {
    expect(suspects(smooth)).toEqual([]);
  });
  test("a shape that takes longer than a larger one is one", () => {
    const [found] = suspects([...smooth, point(3, 64, 64, 10)]);
    expect(found).toMatchObject({ kind: "longer", shape: { batch: 3 }, beside: { batch: 4 } });
    expect(judge(found as never)?.finding).toBe("takes 1.88 times as long as the larger 4x64x64");
  });
  test("a shape that loses half the speed of the one before is one", () => {
    const [found] = suspects([...smooth, point(16, 64, 64, 14)]);
    expect(found).toMatchObject({ kind: "slower", shape: { batch: 16 }, beside: { batch: 8 } });
    expect(judge(found as never)?.finding).toBe("14.0 GFLOP/s, where 8x64x64 has 28.0 GFLOP/s");
  });
  test("of others no shape is judged by", () => {
    expect(suspects([...smooth, { ...point(3, 64, 64, 5), layout: "outputsInputs" }])).toEqual([]);
  });
  test("one that was noise is none", () => {
    const [found] = suspects([...smooth, point(3, 64, 64, 10)]);
    expect(judge({ ...(found as never as NonNullable<typeof found>), shape: point(3, 64, 64, 22) })).toBeUndefined();
  });
});

describe("says what is wrong, and what was expected", () => {
  beforeAll(() => {
    writeFileSync(place("empty.f32"), "");
    writeFileSync(place("odd.f32"), "12345");
  });
  test.each([
    ["gelux", 'there is no function "gelux"; expected elu, '],
    ["--colour", "Unknown option '--colour'; expected names of functions and --only, "],
    ["--size=0", '--size "0" is not a length; expected a whole number from 1 to '],
    ["--size=64,many", '--size "many" is not a length; expected a whole number from 1 to '],
    ["--only=rows", '--only "rows" is unknown; expected elementwise, rowwise, '],
    ["--shape=64", '--shape "64" is not a shape; expected whole numbers from 1, as in '],
    ["--shape=64x0x3", '--shape "64x0x3" is not a shape; expected whole numbers from 1, as in '],
    ["--record --quick", "--record keeps a whole run, or with --sweep a whole sweep; expected it without --quick"],
    ["--seed=-1", '--seed "-1" is not a seed; expected a whole number from 0 to '],
    ["--type=float16", '--type "float16" is unknown; expected float32 or float64'],
    ["--backend=gpu", '--backend "gpu" is unknown; expected auto, relaxed, simd or js'],
    ["--seconds=soon", '--seconds "soon" is not a time; expected a number above 0'],
    [`--input=${place("none.f32")}`, "there is no such file"],
    [`--input=${place("empty.f32")}`, "is empty; expected raw little-endian float32 numbers"],
    [`--input=${place("odd.f32")}`, "has 5 bytes, which is no multiple of 4; expected raw little-endian float32 numbers"],
  ])("%s", (argument, message) => {
    const { status, stdout, stderr } = start(...argument.split(" --").map((part, i) => (i === 0 ? part : `--${part}`)));
    expect(stderr).toContain(`npm start: `);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  test("--help tells every option", () => {
    const { status, stdout } = start("--help");
    expect(status).toBe(0);
    for (const flag of ["only", "size", "shape", "type", "input", "seed", "sweep", "quick", "backend", "seconds", "output", "json"])
      expect(stdout).toContain(`--${flag} `);
  });
});
