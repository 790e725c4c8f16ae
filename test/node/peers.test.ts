/** The comparison with other libraries, as far as it works without them: plan, checks, merging, tables, and what is refused. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { create } from "../../bench/peers/adapters/plain.js";
import { fault, worst } from "../../bench/peers/compare.js";
import { matcher, parseOptions } from "../../bench/peers/options.js";
import { plan } from "../../bench/peers/plan.js";
import { merge, recording } from "../../bench/peers/record.js";
import { softmaxCrossEntropy } from "../../bench/peers/reference.js";
import { report } from "../../bench/peers/report.js";
import { best, figureOf, type Row, type Run, ratio } from "../../bench/peers/results.js";
import { row } from "../../bench/peers/row.js";
import { id, type Kind, type Task, work } from "../../bench/peers/tasks.js";
import { peersTable } from "../../scripts/docs/peers.js";

const seeded = (seed: number, quick = false) => plan({ quick, seed });

describe("the plan", () => {
  test("has every row once", () => {
    for (const tasks of [seeded(1), seeded(1, true)]) expect(new Set(tasks.map(id)).size).toBe(tasks.length);
  });

  test("draws the same sizes for the same seed, and others for another", () => {
    const drawn = (seed: number) =>
      seeded(seed)
        .filter((task) => task.drawn)
        .map(id);
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7).filter((name) => drawn(8).includes(name))).toEqual([]);
    expect(drawn(7).length).toBeGreaterThan(40);
  });

  test("has the usual sizes whatever the seed", () => {
    const usual = (seed: number) =>
      seeded(seed)
        .filter((task) => !task.drawn)
        .map(id);
    expect(usual(7)).toEqual(usual(8));
    expect(usual(7)).toContain("dense/gelu/128x784x512/float64");
  });
});

describe("plain JavaScript in two styles", () => {
  const budget = { warming: 0.1, sample: 0.01, most: 1, rounds: 3 };
  const first = (kind: Kind) => {
    const tasks = seeded(3, true).filter((task) => task.kind === kind && task.type === "float32");
    return [...new Map(tasks.map((task) => [task.name, task])).values()].map(shrink);
  };
  /** Small enough to be done in a moment. */
  function shrink(task: Task): Task {
    if ("batch" in task) return { ...task, batch: 3, inputs: 17, outputs: 9 };
    return "rows" in task ? { ...task, rows: 3, columns: 11 } : { ...task, length: 50 };
  }

  const kinds: Kind[] = ["value", "backward", "rows", "gated", "gatedBackward", "loss", "dense", "denseBackward"];
  test.each(kinds.flatMap(first).map((task) => [id(task), task] as const))("%s is right, and timed", async (_, task) => {
    const peers = await Promise.all([create("naive"), create("stable")]);
    const done = await row(task, peers, budget, Math.random);
    expect(done.skipped).toEqual({});
    for (const { name } of peers) {
      expect(done.times[name]?.endToEnd?.median).toBeGreaterThan(0);
      expect(done.times[name]?.resident?.median).toBeGreaterThan(0);
    }
  });

  test("a wrong result is not timed, and said", async () => {
    const plain = await create("stable");
    const broken = { ...plain, name: "broken", can: { value: plain.can.backward as never } };
    const none = { ...plain, name: "none", can: {} };
    const task = { kind: "value", name: "sigmoid", length: 50, type: "float32", drawn: false } as const;
    const done = await row(task, [plain, broken, none], budget, Math.random);
    expect(Object.keys(done.times)).toEqual([plain.name]);
    expect(done.skipped.broken).toMatch(/^wrong result: -?\d.* at 0, expected 0\.\d+$/);
    expect(done.skipped.none).toBe("no activation functions");
  });
});

