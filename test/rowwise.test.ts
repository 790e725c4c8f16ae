/**
 * The row-wise functions against their specification in MPFR: values, gradients, edges, properties.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactly } from "../oracle/exact.js";
import { float64 } from "../oracle/formats.js";
import { readInterval } from "../specification/schema.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, randomizer, special } from "./support/arrays.js";
import { RowJudge } from "./support/rowJudge.js";
import { Float32, reduces, subjects, subjectsOf, withoutThem } from "./support/rows.js";
import { lengthsTo, sample } from "./support/sample.js";

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

describe.each(subjects)("$name, $engine", (subject) => {
  const { type, engine, f } = subject;
  const title = `${subject.name}, ${subject.engine}`;
  const judge = new RowJudge(subject);
  const { reference } = judge;
  /** A number for each result of a row. */
  const weights = (n: number): Floats => rowOf(type, reference.lengthOf(n), normal);

  describe.each(Object.entries(distributions))("rows of %s", (name, entry) => {
    test("values", () => {
      for (const n of lengthsTo(40, `${title}, ${name}`)) {
        const temperature = temperatures[n % temperatures.length] as number;
        const x = rowOf(type, n, entry);
        judge.value({ x, temperature }, f(x, { temperature }), `${name}, temperature ${temperature}: ${x}`);
      }
    });

    test("gradients", () => {
      for (const n of lengthsTo(40, `${title}, ${name}`).filter((n) => n % 3 !== 2)) {
        const temperature = temperatures[n % temperatures.length] as number;
        const x = rowOf(type, n, entry);
        judge.gradient({ x, temperature }, weights(n), `${name}, temperature ${temperature}: ${x}`);
      }
    });
  });

  test.each(sample([2047, 2048, 2049, 4095, 4096, 4097, 8195], title))("a row of %d entries, a whole one or one in pieces", (n) => {
    const x = rowOf(type, n, () => 4 * normal());
    judge.value({ x }, f(x), `${n} entries`, 7);
  });

  test.each(sample([1_000_000], title))("a row of %d entries, most of them left out", (n) => {
    const isKept = (i: number) => i % 400 === 7 || (i > 500_000 && i < 502_000);
    const x = type.from({ length: n }, (_, i) => (isKept(i) ? 9_990 + 10 * random() : -Infinity));
    const kept = x.filter((_, i) => isKept(i));
    const y = f(x, withoutThem(f, x, type));
    judge.value({ x: kept }, reduces(f) ? y : y.filter((_, i) => isKept(i)), "a million entries", 97);
    if (reduces(f)) return;
    const [, leftOut] = f(type.from([1, -Infinity]));
    expect(y.every((result, i) => isKept(i) || Object.is(result, leftOut))).toBe(true);
  });

  test("a row without an entry above -Infinity", () => {
    const { value } = reference.entry.empty;
    const wanted = exactly(value).round(float64, {});
    for (const n of [1, 2, 7, 8, 9, 100, 5000]) {
      const x = new type(n).fill(-Infinity);
      judge.value({ x }, f(x), `${n} of -Infinity`);
      if (reduces(f)) judge.gradient({ x }, type.from([3]), `${n} of -Infinity`);
      const rows = type.from([...x, ...new type(n).fill(2)]);
      for (const emptyRow of Number.isNaN(wanted) ? [0, 0.25, -Infinity, 7] : []) {
        expectSame(f(x, { emptyRow }), new type(reference.lengthOf(n)).fill(emptyRow), `emptyRow ${emptyRow} of ${n}`);
        const two = f(rows, { shape: [2, n], emptyRow });
        expectSame(two.subarray(0, two.length / 2), f(x, { emptyRow }), "the first");
        expectSame(two.subarray(two.length / 2), f(new type(n).fill(2)), "the second");
      }
    }
  });

  test("NaN and Infinity make a row what the formula says, and touch no other", () => {
    for (const n of [1, 3, 8, 13, ...sample([4100], title)])
      for (const bad of [[NaN], [Infinity], [Infinity, NaN]]) {
        const x = rowOf(type, 3 * n, normal);
        const [clean, length] = [f(x, { shape: [3, n] }), reference.lengthOf(n)];
        bad.forEach((value, i) => {
          x[n + (i === 0 ? n >> 1 : 0)] = value;
        });
        const y = f(x, { shape: [3, n] });
        judge.value({ x: x.slice(n, 2 * n) }, y.slice(length, 2 * length), `${bad} among ${n}`, n > 100 ? 997 : 1);
        expectSame(y.slice(0, length), clean.slice(0, length), "the row before");
        expectSame(y.slice(2 * length), clean.slice(2 * length), "the row behind");
      }
  });

  test("what is left out changes nothing of the others", () => {
    const [x, others] = [
      [1, -Infinity, 3],
      [1, 3],
    ].map((row) => type.from(row)) as [Floats, Floats];
    const mask = withoutThem(f, x, type).mask as Floats | undefined;
    const y = f(x, { mask });
    judge.value({ x, mask }, y, "one left out");
    expectSame(reduces(f) ? y : y.filter((_, i) => i !== 1), f(others), "the others");
  });

  test("results of which little is left have their digits", () => {
    for (const row of [
      [20, 0],
      [0, -1, -40],
      [0, -700],
      [-0.5, -0.5],
      [1e-9, 0],
    ]) {
      const x = type.from(row);
      judge.value({ x }, f(x), `${row}`);
      for (const dy of [
        [1, 1, 0],
        [1, 0, 0],
        [1, 1 + 2 ** -20, 1],
      ])
        judge.gradient({ x }, type.from(dy.slice(0, reference.lengthOf(row.length))), `${row}, dy ${dy}`);
    }
  });

  test("quotients and differences beyond the type", () => {
    const largest = type === Float32 ? 3.4028234663852886e38 : Number.MAX_VALUE;
    for (const temperature of [1e-3, 1e-30, 1])
      for (const row of [
        [largest, largest],
        [largest, -largest, -largest / 3],
        [largest, largest * -1.1e-20, largest * 1.7e-10],
        [largest, -largest],
        [largest / 2, -largest],
      ]) {
        const x = type.from(row);
        judge.value({ x, temperature }, f(x, { temperature }), `${row} at ${temperature}`);
      }
    const x = type.from([largest / 2, -largest]);
    judge.value({ x, temperature: 10 }, f(x, { temperature: 10 }), "at 10");
  });

  test("no rows and no entries", () => {
    for (const shape of [[0], [0, 5], [5, 0], [2, 0, 3]])
      for (const axis of shape.keys()) {
        const rows = shape.filter((_, i) => i !== axis).reduce((product, dimension) => product * dimension, 1);
        const y = f(new type(0), { shape, axis });
        expect(y).toHaveLength(rows * reference.lengthOf(shape[axis] as number));
        for (let row = 0; reduces(f) && row < rows; row++) judge.value({ x: [] }, y.slice(row, row + 1), `${shape}`);
      }
  });

  const entries = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(...special.filter((value) => value < 1e38 && value > -1e38)) },
    ),
    { minLength: 1, maxLength: 60 },
  );
  const { low, high } = readInterval(f.spec.range);

  test("any row has its results, within the range", () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(...temperatures), (row, temperature) => {
        const x = type.from(row);
        const y = f(x, { temperature });
        judge.value({ x, temperature }, y, `${x} at ${temperature}`);
        expect(y.every((result) => result >= Number(low) && result <= Number(high))).toBe(true);
      }),
    );
  });

  test("a shift of all entries makes no difference, where it makes none in the formula", () => {
    const plain = f(Float64Array.of(1, 3));
    const shifted = reference.value({ x: [1025, 1027] });
    if (!plain.every((result, i) => shifted(float64, i, result) <= (f.spec.bounds.float64.value as number))) return;
    fc.assert(
      fc.property(entries, fc.integer({ min: -1000, max: 1000 }), (row, shift) => {
        const x = type.from(row.map((entry) => Math.round(entry) % 1000));
        const moved = x.map((entry) => entry + shift);
        // Quotients of hillock/fast come from entries as they are, not from their differences.
        if (engine === "fast") judge.value({ x: moved }, f(moved), `${moved}`);
        else expectSame(f(moved), f(x), "shifted");
      }),
    );
  });
});

