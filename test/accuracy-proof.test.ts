/**
 * The proof's own parts: an error that is there is found, what is said to be covered is, and the
 * command says what is wrong with it.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { float32, float64 } from "../oracle/formats.js";
import { Reference, specification } from "../oracle/oracle.js";
import { type Exemption, Expectation, FEW, merge, Tally } from "../oracle/tally.js";
import { functionNames, subjectsOf } from "../proof/catalog.js";
import { BLOCK_SIZE, BLOCKS, fill, inputsIn, stretchesOf } from "../proof/coverage.js";
import { Murmur } from "../proof/murmur.js";
import { readOptions } from "../proof/options.js";
import { planTasks } from "../proof/plan.js";
import { Random } from "../proof/random.js";
import type { Figure, ModuleIdentity, Proof } from "../proof/record.js";
import { coverableNames } from "../proof/subjects.js";
import { withFigure } from "../proof/writeRecord.js";

const N = 4096;

/** Correctly rounded results of a function, with some of them spoilt, as a tally sees them. */
function tallied(name: string, spoil: (x: Float32Array, results: Float32Array) => void, exemptions = [] as Exemption[]) {
  const reference = new Reference(name, "derivative", { alpha: 1, beta: 1 });
  const random = new Random(1);
  const x = Float32Array.from({ length: N }, () => random.between(-20, 20));
  const results = x.map((at) => reference.judge(float32, [at], 0).rounded);
  spoil(x, results);
  const expectation = new Expectation(N);
  expectation.evaluate(reference, N, [x]);
  const tally = new Tally(reference, float32, exemptions);
  tally.add(N, [x], results, expectation);
  return tally.count;
}

const next = (value: number) => {
  const bits = new Int32Array(Float32Array.of(value).buffer);
  bits[0] = (bits[0] as number) + 1;
  return new Float32Array(bits.buffer)[0] as number;
};