describe("checks", () => {
  const expected = [{ values: Float64Array.of(1, -2, 0), length: 3, scale: 1, tolerance: 1e-3 }];
  test.each([
    [[1, -2, 0], undefined],
    [[1.0005, -2.001, 0.0005], undefined],
    [[1, -2, 0.002], "0.002 at 2, expected 0"],
    [[1, Number.NaN, 0], "NaN at 1, expected -2"],
    [[1, -2], "length 2, expected 3"],
  ])("%j", (numbers, words) => {
    expect(fault([Float64Array.from(numbers)], expected)).toBe(words);
  });

  test("count units in the last place, of normal numbers", () => {
    expect(worst("float32", Float32Array.of(1 + 2 ** -22, 4), Float64Array.of(1, 4)).ulp).toBe(2);
    expect(worst("float32", Float32Array.of(0, 0), Float64Array.of(2 ** -126, 2 ** -140)).ulp).toBe(2 ** 23);
    expect(worst("float32", Float32Array.of(Number.POSITIVE_INFINITY), Float64Array.of(1)).ulp).toBe(null);
  });
});

test("the gradient of the reference is the slope of its loss", () => {
  const x = Float64Array.of(0.3, -1, 2, 700, -700, 0);
  const labels = Int32Array.of(1, 0);
  const { gradient } = softmaxCrossEntropy(x, labels, 3);
  const h = 1e-6;
  for (let i = 0; i < x.length; i++) {
    const at = (step: number) =>
      softmaxCrossEntropy(
        x.map((v, k) => (k === i ? v + step : v)),
        labels,
        3,
      ).mean;
    expect(gradient[i]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 7);
  }
});

/** A row of a million elements, with medians in milliseconds. */
function made(name: string, medians: { readonly [peer: string]: number }, drawn = false, length = 10_000): Row {
  const task: Task = { kind: "value", name, length, type: "float32", drawn };
  const time = (median: number) => ({ lower: median, median, upper: median });
  const times = Object.entries(medians).map(([peer, median]) => [peer, { resident: time(median), endToEnd: time(2 * median) }]);
  return { id: id(task), task, work: work(task), times: Object.fromEntries(times), skipped: { slow: "no gradients" } };
}

function madeRun(rows: readonly Row[], seed = 1): Run {
  const peer = (name: string, role: "hillock" | "peer" | "reference") => ({ name, role, version: "1.2.3", threads: 1 });
  return {
    version: 1,
    date: "2026-01-02T03:04:05.678Z",
    quick: false,
    seed,
    environment: {
      cpu: "Abacus",
      cores: 1,
      system: "none",
      engine: "Node 1.2 (V8 3.4)",
      node: "1.2",
      v8: "3.4",
      backend: "simd",
      reason: "",
      hillock: "0.1.0",
    },
    peers: [
      peer("hillock", "hillock"),
      peer("hillock/fast", "hillock"),
      peer("quick", "peer"),
      peer("slow", "peer"),
      peer("native", "reference"),
    ],
    failed: { lost: "no such package" },
    rows,
    accuracy: [{ id: "accuracy/value/relu", ulps: { hillock: 0, quick: 1.7e7, slow: null } }],
  };
}

