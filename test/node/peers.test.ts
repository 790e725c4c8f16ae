/**
 * The comparison with other libraries, as far as it works without them: plan, checks, merging,
 * tables, and what is refused.
 */
import { spawnSync } from "node:child_process";
import erfc from "@stdlib/math-base-special-erfc";
import { describe, expect, test } from "vitest";
import { wrong } from "../../bench/check.js";
import { peersActivations, peersErrors, peersResults, peersTable } from "../../bench/documents.js";
import { worstError } from "../../bench/errors.js";
import { compose, gradientOf, namesIn, type Operations } from "../../bench/peers/adapters/compose.js";
import { create as createHillock } from "../../bench/peers/adapters/hillock.js";
import { create } from "../../bench/peers/adapters/plain.js";
import { flags, help, matcher, parseOptions } from "../../bench/peers/options.js";
import { ACTIVATIONS, plan } from "../../bench/peers/plan.js";
import { best, merge, type PeersRun, ratio } from "../../bench/peers/results.js";
import { rowFor } from "../../bench/peers/run.js";
import { caseOf, id, type Kind, kinds, PARAMETERS, type Task } from "../../bench/peers/tasks.js";
import { evaluate } from "../../bench/reference.js";
import { figureOf, type Row, recording } from "../../bench/results.js";

const idOf = (task: Task) => id(caseOf(task));
const seeded = (seed: number, quick = false) => plan({ quick, seed });

describe("the plan", () => {
  test("has every row once", () => {
    for (const tasks of [seeded(1), seeded(1, true)]) expect(new Set(tasks.map(idOf)).size).toBe(tasks.length);
  });

  test.each([true, false])("has values and gradients of every activation, quick %s", (quick) => {
    for (const kind of ["value", "backward"]) {
      const names = seeded(1, quick).flatMap((task) => (task.kind === kind ? task.name : []));
      expect(new Set(names)).toEqual(new Set(ACTIVATIONS));
    }
  });

  test("draws the same sizes for the same seed, and others for another", () => {
    const drawn = (seed: number) =>
      seeded(seed)
        .filter((task) => task.drawn)
        .map(idOf);
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7).filter((name) => drawn(8).includes(name))).toEqual([]);
    expect(drawn(7).length).toBeGreaterThan(40);
  });

  test("has the usual sizes whatever the seed", () => {
    const usual = (seed: number) =>
      seeded(seed)
        .filter((task) => !task.drawn)
        .map(idOf);
    expect(usual(7)).toEqual(usual(8));
    expect(usual(7)).toContain("dense/gelu/128x784x512/float64");
  });
});

describe("composed of operations", () => {
  const { abs, min, max, exp, expm1, log, log1p, pow, sqrt, sin, cos, atan, tanh } = Math;
  /** A library whose arrays are numbers. */
  const operations: Operations = {
    ...{ abs, min, max, exp, expm1, log, log1p, pow, sqrt, sin, cos, atan, tanh, erfc },
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => a / b,
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
    "&": (a, b) => a && b,
    negate: (a) => -a,
    erf: (a) => 1 - erfc(a),
    identity: (a) => a,
    clip: (a, least, most) => min(max(a, least), most),
    where: (condition, a, b) => (condition ? a : b),
    sigmoid: (a) => 1 / (1 + exp(-a)),
    softplus: (a) => log1p(exp(a)),
  };
  const x = Float64Array.of(-7, -3, -1.2, -0.3, 0.1, 0.7, 1.5, 6.5);
  const dy = x.slice().fill(3);

  test.each(ACTIVATIONS)("%s and its gradient are right", (name) => {
    const [value, gradient] = [compose(name, operations), compose(name, operations, gradientOf(name))];
    const values = evaluate(name, "value", [x], PARAMETERS[name]) as Float64Array;
    const gradients = evaluate(name, "backward", [dy, x], PARAMETERS[name]) as Float64Array;
    for (const [i, at] of x.entries()) {
      expect(value({ x: at })).toBeCloseTo(values[i] as number, 12);
      expect(gradient({ x: at, dy: 3 })).toBeCloseTo(gradients[i] as number, 12);
    }
  });

  test("every intermediate array is kept once, and the result is not", () => {
    const made: string[] = [];
    const named = Object.keys(operations).map((name) => [name, () => made[made.push(`${name} ${made.length}`) - 1]]);
    const kept: string[] = [];
    const result = compose("mish", Object.fromEntries(named))({ x: "x" }, (array) => kept[kept.push(array) - 1]);
    expect(result).toBe("* 2");
    expect(kept).toEqual(["softplus 0", "tanh 1"]);
  });

  test("by the name of a library, with its own names of parameters", () => {
    expect(namesIn("ONNX", "hardSigmoid")).toEqual([{ name: "HardSigmoid", parameters: { alpha: 1 / 6, beta: 0.5 } }]);
    expect(namesIn("ONNX", "geluTanh")).toEqual([{ name: "Gelu", parameters: { approximate: "tanh" } }]);
    // No function without a parameter for what is not a default.
    expect(namesIn("JAX", "softplus").map(({ name }) => name)).toEqual(["nn.softplus"]);
    expect(namesIn("JAX", "linear")).toEqual([]);
  });
});

