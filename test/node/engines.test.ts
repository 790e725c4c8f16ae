/**
 * The comparison of engines: each that is here computes what is asked, and the records have all
 * functions, engines and pairs.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { elementary } from "../../oracle/elementary.js";
import type { Functions } from "../hosts/engines/compute.mjs";
import { computed } from "../hosts/engines/differences.js";
import { figuresOf } from "../hosts/engines/figures.js";
import { MEASURED } from "../hosts/engines/figures.mjs";
import { type Host, hosts } from "../hosts/engines/hosts.js";

/** Exact, and so the same everywhere. */
const functions: Functions = [
  ["sqrt", 1],
  ["max", 2],
  ["abs", 1],
];
const inputs = Float64Array.of(2, 1e300, 0.1, -0, 0, 5, 1, Infinity, 3, -7, 5e-324, -0.3);

test.each(hosts().map((host) => [host.name, host] as const))("%s computes the functions of the inputs", async (_, host) => {
  const wanted = [Math.SQRT2, Math.sqrt(1e300), Math.sqrt(0.1), 1, Infinity, 5, 7, 5e-324, 0.3];
  const results = await computed(host, functions, inputs);
  expect(Array.from(results)).toEqual(wanted);
});

test("this engine has figures of hillock", async () => {
  const { backend, importing, firstCall, perElement } = await figuresOf(hosts()[0] as Host);
  expect(backend).toMatch(/^(relaxed|simd)$/);
  for (const figure of [importing, firstCall, ...Object.values(perElement)]) expect(figure).toBeGreaterThan(0);
});

test("the record of figures has every engine, with a figure for each function", () => {
  const { engines } = JSON.parse(readFileSync("test/hosts/engines/figures.json", "utf8"));
  const { engines: known } = JSON.parse(readFileSync("test/hosts/engines/differences.json", "utf8"));
  expect(engines.map(({ name }: { name: string }) => name)).toEqual(known);
  for (const { importing, firstCall, perElement } of engines) {
    expect(Object.keys(perElement)).toEqual(MEASURED);
    for (const figure of [importing, firstCall, ...Object.values(perElement)]) expect(figure).toBeGreaterThan(0);
  }
});

describe("the record of differences", () => {
  const { engines, numbers, differing } = JSON.parse(readFileSync("test/hosts/engines/differences.json", "utf8"));

  test("has every function of hillock/math that Math has too", () => {
    const names = Object.keys(elementary).filter((name) => name in Math);
    expect(Object.keys(differing).sort()).toEqual(names.sort());
  });

  test("has every pair of engines, and none that differ in square roots", () => {
    for (const rows of Object.values<number[][]>(differing)) {
      expect(rows.map(({ length }) => length)).toEqual(engines.map((_: string, i: number) => engines.length - 1 - i));
      for (const count of rows.flat()) expect(count >= 0 && count <= numbers).toBe(true);
    }
    expect(Math.max(...differing.sqrt.flat())).toBe(0);
    expect(Math.max(...differing.exp.flat())).toBeGreaterThan(0);
  });
});