describe.each(subjectsOf("logSoftmax"))("logSoftmax, $engine", ({ type, f }) => {
  test("the gradient at the largest result keeps its digits", () => {
    expect(f.backwardFromOutput?.(type.from([1, 0]), type.from([-1e-30, -69]))[0]).toBe(type.from([1e-30])[0]);
  });
});

describe.each(subjectsOf("softmax"))("softmax, $engine", ({ type, f }) => {
  test("an entry that is alone, or far ahead, has all of what results add up to", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -10000, max: 10000 }), fc.constantFrom(...temperatures), (entry, temperature) => {
        const x = type.from([entry]);
        expect(f(x, { temperature })[0]).toBe(1);
        expect(Math.max(...f(type.from([entry, entry - 20000 * temperature]), { temperature }))).toBe(1);
      }),
      { numRuns: 1000 },
    );
  });

  test("gradients add up to 0", () => {
    const y = f(type.from([0, -1, -40]));
    const gradient = f.backwardFromOutput?.(type.from([1, 1, 0]), y) as Floats;
    expect(gradient[2] as number).toBeLessThan(0);
    expect(Math.abs(Array.from(gradient).reduce((sum, entry) => sum + entry, 0))).toBeLessThan(type === Float32 ? 2 ** -21 : 2 ** -50);
  });
});

describe.each(subjectsOf("logMeanExp"))("logMeanExp, $engine", ({ type, f }) => {
  test("equal entries are their own mean, at any length and with any left out", () => {
    for (const entry of [0, 5, -1e4, 2 ** -40])
      for (const n of [1, 2, 3, 7, 40, 4097, 100_003]) {
        const x = new type(n).fill(entry);
        expect(f(x)[0]).toBe(x[0]);
        expect(f(x, { mask: Uint8Array.from(x, (_, i) => Number(i % 3 !== 1)) })[0]).toBe(x[0]);
      }
  });
});