describe("plain JavaScript in two styles, and hillock", () => {
  const seconds = 0.001;
  const first = (kind: Kind) => {
    const tasks = seeded(3, true).filter((task) => task.kind === kind && task.type === "float32");
    return [...new Map(tasks.map((task) => [task.name, task])).values()].map(shrink);
  };
  /** Small enough to be done in a moment. */
  function shrink({ kind, name, type }: Task): Task {
    return { kind, name, type, shape: kind.startsWith("dense") ? [3, 17, 9] : ["rows", "loss"].includes(kind) ? [3, 11] : [50] };
  }

  test.each(kinds.flatMap(first).map((task) => [idOf(task), task] as const))("%s is right, and timed", async (_, task) => {
    const peers = await Promise.all([create("naive"), create("stable"), createHillock("hillock")]);
    const done = await rowFor(task, peers, seconds, Math.random);
    expect(done.skipped).toEqual({});
    for (const { name } of peers) {
      expect(done.times[name]).toBeGreaterThan(0);
      expect(done.times[`${name}, end to end`]).toBeGreaterThan(0);
    }
  });

  test("a wrong result is not timed, and said", async () => {
    const plain = await create("stable");
    const zero = { run: () => [], read: () => [new Float32Array(50)] };
    const broken = { ...plain, name: "broken", can: { value: () => ({ endToEnd: zero, resident: zero }) } };
    const none = { ...plain, name: "none", can: {} };
    const task: Task = { kind: "value", name: "sigmoid", type: "float32", shape: [50] };
    const done = await rowFor(task, [plain, broken, none], seconds, Math.random);
    expect(Object.keys(done.times)).toEqual([`${plain.name}, end to end`, plain.name]);
    expect(done.skipped?.broken).toMatch(/^wrong result: /);
    expect(done.skipped?.none).toBe("no activation functions");
  });
});

describe("checks", () => {
  const expected = [{ name: "y", values: Float64Array.of(1, -2, 0), scale: 1 }];
  test.each([
    [[1, -2, 0], undefined],
    [[1.0005, -2.001, 0.0005], undefined],
    [[1, -2, 0.002], "y[2] is 0.002, where 0 is right"],
    [[1, Number.NaN, 0], "y[1] is NaN, where -2 is right"],
    [[1, -2], "y has 2 entries, where 3 are right"],
  ])("%j", (numbers, words) => {
    expect(wrong({ y: Float64Array.from(numbers) }, expected, 1e-3)).toBe(words);
  });

  test("count units in the last place, of normal numbers", () => {
    const ulp = (got: number, wanted: number) => worstError("float32", [got], [wanted], 2 ** -126).ulp;
    expect(ulp(1 + 2 ** -22, 1)).toBe(2);
    expect(ulp(0, 2 ** -126)).toBe(2 ** 23);
    expect(ulp(0, 2 ** -140)).toBe(0);
    expect(ulp(Number.POSITIVE_INFINITY, 1)).toBe(null);
    expect(ulp(Number.POSITIVE_INFINITY, 1e39)).toBe(0);
  });
});

/** A row of a million elements, with medians in milliseconds. */
function made(name: string, medians: { readonly [peer: string]: number }, drawn = false, length = 10_000): Row {
  const { part, method, form, type, shape } = caseOf({ kind: "value", name, type: "float32", shape: [length], drawn });
  const times = Object.entries(medians).flatMap(([peer, median]) => [
    [peer, median * 1e6],
    [`${peer}, end to end`, 2 * median * 1e6],
  ]);
  return { part, name, method, form, type, shape, drawn, times: Object.fromEntries(times), skipped: { slow: "no gradients" } };
}

function madeRun(rows: readonly Row[], seed = 1): PeersRun {
  const peer = (name: string, role: "hillock" | "peer" | "reference") => ({ name, role, version: "1.2.3", threads: 1 });
  return {
    version: 2,
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
    errors: [
      {
        part: "elementwise",
        name: "relu",
        method: "value",
        form: "",
        type: "float32",
        numbers: "finite",
        ulps: { hillock: 0, quick: 1.7e7, slow: null },
      },
    ],
  };
}

