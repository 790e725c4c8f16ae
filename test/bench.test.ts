/**
 * `npm start`, as a user runs it, on a small budget. Times are not judged here: only that
 * everything is there, and is told.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../bench/command.js";
import { denseTable, mathTable, performanceTable, scaleGrowth, scaleLimits, shapesTable, sweepText } from "../bench/documents.js";
import { info, registries } from "../bench/hillock.js";
import { elementwiseLoop } from "../bench/loops/elementwise.js";
import { fromFormula, writtenFor } from "../bench/loops/written.js";
import { sourceOf } from "../bench/numbers.js";
import { flags, help, parseOptions } from "../bench/options.js";
import { chooseParts, draw } from "../bench/plan.js";
import { Progress } from "../bench/progress.js";
import { page } from "../bench/report/page.js";
import { find, gainOf, type Run, recording, type Scale, type SplitCall, type SweepPoint } from "../bench/results.js";
import { run as measured } from "../bench/run.js";
import { curvesOf, type Model, modelOf, THREADS } from "../bench/scale/model.js";
import { modelTable } from "../bench/scale/tables.js";
import { judge, suspects } from "../bench/sweep/cliffs.js";
import { tables } from "../bench/tables.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "hillock-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function start(...args: readonly string[]) {
  const run = spawn(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [[status], stdout, stderr] = await Promise.all([once(run, "close"), text(run.stdout), text(run.stderr)]);
  return { status, stdout, stderr };
}

/** A file of the run's folder. */
function place(name: string): string {
  return path.join(folder, name);
}

// Both at the same time, and while the rest is measured here: nobody judges their times.
writeFileSync(place("numbers.f32"), new Uint8Array(Float32Array.of(-3, -0.5, 0, 0.5, 1, 2.5, 4).buffer));
const numbers = ["--input", place("numbers.f32"), "--output", folder];
const short = start("--seconds", "0.5", "--size", "64", "relu", "gelu", "--json", ...numbers);
const introduction = start("--seconds", "0.5", "--output", path.join(folder, "first"));