describe("a tally", () => {
  test("finds nothing wrong in what is right", () => {
    const count = tallied("silu", () => {});
    expect(count).toMatchObject({ inputs: N, misrounded: 0 });
    expect(count.worst?.ulp).toBeLessThanOrEqual(0.5);
    expect(count.worst?.ulp).toBeGreaterThan(0.49);
  });

  test("finds one wrong last bit among thousands", () => {
    const count = tallied("gelu", (_, results) => {
      results[1234] = next(results[1234] as number);
    });
    expect(count.misrounded).toBe(1);
    expect(count.worst?.ulp).toBeGreaterThanOrEqual(0.5);
    expect(count.worst?.ulp).toBeLessThanOrEqual(1.5);
  });

  test.each([Number.NaN, Infinity, 0])("takes no %d for a result", (wrong) => {
    const count = tallied("sigmoid", (_, results) => {
      results[7] = wrong;
    });
    expect(count.misrounded).toBe(1);
    expect(count.worst?.ulp).toBeGreaterThan(1e6);
  });

  test("sees an error beside a root, where the reference in double precision does not", () => {
    const root = Math.fround(-1.278464542761074);
    const count = tallied("silu", (x, results) => {
      x[99] = root;
      // Right would be 2.8e-9: the error is 30 ULP of that, and 2^-52.
      results[99] = new Reference("silu", "derivative", {}).judge(float32, [root], 0).rounded + 2 ** -47;
    });
    expect(count.misrounded).toBe(1);
    expect(count.judgedExactly).toBeGreaterThan(0);
    expect(count.worst?.inputs).toEqual([root]);
  });

  test.each([
    { absolute: 0.45, exempt: true },
    { absolute: 0.4, exempt: false },
  ])("counts no error in ULP where an absolute one is allowed, and no larger one: %o", ({ absolute, exempt }) => {
    const count = tallied(
      "silu",
      (x, results) => {
        x[99] = -1.25;
        results[99] = 0.425;
      },
      [{ x: -1.25, within: 0.001, absolute }],
    );
    expect((count.worst?.ulp as number) <= 0.5).toBe(exempt);
    expect(count.worstAbsolute?.absolute !== undefined).toBe(exempt);
  });

  test("judges float64 in MPFR", () => {
    const reference = new Reference("tanh", "value", {});
    const tally = new Tally(reference, float64);
    tally.addExactly(2, [Float64Array.of(0.5, 1)], Float64Array.of(0.46211715726000974, 0.7615941559557649 + 2 ** -53));
    expect(tally.count).toMatchObject({ inputs: 2, misrounded: 1, judgedExactly: 2 });
  });

  test("tells ties from other misrounded results, and lists the inputs while they are few", () => {
    const spoilt = (share: number) =>
      tallied("tanh", (_, results) => {
        for (let i = 0; i < share; i++) results[i] = next(next(results[i] as number));
      });
    const few = spoilt(3);
    expect(few).toMatchObject({ misrounded: 3, ties: 0 });
    expect(few.misroundedInputs).toHaveLength(3);
    expect(spoilt(200).misroundedInputs).toHaveLength(FEW);

    // x/2 between two subnormals, where x²/4 decides: up.
    const reference = new Reference("silu", "value", {});
    const x = Float32Array.of(2 ** -149, 3 * 2 ** -149);
    const expectation = new Expectation(2);
    expectation.evaluate(reference, 2, [x]);
    const tally = new Tally(reference, float32);
    tally.add(2, [x], Float32Array.of(0, 2 ** -149), expectation);
    expect(tally.count).toMatchObject({ misrounded: 2, ties: 2, misroundedInputs: [[2 ** -149], [3 * 2 ** -149]] });
  });

  /**
   * A float whose result is next to the middle of two: odd multiples of the smallest number, and
   * others with a last bit.
   */
  const subnormal = (random: Random) => (random.below(2) ? -1 : 1) * (1 + 2 * random.below(2 ** 22)) * 2 ** -149;
  const scaled = (random: Random, exponent: number) => (2 ** 23 + 1 + 2 * random.below(2 ** 20)) * 2 ** (exponent - 23);

  test.each<[string, "value" | "derivative" | "secondDerivative", (random: Random) => number]>([
    ["silu", "value", subnormal],
    ["hardSwish", "value", subnormal],
    ["elish", "value", subnormal],
    ["dynamicTanh", "value", subnormal],
    ["xielu", "value", subnormal],
    ["bentIdentity", "value", (random) => scaled(random, 55 + random.below(70))],
    ["isru", "secondDerivative", (random) => -scaled(random, -30 - random.below(90))],
    ["isrlu", "secondDerivative", (random) => -scaled(random, -30 - random.below(90))],
    ["sparsePlus", "derivative", (random) => (2 ** 23 + 1 + 2 * random.below(2 ** 22)) * 2 ** -24],
    ["hardSwish", "derivative", (random) => 3 * (1 + 2 * random.below(2 ** 20)) * 2 ** -25],
  ])("of %s, %s: tells which neighbour is right next to the middle of both, without MPFR", (name, method, draw) => {
    const defaults = Object.entries(specification[name]?.parameters ?? {}).map(([key, entry]) => [key, entry.default as number]);
    const reference = new Reference(name, method, Object.fromEntries(defaults));
    const random = new Random(7);
    const x = Float32Array.from({ length: 500 }, () => draw(random));
    const expectation = new Expectation(x.length);
    expectation.evaluate(reference, x.length, [x]);
    const countOf = (wrong: (right: number, exact: number) => number) => {
      const results = x.map((at, i) => wrong(reference.judge(float32, [at], 0).rounded, expectation.values[i] as number));
      const tally = new Tally(reference, float32);
      tally.add(x.length, [x], results, expectation);
      return tally.count;
    };
    expect(countOf((right) => right)).toMatchObject({ inputs: 500, misrounded: 0, judgedExactly: 0 });
    // The value in double precision is the middle itself, or next to it.
    const others = countOf((right, middle) => Math.fround(2 * middle - right));
    expect(others).toMatchObject({ misrounded: 500, ties: 500, judgedExactly: 0 });
    expect(others.worst?.ulp).toBeCloseTo(0.5, 9);
  });

  test("adds up, and the first of two equals stays", () => {
    const count = (ulp: number, x: number) => ({
      inputs: 1,
      misrounded: 1,
      ties: 1,
      misroundedInputs: [[x]],
      judgedExactly: 0,
      worst: { ulp, inputs: [x], got: 0 },
      worstAbsolute: undefined,
    });
    expect(merge(count(2, 1), count(2, 2))).toMatchObject({
      inputs: 2,
      misrounded: 2,
      ties: 2,
      misroundedInputs: [[1], [2]],
      worst: { inputs: [1] },
    });
    expect(merge(count(1, 1), count(2, 2))).toMatchObject({ worst: { inputs: [2] } });
  });
});

