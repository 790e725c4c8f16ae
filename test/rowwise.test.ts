/** softmax, logSoftmax and logSumExp against their definitions in MPFR: values, gradients, edges, properties. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formats } from "../oracle/formats.js";
import { ExactRow, type GradientError, logSoftmaxGradient, softmaxGradient } from "../oracle/rows.js";
import { logSoftmax, logSumExp, softmax } from "../src/rowwise/index.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, randomizer } from "./support/arrays.js";
import { engines, Float32 } from "./support/rows.js";

const temperatures = [1, 0.1, 0.7, 3, 1000];

const random = randomizer(Math.floor(Math.random() * 2 ** 31));
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Entry i of a row. */
const distributions: Readonly<Record<string, (i: number) => number>> = {
  "normal entries": normal,
  "wide ones": () => 30 * normal(),
  "equal ones": () => 1.2345678,
  "equal ones far out": () => -9876.54321,
  "one that dominates": (i) => (i === 0 ? 60 * random() : -(normal() ** 2)),
  "logits up to 1e4": () => (random() - 0.5) * 2e4,
  "logits near 1e4": () => 1e4 - 30 * random(),
  "results that are subnormal in float32": () => -110 * random(),
  "results that are subnormal in float64": () => -760 * random(),
  "entries that are left out": () => (random() < 0.4 ? -Infinity : 5 * normal()),
  "tiny entries": () => 1e-6 * normal(),
  "entries whose differences are nearly the largest float32": () => (random() < 0.5 ? 1 : -1) * 1.7e38 * (1 - 1e-7 * random()),
};

/** A row with one finite entry at least. */
function rowOf(type: Constructor, n: number, entry: (i: number) => number): Floats {
  const x = type.from({ length: n }, (_, i) => entry(i));
  if (n > 0 && !x.some(Number.isFinite)) x[n - 1] = 0.5;
  return x;
}