describe("a short run", () => {
  let status: number | null;
  let stdout: string;
  let stderr: string;
  let run: Run;
  beforeAll(async () => {
    ({ status, stdout, stderr } = await short);
    run = JSON.parse(stdout);
  }, 120_000);
  const written = (extension: string) => {
    const name = readdirSync(folder).find((file) => file.endsWith(extension));
    return readFileSync(place(name as string), "utf8");
  };

  test("prints the JSON on stdout and nothing else, the rest on stderr", () => {
    expect(status, stderr).toBe(0);
    expect(run).toEqual(JSON.parse(written(".json")));
    expect(stderr).toMatch(/ cores · Node \d+\.\d+\.\d+ \(V8 .*\) · backend (relaxed|simd) \(.*\)/);
  });

  test("says where it ran, on which numbers, and what to know", () => {
    expect(run.version).toBe(3);
    expect(run.environment).toMatchObject({ node: process.versions.node, v8: process.versions.v8, hillock: expect.any(String) });
    expect(new Set(run.rows.map(({ name }) => name))).toEqual(new Set(["gelu", "relu"]));
    expect(run.lengths).toMatchObject({ sizes: [64], drawnSize: null, methodSize: 64, callSize: null });
    expect(run.method.data).toContain("7 numbers of");
    expect(run.method.notes).toContain("n = 64 repeats the 7 numbers of the file.");
    expect(run.method.notes).toContain("The naive loop of gelu is its tanh approximation.");
  });

  test("has every contestant in every method, with its samples", () => {
    const contestants = (name: string, method: string, type = "float32") => Object.keys(find(run, { name, method, type })?.times ?? {});
    expect(contestants("gelu", "value")).toEqual(["naive", "naive, Abramowitz-Stegun erf", "stable", "staged", "memory"]);
    expect(contestants("relu", "value")).toEqual(["naive", "stable", "staged", "memory", "copy"]);
    for (const method of ["derivative", "valueAndDerivative", "backward"]) {
      expect(contestants("relu", method)).toEqual(["naive", "stable", "memory"]);
    }
    expect(contestants("gelu", "value", "float64")).toEqual(contestants("gelu", "value"));
    for (const row of run.rows) expectConsistent(row);
  });

  test("has the worst error of every contestant, and where it is", () => {
    const { errors } = run;
    const of = (type: string) => errors.find((row) => row.name === "gelu" && row.method === "value" && row.type === type)?.ulps ?? {};
    expect(of("float32").memory).toBeLessThanOrEqual(0.51);
    expect(of("float32").stable).toBeLessThanOrEqual(0.51);
    expect(of("float64").memory).toBeLessThanOrEqual(4.8);
    // The tanh approximation is nothing but itself in the left tail.
    expect(of("float32").naive).toBeGreaterThan(1e6);
    for (const { witnesses = {} } of errors)
      for (const witness of Object.values(witnesses)) {
        expect(witness).toMatchObject({ at: expect.any(String), got: expect.any(String), wanted: expect.any(String) });
        expect(witness.coverage).toMatch(/\d+ (finite )?inputs/);
      }
  });

  test("writes one page that fetches nothing", () => {
    const report = written(".html");
    expect(report).toMatch(/^<!doctype html>/);
    expect(report).not.toMatch(/https?:|<script|<link|<img|<iframe|@import|url\(/);
    for (const title of ["Speed against accuracy", "Speed against length", "The functions", "How it was measured", "All figures"]) {
      expect(report).toContain(`<h2>${title}</h2>`);
    }
    // Three curves for each of two functions.
    expect(report.match(/class="curve (f|d|dd)" d="M\d/g)?.length).toBeGreaterThanOrEqual(6);
    expect(report).not.toMatch(/"[^"<>]*(NaN|undefined)[^"<>]*"/);
  });

  test("gives the README its table", () => {
    const lines = performanceTable(run).split("\n");
    expect(lines[2]).toMatch(/^\| `gelu` \|( [\d.e]+ \|){4} - \| [\d.]+x \| 1\.7e7 \| 0\.\d+ \| - \|$/);
    expect(lines[3]).toMatch(/^\| `relu` \| .* \| exact \| exact \| - \|$/);
  });
});

function expectConsistent(row: Run["rows"][number]): void {
  expect(Object.keys(row.samples ?? {})).toEqual(Object.keys(row.times));
  for (const [contestant, { lower, upper, rounds }] of Object.entries(row.samples ?? {})) {
    const median = row.times[contestant] as number;
    expect(lower).toBeGreaterThan(0);
    expect(median).toBeGreaterThanOrEqual(lower);
    expect(upper).toBeGreaterThanOrEqual(median);
    expect(rounds).toHaveLength(9);
    expect(rounds.flat().length).toBeGreaterThan(0);
  }
  if (row.times.naive) expect(gainOf(row, "naive")).toBe(1);
}

describe("a short run of what is not elementwise", () => {
  const options = parseOptions("--quick --seconds 1 --seed 5 --only rowwise,gated,features,learnable,losses,dense,math,sweep".split(" "));
  let run: Run;
  beforeAll(async () => {
    run = await measured(chooseParts(options), options, sourceOf("normal"), new Progress(new PassThrough()));
  }, 240_000);

  test("times every function of every barrel", () => {
    const timed = new Set(run.rows.map(({ name }) => name));
    for (const part of ["rowwise", "gated", "features", "losses", "math"] as const)
      for (const name of Object.keys(registries[part])) expect(timed).toContain(name);
    for (const name of ["prelu", "dynamicTanh", "swish", "dense"]) expect(timed).toContain(name);
    expect(run.rows.filter(({ part }) => part === "elementwise")).toEqual([]);
  });

  test("holds hillock, staged and in memory, against loops", () => {
    for (const row of run.rows) {
      const contestants = Object.keys(row.times);
      expect(contestants, `${row.name} ${row.method} ${row.form}`).toEqual(expect.arrayContaining(["naive", "staged", "memory"]));
      expectConsistent(row);
    }
  });

  test("holds the functions of numbers against those of Math besides", () => {
    for (const { part, times } of run.rows) expect("numbers" in times).toBe(part === "math");
    expect(mathTable(run)).toMatch(/^\| `sin` \| float32 \|( [\d.]+ \|){4} [\d.]+x \|( 0\.\d+ \|){2}$/m);
  });

  test("draws shapes by the seed", () => {
    const drawn = run.rows.filter((row) => row.drawn).map(({ shape }) => shape);
    expect(drawn.length).toBeGreaterThan(0);
    const { rows, layer } = draw(5);
    for (const shape of drawn) expect([rows, layer]).toContainEqual(shape);
    expect(draw(6)).not.toEqual(draw(5));
  });

  test("finds what loops get wrong, and hillock does not", () => {
    const ulp = (name: string, contestant: string, numbers: string) =>
      run.errors.find((row) => row.name === name && row.numbers === numbers)?.ulps[contestant];
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
    expect(shapesTable(run)).toMatch(/^\| `softmax` \| 64x1000 \|( [\d.]+ \|){5} [\d.]+x \| wrong \| 0\.5\d* \| [\d.]+ \|$/m);
    expect(shapesTable(run)).not.toContain("packed");
    expect(denseTable(run)).toMatch(/^\| 32 \| 784 → 512 \| forward \| \[inputs, outputs\] \|( [\d.]+ \|){5} - \|$/m);
    const { shapes, cliffs } = run.sweep as NonNullable<Run["sweep"]>;
    expect(sweepText(run)).toContain(`: ${shapes} shapes, up to `);
    expect(sweepText(run)).toContain(cliffs.length === 0 ? "none is" : `${cliffs.length} are`);
  });

  test("is recorded with medians alone", () => {
    const kept: Run = JSON.parse(recording(run));
    expect(kept.rows).toHaveLength(run.rows.length);
    expect(kept.rows.some(({ samples }) => samples)).toBe(false);
    expect(kept.sweep).toMatchObject({ points: [], found: run.sweep?.found });
    expect(denseTable(kept)).toBe(denseTable(run));
  });

  test("draws them", () => {
    const drawn = page(run);
    for (const title of ["Rows", "Gates", "Learnable parameters", "Losses with their gradients", "Dense layer"]) {
      expect(drawn).toContain(`<h2>${title}</h2>`);
    }
    expect(drawn.match(/class="heat/g)?.length).toBeGreaterThan(200);
    expect(drawn).not.toMatch(/https?:|<script|<link|<img|"[^"<>]*(NaN|undefined)[^"<>]*"/);
  });
});

describe("a short run of sizes and threads", () => {
  const options = parseOptions("--quick --seconds 1 --seed 5 --only scale".split(" "));
  let run: Run;
  let scale: Scale;
  beforeAll(async () => {
    run = await measured(chooseParts(options), options, sourceOf("normal"), new Progress(new PassThrough()));
    scale = run.scale as Scale;
  }, 120_000);

  test("measures the limits of the machine", () => {
    expect(scale.limits.copies.map(({ bytes }) => bytes)).toEqual([2 ** 14, 2 ** 18, 2 ** 26]);
    for (const { gigabytesPerSecond } of scale.limits.copies) expect(gigabytesPerSecond).toBeGreaterThan(0.1);
    if (run.environment.backend !== "js") expect(scale.limits.gigaflops).toBeGreaterThan(1);
  });

  test("goes through sizes, staged and in memory", () => {
    const sizes = (wanted: string) => scale.growth.filter(({ name, residence }) => name === wanted && residence === "memory");
    for (const name of ["relu", "gelu"]) {
      expect(sizes(name)[0]).toMatchObject({ rows: 1, length: 1 });
      expect(sizes(name).at(-1)?.length).toBe(1e6);
    }
    for (const { rows, length } of sizes("softmax")) expect(rows * length).toBe(1e6);
    const staged = scale.growth.filter(({ residence }) => residence === "staged");
    expect(staged).toHaveLength(scale.growth.length / 2);
    for (const { nanoseconds } of scale.growth) expect(nanoseconds).toBeGreaterThan(0);
  });

  test("holds calls on one thread against the same on several, and leaves one", () => {
    const { count, reason, calls } = scale.threads;
    if (count === 1) expect(reason).not.toBe("");
    else for (const { alone, split } of calls) expect(Math.min(alone, split)).toBeGreaterThan(0);
    expect(calls.length > 0).toBe(count > 1);
    expect(info().threads.count).toBe(1);
  });

  test("writes all of it, for the terminal, the documents and the report", () => {
    expect(tables(run)).toContain("One thread copies ");
    expect(scaleLimits(run)).toContain(" GB/s of 67.1 MB");
    expect(scaleGrowth(run)).toMatch(/^\| 1e6 \|( [\d.]+ \|){4}$/m);
    expect(page(run)).toContain("<h2>Limits, growth, threads</h2>");
  });
});

describe("the model of many threads", () => {
  const call = (name: string, method: string, shape: readonly number[], alone: number, split: number): SplitCall => {
    return { name, method, shape, residence: "memory", alone, split };
  };
  const limits = { copies: [{ bytes: 2 ** 26, gigabytesPerSecond: 10 }], isFused: false, gigaflops: 40 };
  // 5 us to wake, and 10 % more work for the second thread; relu gains nothing.
  const shared = (alone: number) => 5000 + (alone * 1.1) / 2;
  const calls = [
    ...[2e4, 2e5, 3e6].map((alone) => call("gelu", "value", [alone / 3], alone, shared(alone))),
    call("relu", "value", [1e6], 1e5, 1e5),
  ];
  const scale: Scale = { limits, growth: [], threads: { count: 2, reason: "", calls } };

  test("finds again what the calls were made of", () => {
    const model = modelOf(scale);
    expect(model?.waking).toBeCloseTo(5000, 6);
    expect(model?.contention).toBeCloseTo(0.1, 6);
    expect(model?.memoryContention).toBeCloseTo(0.9, 6);
  });

  test("agrees with them where they were measured, and says nothing where there were none", () => {
    const [curve] = curvesOf(scale, modelOf(scale) as Model);
    expect(curve?.gains[0]).toBe(1);
    expect(curve?.gains[1]).toBeCloseTo(3e6 / shared(3e6), 9);
    for (const [i, gain] of (curve?.gains ?? []).entries()) expect(gain).toBeLessThanOrEqual(THREADS[i] as number);
    expect(modelOf({ ...scale, threads: { count: 1, reason: "", calls: [] } })).toBeUndefined();
    expect(modelTable({ ...scale, threads: { count: 1, reason: "", calls: [] } })).toBeUndefined();
  });
});

test("what a newcomer is shown: hillock against plain loops, a layer, and errors", async () => {
  const { status, stdout, stderr } = await introduction;
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^relu +value( +[\d.]+){3} +[\d.]+x\n +derivative /m);
  expect(stdout).toMatch(/^gelu +value( +[\d.]+){3} +[\d.]+x$/m);
  expect(stdout).toMatch(/^dense +forward /m);
  expect(stdout).toMatch(/ value +within 10000 +wrong +0\.\d+$/m);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(140);
}, 120_000);

test("a naive loop that nobody has written is the formula of the specification", () => {
  const x = Float64Array.of(-3, -0.5, 0, 0.5, 4);
  for (const name of ["silu", "tanh", "gelu", "softplus", "elu"]) {
    const [y, d] = [x.slice(), x.slice()];
    elementwiseLoop(name, fromFormula(name), "valueAndDerivative")(x, y, d);
    const [wanted, slope] = [x.slice(), x.slice()];
    elementwiseLoop(name, writtenFor(name, "careful"), "valueAndDerivative")(x, wanted, slope);
    for (const [i, value] of wanted.entries()) {
      expect(y[i]).toBeCloseTo(value, 12);
      expect(d[i]).toBeCloseTo(slope[i] as number, 12);
    }
  }
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
    ["gelux", 'there is no function "gelux"; expected one such as gelu, '],
    ["--colour", "Unknown option '--colour'; expected names of functions and --all, --only, "],
    ["--size=0", '--size "0" is not a length; expected a whole number from 1 to '],
    ["--size=64,many", '--size "many" is not a length; expected a whole number from 1 to '],
    ["--only=rows", '--only "rows" is unknown; expected elementwise, rowwise, '],
    ["--shape=64", '--shape "64" is not a shape; expected whole numbers from 1, as in '],
    ["--shape=64x0x3", '--shape "64x0x3" is not a shape; expected whole numbers from 1, as in '],
    ["--record --quick", "--record keeps a whole run, with --only whole parts, or with --sweep a whole sweep; expected it without --quick"],
    ["--seed=-1", '--seed "-1" is not a seed; expected a whole number from 0 to '],
    ["--type=float16", '--type "float16" is unknown; expected float32 or float64'],
    ["--backend=gpu", '--backend "gpu" is unknown; expected auto, relaxed, simd or js'],
    ["--seconds=soon", '--seconds "soon" is not a time; expected a number above 0'],
    [`--input=${place("none.f32")}`, "there is no such file"],
    [`--input=${place("empty.f32")}`, "is empty; expected raw little-endian float32 numbers"],
    [`--input=${place("odd.f32")}`, "has 5 bytes, which is no multiple of 4; expected raw little-endian float32 numbers"],
  ])("%s", (argument, message) => {
    const read = () => {
      const options = parseOptions(argument.split(" "));
      chooseParts(options);
      sourceOf(options.input);
    };
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  test("in one line on stderr, without a stack", async () => {
    const { status, stdout, stderr } = await start("--seed", "soon");
    expect(stderr).toBe('npm start: --seed "soon" is not a seed; expected a whole number from 0 to 4294967295\n');
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });

  test("--help tells every option", () => {
    for (const flag of Object.keys(flags)) expect(help).toContain(`--${flag} `);
  });
});