describe("figures", () => {
  const relu = made("relu", { hillock: 0.01, quick: 0.025, slow: 0.5, native: 0.001 });
  const run = madeRun([relu, made("gelu", { hillock: 0.03, "hillock/fast": 0.01, slow: 0.02 })]);

  test("native code is never the best peer, nor is hillock", () => {
    expect(best(run, relu, "resident")).toMatchObject({ name: "quick", time: { median: 0.025 } });
    expect(ratio(run, relu, "resident", "hillock")).toBeCloseTo(2.5);
    expect(ratio(run, relu, "resident", "hillock/fast")).toBeUndefined();
  });

  test("are nanoseconds per element, or operations", () => {
    expect(figureOf({ unit: "ns", count: 1000 }, 0.002)).toBeCloseTo(2);
    expect(figureOf({ unit: "GFLOP/s", count: 2e9 }, 1000)).toBeCloseTo(2);
  });

  test("stand in the README's table", () => {
    const lines = peersTable(run).split("\n");
    expect(lines[2]).toBe("| `relu` | 1.00 | - | 2.50 quick | 2.50x | - | 2.50x |");
    expect(lines[3]).toBe("| `gelu` | 3.00 | 1.00 | 2.00 slow | 0.667x | 2.00x | 0.667x |");
    expect(lines.at(-1)).toContain(
      "Abacus, Node 1.2 (V8 3.4), backend simd, one thread, 2026-01-02; plain JavaScript, quick 1.2.3, slow 1.2.3.",
    );
    expect(lines.at(-1)).toContain("the fastest in 1 of 2 rows with arrays in memory, in 1 of 2 end to end");
  });

  test("stand in the report, with what did not start and what was left out", () => {
    const text = report(run);
    expect(text).toContain("| `relu` 10000 | 1.00 | - | 2.50x | - | **2.50** | 50.0 | 0.100 |");
    expect(text).toContain("- lost did not start: no such package");
    expect(text).toContain("| `relu` | exact | 1.7e7 | wrong |");
    expect(text).toContain("- no gradients: slow (2 rows)");
  });
});

describe("recorded runs are merged by row", () => {
  const before = madeRun([made("relu", { hillock: 1 }), made("gelu", { hillock: 2 }), made("tanh", { hillock: 3 }, true, 77)]);

  test("a later row takes the place of an earlier one", () => {
    const after = merge(before, madeRun([made("gelu", { hillock: 5 })]));
    expect(after.rows.map((one) => [one.task.name, one.times.hillock?.resident?.median])).toEqual([
      ["relu", 1],
      ["gelu", 5],
    ]);
  });

  test("rows of random sizes stay with their seed", () => {
    const length = seeded(9).find((task) => task.drawn && task.name === "tanh" && task.kind === "value") as Task & { length: number };
    const drawn = made("tanh", { hillock: 3 }, true, length.length);
    const same = merge(madeRun([drawn], 9), madeRun([], 9));
    expect(same.rows).toEqual([drawn]);
    expect(merge(madeRun([drawn], 9), madeRun([], 10)).rows).toEqual([]);
  });

  test("a quick run does not mix with a full one", () => {
    const quick = { ...madeRun([made("gelu", { hillock: 5 })]), quick: true };
    expect(merge(before, quick)).toBe(quick);
  });

  test("and read back as they were", () => {
    expect(JSON.parse(recording(before))).toEqual(before);
  });
});

describe("says what is wrong, and what was expected", () => {
  const start = (...args: readonly string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "bench/peers/main.ts", ...args], { encoding: "utf8" });

  test.each([
    [["--colour"], "bench:peers: Unknown option '--colour'; expected --quick, --only, --peers, --json, --record, --seed, --help\n"],
    [["--seed", "soon"], 'bench:peers: --seed "soon" is not a seed; expected a whole number from 0 to 4294967295\n'],
  ])("%j", (args, words) => {
    expect(start(...args)).toMatchObject({ status: 1, stdout: "", stderr: words });
  });

  test("a word that is in no name", () => {
    expect(() => matcher("--only", ["value", "sotfmax"], ["value/relu/10", "rows/softmax/2x3"])).toThrow(
      '--only "sotfmax" is in none of 2 names, such as ',
    );
  });

  test("--help tells every option", () => {
    const { status, stdout } = start("--help");
    expect(status).toBe(0);
    for (const flag of ["quick", "only", "peers", "seed", "json", "record", "help"]) expect(stdout).toContain(`--${flag} `);
  });

  test("words are separated by commas, and flags may be repeated", () => {
    expect(parseOptions(["--only", "value, rows", "--only=dense/"])).toMatchObject({ only: ["value", "rows", "dense/"], peers: [] });
  });
});