describe.each(engines)("$engine", ({ type, softmax: f, logSoftmax: g, logSumExp: h, bounds }) => {
  const format = type === Float32 ? formats.float32 : formats.float64;
  const epsilon = 2 ** -format.mantissaBits;
  const promised = {
    softmax: softmax.spec.bounds[bounds],
    logSoftmax: logSoftmax.spec.bounds[bounds],
    logSumExp: logSumExp.spec.bounds[bounds],
  };
  const bound = (name: keyof typeof promised) => promised[name].value;

  describe.each(Object.entries(distributions))("rows of %s", (name, entry) => {
    test("values", () => {
      for (let n = 1; n <= 40; n++) {
        const temperature = temperatures[n % temperatures.length] as number;
        const x = rowOf(type, n, entry);
        const exact = new ExactRow({ x, temperature });
        const [y, z, s] = [f(x, { temperature }), g(x, { temperature }), h(x, { temperature })];
        for (let i = 0; i < n; i++) {
          const about = `${name}, n = ${n}, temperature ${temperature}, entry ${i} of ${x}`;
          within(exact.softmax(format, i, y[i] as number), bound("softmax"), `softmax: ${about}`);
          within(exact.logSoftmax(format, i, z[i] as number), bound("logSoftmax"), `logSoftmax: ${about}`);
        }
        const { ulp, relative } = exact.logSumExp(format, s[0] as number);
        if (ulp > bound("logSumExp")) within(relative, (bound("logSumExp") * epsilon) / 2, `logSumExp: ${name}, n = ${n}, ${x}`);
        exact.free();
      }
    });

    test("gradients", () => {
      for (let n = 1; n <= 40; n += 1 + (n % 3)) {
        const temperature = temperatures[n % temperatures.length] as number;
        const x = rowOf(type, n, entry);
        const dy = rowOf(type, n, normal);
        const exact = new ExactRow({ x, temperature });
        const [y, z] = [f(x, { temperature }), g(x, { temperature })];
        const about = `${name}, n = ${n}, temperature ${temperature}`;
        const right = (errors: GradientError[], what: "softmax" | "logSoftmax") => {
          for (const [i, { ulp, excess }] of errors.entries())
            if (ulp > (promised[what].backwardFromOutput as number))
              within(excess, n * 2 ** -51, `${what}, entry ${i}, ${about}: ${ulp} ULP`);
        };
        right(softmaxGradient(format, dy, y, temperature, f.backwardFromOutput(dy, y, { temperature })), "softmax");
        right(logSoftmaxGradient(format, dy, z, temperature, g.backwardFromOutput(dy, z, { temperature })), "logSoftmax");
        const weight = type.from([1 + random()]);
        const gradient = h.backward(weight, x, { temperature });
        for (let i = 0; i < n; i++)
          within(
            exact.gradient(format, i, weight[0] as number, temperature, gradient[i] as number),
            promised.logSumExp.backward as number,
            `logSumExp, entry ${i}, ${about}`,
          );
        exact.free();
      }
    });
  });

  test.each([2047, 2048, 2049, 4095, 4096, 4097, 8195])("a row of %d entries, a whole one or one in pieces", (n) => {
    const x = rowOf(type, n, () => 4 * normal());
    const exact = new ExactRow({ x });
    const [y, z, s] = [f(x), g(x), h(x)];
    for (let i = 0; i < n; i += 1 + (i % 7)) {
      within(exact.softmax(format, i, y[i] as number), bound("softmax"), `softmax ${i}`);
      within(exact.logSoftmax(format, i, z[i] as number), bound("logSoftmax"), `logSoftmax ${i}`);
    }
    within(exact.logSumExp(format, s[0] as number).ulp, bound("logSumExp"), "logSumExp");
    exact.free();
  });

  test("a row of a million entries", () => {
    const n = 1_000_000;
    const x = type.from({ length: n }, () => (random() - 0.5) * 2e4);
    x.fill(9_990, 500_000, 600_000);
    let largest = -Infinity;
    for (const entry of x) largest = Math.max(largest, entry);
    // Most terms are 0 in double precision, which leaves a sum that MPFR can do.
    const heavy = x.filter((entry) => entry > largest - 800);
    const exact = new ExactRow({ x: heavy });
    const [y, z, s] = [f(x), g(x), h(x)];
    let at = 0;
    for (let i = 0; i < n; i++) {
      if (!(x[i] > largest - 800)) {
        if (y[i] !== 0) expect.fail(`softmax ${i} is ${y[i]}, expected 0`);
        continue;
      }
      if (at % 97 === 0) {
        within(exact.softmax(format, at, y[i] as number), bound("softmax"), `softmax ${i}`);
        within(exact.logSoftmax(format, at, z[i] as number), bound("logSoftmax"), `logSoftmax ${i}`);
      }
      at++;
    }
    within(exact.logSumExp(format, s[0] as number).ulp, bound("logSumExp"), "logSumExp");
    exact.free();
  });

  test("a row without an entry above -Infinity", () => {
    for (const n of [1, 2, 7, 8, 9, 100, 5000]) {
      const x = new type(n).fill(-Infinity);
      expect(f(x).every(Number.isNaN)).toBe(true);
      expect(g(x).every(Number.isNaN)).toBe(true);
      expect(h(x)[0]).toBe(-Infinity);
      for (const emptyRow of [0, 0.25, -Infinity, 7]) {
        expectSame(f(x, { emptyRow }), new type(n).fill(emptyRow), `softmax of ${n}`);
        expectSame(g(x, { emptyRow }), new type(n).fill(emptyRow), `logSoftmax of ${n}`);
      }
      expectSame(h.backward(type.from([3]), x), new type(n), `logSumExp.backward of ${n}`);
      const rows = type.from([...x, ...new type(n).fill(2)]);
      const two = f(rows, { shape: [2, n], emptyRow: 0 });
      expectSame(two.subarray(0, n), new type(n), "the first");
      expectSame(two.subarray(n), f(new type(n).fill(2)), "the second");
    }
  });

  test("NaN and Infinity make a row NaN, and no other", () => {
    for (const n of [1, 3, 8, 13, 4100])
      for (const bad of [NaN, Infinity]) {
        const x = rowOf(type, 3 * n, normal);
        const clean = x.slice();
        x[n + (n >> 1)] = bad;
        for (const map of [f, g]) {
          const [y, wanted] = [map(x, { shape: [3, n] }), map(clean, { shape: [3, n] })];
          expect(y.subarray(n, 2 * n).every(Number.isNaN)).toBe(true);
          expectSame(y.subarray(0, n), wanted.subarray(0, n), "the row before");
          expectSame(y.subarray(2 * n), wanted.subarray(2 * n), "the row behind");
        }
        expect(h(x, { shape: [3, n] })[1]).toBe(bad);
        x[n] = NaN;
        expect(h(x, { shape: [3, n] })[1]).toBe(NaN);
      }
  });

  test("-Infinity is an exact 0, and -Infinity as a logarithm", () => {
    const x = type.from([1, -Infinity, 3]);
    expect(f(x)[1]).toBe(0);
    expect(g(x)[1]).toBe(-Infinity);
    expectSame(
      f(x).filter((_, i) => i !== 1),
      f(type.from([1, 3])),
      "the others",
    );
  });

  test("small logarithms and gradients have their digits", () => {
    const y = g(type.from([20, 0]));
    expect(y[0] as number).toBeCloseTo(-2.0611536181902037e-9, 15);
    const gradient = f.backwardFromOutput(type.from([1, 1, 0]), f(type.from([0, -1, -40])));
    expect(gradient[2] as number).toBeLessThan(0);
    expect(Math.abs((gradient[0] as number) + (gradient[1] as number) + (gradient[2] as number))).toBeLessThan(4 * epsilon);
    expect(g.backwardFromOutput(type.from([1, 0]), type.from([-1e-30, -69]))[0]).toBe(type.from([1e-30])[0]);
  });

  test("no rows and no entries", () => {
    for (const shape of [[0], [0, 5], [5, 0], [2, 0, 3]])
      for (const axis of shape.keys()) {
        expect(f(new type(0), { shape, axis })).toHaveLength(0);
        expect(g(new type(0), { shape, axis })).toHaveLength(0);
        const rows = shape.filter((_, i) => i !== axis).reduce((product, dimension) => product * dimension, 1);
        expectSame(h(new type(0), { shape, axis }), new type(rows).fill(-Infinity), `${shape}`);
      }
  });

  const entries = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 });

  test("rows add up to 1", () => {
    fc.assert(
      fc.property(entries, (row) => {
        const sum = Array.from(f(type.from(row))).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - 1)).toBeLessThanOrEqual(row.length * bound("softmax") * epsilon);
      }),
    );
  });

  test("a shift of all entries makes no difference", () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: -1000, max: 1000 }), (row, shift) => {
        const x = type.from(row.map(Math.round));
        expectSame(f(x.map((entry) => entry + shift)), f(x), "softmax");
        expectSame(g(x.map((entry) => entry + shift)), g(x), "logSoftmax");
      }),
    );
  });

  test("a permutation of the entries is one of the results", () => {
    fc.assert(
      fc.property(entries, fc.nat(), (row, by) => {
        const n = row.length;
        const x = type.from(row);
        const [y, rotated] = [f(x), f(x.map((_, i) => x[(i + by) % n] as number))];
        for (let i = 0; i < n; i++)
          expect(Math.abs((rotated[i] as number) - (y[(i + by) % n] as number))).toBeLessThanOrEqual(
            2 * bound("softmax") * epsilon * (y[(i + by) % n] as number) + 2 ** -1022,
          );
      }),
    );
  });
});

function within(error: number, bound: number, about: string): void {
  if (!(error <= bound)) expect.fail(`${about}: ${error}, expected at most ${bound}`);
}
