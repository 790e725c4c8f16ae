/**
 * Rows with a threshold: exact zeros, sums of 1, ties, and entries so near the threshold that
 * rounding it would be all that is left of them.
 */
import { describe, expect, test } from "vitest";
import rows from "../specification/rows.json" with { type: "json" };
import type { RowEntry } from "../specification/schema.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, randomizer } from "./support/arrays.js";
import { RowJudge } from "./support/rowJudge.js";
import { Float32, subjects, subjectsOf } from "./support/rows.js";
import { sample } from "./support/sample.js";

const powerOf = (name: string): number => (rows as unknown as Readonly<Record<string, RowEntry>>)[name]?.threshold ?? 0;
const sparse = subjects.filter(({ name }) => powerOf(name) > 0);

const random = randomizer(Math.floor(Math.random() * 2 ** 31));
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The sum of results, in two words. */
function sumOf(results: Floats): number {
  let [sum, rest] = [0, 0];
  for (const result of results) {
    const next = sum + result;
    rest += Math.abs(sum) >= result ? sum - next + result : result - next + sum;
    sum = next;
  }
  return sum - 1 + rest;
}

/** Entry i of n. */
const adversaries: Readonly<Record<string, (i: number, n: number) => number>> = {
  constant: () => 3.7,
  "constant, and large": () => -1.7e38,
  descending: (i, n) => -i / n,
  ascending: (i, n) => (3 * i) / n,
  "ever closer to the largest": (i) => -(2 ** -(i % 60)),
  "of either sign, and large": (i) => (i % 2 ? 1 : -1) * 1e38,
  "one that dominates": (i) => (i === 7 ? 500 : normal()),
  "whole numbers": () => Math.floor(4 * random()),
  "next to a threshold of 0": (i) => (i === 0 ? 1 : random() < 0.5 ? 0 : 2 ** (-140 * random())),
  "next to a threshold of 0, with p of 2": (i) => (i === 0 ? 2 : random() < 0.5 ? 0 : 2 ** (-100 * random())),
  normal,
};

describe.each(sparse)("$name, $engine", (subject) => {
  const { name, engine, type, f } = subject;
  const title = `${name}, ${engine}`;
  const judge = new RowJudge(subject);
  const power = powerOf(name);
  const unit = type === Float32 ? 2 ** -23 : 2 ** -52;

  test.each(sample(Object.entries(adversaries), title))("entries that are %s", (about, entry) => {
    for (const n of [1, 2, 3, 9, 40, 333, 4100, 30_000])
      for (const temperature of n < 100 ? [1, 0.25, 3, 0.7] : [1]) {
        const x = type.from({ length: n }, (_, i) => entry(i, n));
        const y = f(x, { temperature });
        judge.value({ x, temperature }, y, `${about}, ${n} entries, temperature ${temperature}`, n > 1000 ? 97 : 1);
        expect(Math.abs(sumOf(y)), `${n} entries, temperature ${temperature}`).toBeLessThanOrEqual(2 * unit);
        expect(y.every((result) => result > 0 || Object.is(result, 0))).toBe(true);
      }
  });

  test.each(sample(Object.entries(adversaries), `${title}, long`))("a million entries that are %s", (_, entry) => {
    const y = f(type.from({ length: 1_000_000 }, (_, i) => entry(i, 1_000_000)));
    expect(Math.abs(sumOf(y))).toBeLessThanOrEqual(2 * unit);
  });

  test("zeros are positive", () => {
    expectSame(f(type.from([2, -0, 1 - power, -Infinity])), f(type.from([2, 0, 1 - power, -Infinity])), "-0 among the entries");
    expect(Object.is(f(type.from([5, 5 - power, 0]))[1], 0)).toBe(true);
  });

  test("gradients of rows that have no results are 0, or NaN where these are", () => {
    for (const n of [3, 9, 5000]) {
      const dy = type.from({ length: n }, normal);
      expect(f.backwardFromOutput?.(dy, new type(n)).every((result) => result === 0)).toBe(true);
      expect(f.backwardFromOutput?.(dy, new type(n).fill(Number.NaN)).every(Number.isNaN)).toBe(true);
    }
  });

  test("a gradient that is the same for all of a row makes none", () => {
    const y = f(type.from([0.5, 0.25, -9, 0.75]));
    expect(f.backwardFromOutput?.(new type(4).fill(0.75), y).every((result) => Math.abs(result) < 1e-15)).toBe(true);
  });
});

/** Entries and results in the README of the package entmax, which has four digits. */
const published: readonly (readonly [string, number[], number[]])[] = [
  ["sparsemax", [-2, 0, 0.5], [0, 0.25, 0.75]],
  ["entmax15", [-2, 0, 0.5], [0, 0.326, 0.674]],
];

test.each(published.flatMap(([name, x, y]) => subjectsOf(name).map((subject) => ({ x, y, ...subject }))))(
  "$name of $x in $engine, as published",
  ({ f, type, x, y }) => {
    for (const [i, result] of f(type.from(x)).entries()) expect(result).toBeCloseTo(y[i] as number, 4);
  },
);

describe.each(subjectsOf("hardmax"))("hardmax, $engine", ({ type, f }) => {
  const marked = (type: Constructor, n: number, at: number) => type.from({ length: n }, (_, i) => Number(i === at));

  test("marks the first of the largest, wherever that is", () => {
    for (const n of [1, 2, 5, 8, 33, 4096, 4097, 10_000])
      for (const at of [0, n >> 1, n - 1])
        for (const largest of [7, -3, Infinity, 1e-40]) {
          const x = type.from({ length: n }, (_, i) => (i < at ? -2e30 : random() < 0.5 ? largest : -1e30));
          x[at] = largest;
          expectSame(f(x), marked(type, n, at), `${largest} at ${at} of ${n}`);
          expectSame(f(x, { mask: new type(n).fill(3) }), marked(type, n, at), "with a mask");
        }
  });

  test("of nothing but -Infinity marks the first, or all with emptyRow", () => {
    for (const n of [1, 3, 40, 5000]) {
      const [x, mask] = [new type(n).fill(-Infinity), new Uint8Array(n)];
      for (const emptyRow of [undefined, NaN]) {
        expectSame(f(x, { emptyRow }), marked(type, n, 0), `${n} of -Infinity`);
        expectSame(f(new type(n).fill(5), { mask, emptyRow }), marked(type, n, 0), `${n} that are left out`);
      }
      for (const emptyRow of [0, 0.25, -Infinity, 7]) expectSame(f(x, { emptyRow }), new type(n).fill(emptyRow), `${emptyRow}`);
    }
  });
});