describe("coverage", () => {
  const total = (extent: Parameters<typeof inputsIn>[0]) =>
    Array.from({ length: BLOCKS }, (_, block) => inputsIn(extent, block)).reduce((a, b) => a + b);

  test("exhaustive is 2^32, the zone what it says", () => {
    expect(total({ covered: "exhaustive" })).toBe(2 ** 32);
    expect(total({ covered: "zone" })).toBe(2 * 39 * 2 ** 23 + (512 - 2 * 39) * Math.ceil(2 ** 23 / 31));
  });

  test("stretches stay in their block and reach its ends", () => {
    const points = [0, 0x7f800000, 0xff800000];
    for (const extent of [{ covered: "exhaustive" }, { covered: "zone" }, { covered: "sample", perBlock: 100, points }] as const) {
      for (const block of [0, 48, 127, 128, 255]) {
        const bits = new Uint32Array(64);
        for (const stretch of stretchesOf(extent, block)) {
          for (const from of [0, Math.max(0, stretch.count - 64)]) {
            const count = Math.min(64, stretch.count);
            fill(bits, count, stretch, from, new Random(block));
            for (const word of bits.subarray(0, count)) expect(Math.floor(word / BLOCK_SIZE)).toBe(block);
          }
        }
      }
    }
    expect(stretchesOf({ covered: "sample", perBlock: 1, points }, 127).at(-1)).toEqual({ first: 0x7f800000 - 32, step: 1, count: 65 });
  });
});

describe("checksums", () => {
  const hash = (...words: number[]) => {
    const murmur = new Murmur();
    murmur.add(Uint32Array.from(words), words.length);
    return murmur.digest();
  };

  test("are MurmurHash3_x86_32", () => {
    expect(hash(0x87654321)).toBe("f55b516b");
    expect(hash(0x74736574)).toBe("ba6bd213");
    expect(hash()).toBe("00000000");
  });

  test("take every NaN for one, and a zero's sign for what it is", () => {
    expect(hash(1, 0xffc00001, 2)).toBe(hash(1, 0x7fc00000, 2));
    expect(hash(0x80000000)).not.toBe(hash(0));
  });
});