describe("figures", () => {
  const relu = made("relu", { hillock: 0.01, quick: 0.025, slow: 0.5, native: 0.001 });
  const run = madeRun([relu, made("gelu", { hillock: 0.03, "hillock/fast": 0.01, slow: 0.02 })]);

  test("native code is never the best peer, nor is hillock", () => {
    expect(best(run, relu, "resident")).toMatchObject({ name: "quick", time: 25_000 });
    expect(ratio(run, relu, "resident", "hillock")).toBeCloseTo(2.5);
    expect(ratio(run, relu, "resident", "hillock/fast")).toBeUndefined();
  });

  test("are nanoseconds per element, or operations", () => {
    expect(figureOf(relu, "quick")).toBeCloseTo(2.5);
    const layer = { ...relu, part: "dense", method: "forward", shape: [10, 100, 100], times: { hillock: 1e5 } } as const;
    expect(figureOf(layer, "hillock")).toBeCloseTo(2);
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

  test("stand in the table of activations, at two lengths", () => {
    const long = made("relu", { hillock: 0.2, slow: 0.5 }, false, 1_000_000);
    const lines = peersActivations(madeRun([long, made("relu", { hillock: 1e-4, "hillock/fast": 5e-5, quick: 2e-4 }, false, 1000)])).split(
      "\n",
    );
    expect(lines[2]).toBe("| `relu` | 0.100 | 0.0500 | 0.200 quick | 2.00x | 4.00x | 0.200 | - | 0.500 slow | 2.50x | - |");
    expect(lines[3]).toBe("");
  });

  test("of errors: those of less usual activations in short", () => {
    const [one] = run.errors;
    const atan = { ...one, name: "atan", ulps: { hillock: 0.5, quick: 24, slow: null } } as PeersRun["errors"][number];
    expect(
      peersErrors({ ...run, errors: [...run.errors, atan] })
        .split("\n")
        .at(-1),
    ).toBe("| `atan` | 0.5000 | - | 24.0 quick | wrong slow | - | - | - | - |");
  });

  test("stand in the report: how hillock stands, and where another library is faster", () => {
    const text = peersResults(run);
    expect(text).toContain("| values | 1 of 2 | 2.50x | 1 of 2 | 2.50x |");
    expect(text).toContain("Behind, with arrays in memory, in values: `gelu` 10000 0.667x (slow).");
    expect(peersErrors(run)).toContain("| `relu` | exact | 1.7e7 | wrong |");
  });
});

describe("recorded runs are merged by row", () => {
  const before = madeRun([made("relu", { hillock: 1 }), made("gelu", { hillock: 2 }), made("tanh", { hillock: 3 }, true, 77)]);

  test("a later row takes the place of an earlier one", () => {
    const after = merge(before, madeRun([made("gelu", { hillock: 5 })]));
    expect(after.rows.map((one) => [one.name, one.times.hillock])).toEqual([
      ["relu", 1e6],
      ["gelu", 5e6],
    ]);
  });

  test("rows of random sizes stay with their seed", () => {
    const { shape } = seeded(9).find((task) => task.drawn && task.name === "tanh" && task.kind === "value") as Task;
    const drawn = made("tanh", { hillock: 3 }, true, shape[0]);
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
  test("in one line, without a stack", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "bench/peers/main.ts", "--colour"], {
      encoding: "utf8",
    });
    const known = "--quick, --only, --peers, --json, --record, --seed, --help";
    expect(stderr).toBe(`bench:peers: Unknown option '--colour'; expected ${known}\n`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });

  test("of a seed", () => {
    expect(() => parseOptions(["--seed", "soon"])).toThrow('--seed "soon" is not a seed; expected a whole number from 0 to 4294967295');
  });

  test("a word that is in no name", () => {
    expect(() => matcher("--only", ["value", "sotfmax"], ["value/relu/10", "rows/softmax/2x3"])).toThrow(
      '--only "sotfmax" is in none of 2 names, such as ',
    );
  });

  test("--help tells every option", () => {
    for (const flag of Object.keys(flags)) expect(help).toContain(`--${flag} `);
  });

  test("words are separated by commas, and flags may be repeated", () => {
    expect(parseOptions(["--only", "value, rows", "--only=dense/"])).toMatchObject({ only: ["value", "rows", "dense/"], peers: [] });
  });
});
