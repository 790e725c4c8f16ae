/** The comparison of engines: each that is here computes what is asked, and the record has all functions and pairs. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { elementary } from "../../oracle/elementary.js";
import type { Functions } from "../hosts/engines/compute.mjs";
import { hosts } from "../hosts/engines/hosts.js";

/** Exact, and so the same everywhere. */
const functions: Functions = [
  ["sqrt", 1],
  ["max", 2],
  ["abs", 1],
];
const inputs = Float64Array.of(2, 1e300, 0.1, -0, 0, 5, 1, Infinity, 3, -7, 5e-324, -0.3);

test.each(hosts().map((host) => [host.name, host] as const))("%s computes the functions of the inputs", async (_, host) => {
  const wanted = [Math.SQRT2, Math.sqrt(1e300), Math.sqrt(0.1), 1, Infinity, 5, 7, 5e-324, 0.3];
  const results = await host.compute(functions, inputs);
  expect(Array.from(results)).toEqual(wanted);
});

describe("the record", () => {
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