describe("a figure goes on record", () => {
  const identityOf = (simd: string, relaxed: string): ModuleIdentity => ({
    modules: { "f.simd.wasm": simd, "f.relaxed.wasm": relaxed },
    constants: "table",
  });
  const figure = (proof: Proof, judged: number): Figure => ({
    bound: 1,
    error: 0.5,
    proof,
    judged,
    witness: { inputs: [1], inputBits: ["0x3f800000"], got: "0x3f800000", wanted: "0x3f800000" },
  });
  const known = withFigure(undefined, identityOf("a", "b"), "value", figure("zone", 100));

  test.each([
    ["sample", 1000, "zone"],
    ["zone", 99, "zone"],
    ["exhaustive", 1000, "exhaustive"],
  ] as const)("unless the one there proves more: after a zone of 100 comes %s of %i, and there is %s", (proof, judged, stays) => {
    expect(withFigure(known, identityOf("a", "b"), "value", figure(proof, judged)).figures.value.proof).toBe(stays);
  });

  test("beside the others of its module; those of another module go", () => {
    const next = (simd: string, relaxed: string) => withFigure(known, identityOf(simd, relaxed), "derivative", figure("sample", 1));
    expect(Object.keys(next("a", "b").figures)).toEqual(["value", "derivative"]);
    expect(next("a", "c")).toMatchObject({ ...identityOf("a", "c"), figures: known.figures });
    expect(Object.keys(next("d", "b").figures)).toEqual(["derivative"]);
  });
});

describe("the command", () => {
  test.each([
    [["gulu"], "gulu is neither a function"],
    [["--bogus"], "Unknown option '--bogus'"],
    [["--zone", "--exhaustive"], "exclude each other"],
    [["--float64", "--zone"], "too many inputs"],
    [["--fast", "--float64"], "exclude each other"],
    [["gelu", "--fast"], "no fast form"],
    [["gelu", "backwardFromOutput"], "gelu has no backwardFromOutput"],
    [["relu", "--with", "alpha=1"], "relu has no parameter alpha"],
    [["elu", "--with", "alpha=one"], "expected NAME=VALUE"],
    [["--samples=-3"], "whole number"],
    [["--backend", "avx"], "expected simd, relaxed, js"],
    [["--update", "--backend", "js"], "--update records the simd build only"],
    [["--certificate", "--fast"], "of the default kernels"],
    [["gelu", "value", "--certificate", "--update"], "leave out the methods"],
    [["--record", "--fast"], "does not take --fast"],
    [["--record", "value"], "--record takes functions"],
    [["--record"], "--record writes what it measures, a day's work for all; name functions, or say all"],
    [["dense", "--zone"], "dense takes more than one element at a time"],
    [["math.pow", "--zone"], "math.pow takes two numbers"],
    [["dense", "--fast"], "dense has no fast form"],
  ])("refuses %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });

  test("asks for everything of the record in turn", () => {
    const runs = readOptions(["--record", "sigmoid"]);
    expect(runs?.every(({ update, functions }) => update && functions.join() === "sigmoid")).toBe(true);
    expect(runs?.map(({ tier, mode }) => `${tier} ${mode}`)).toContain("float64 sample");
  });

  test("asks for everything where it names nothing, and for functions of one number where it names a method of theirs", () => {
    const [everything, elementwise] = [[], ["value"]].map((args) => readOptions(args)?.[0]?.functions);
    expect(everything).toEqual(functionNames);
    expect(elementwise).toEqual(coverableNames);
  });

  test("plans one task for each figure of a function that is tried on cases", () => {
    const [options] = readOptions(["softmax", "dense", "--seed", "5"]) ?? [];
    const tasks = options ? planTasks(options) : [];
    const float32 = ["softmax", "dense"].flatMap((name) => subjectsOf(name).filter(({ tier }) => tier === "float32"));
    expect(tasks.flatMap(({ subjects }) => subjects)).toEqual(float32);
    expect(tasks.flatMap(({ jobs }) => jobs).every((job) => job.kind === "trial" && job.seed === 5)).toBe(true);
  });

  const run = (...args: string[]) => spawnSync(process.execPath, ["--import", "tsx", "proof/verify.ts", ...args], { encoding: "utf8" });

  test("ends with 0 where promises hold, with 2 where it was misunderstood", () => {
    const good = run("relu", "value", "--samples", "1000");
    expect(good.stdout).toContain("1 methods, all within their bounds");
    expect(good.status).toBe(0);
    const bad = run("rely");
    expect(bad.stderr).toContain("rely is neither");
    expect(bad.status).toBe(2);
  });
});
