/**
 * The exponential and its kin, which numbers and the js backend are computed with: how exact they
 * are, and where they are exact.
 */
import { describe, expect, test } from "vitest";
import { Exact } from "../../oracle/exact.js";
import { float64 } from "../../oracle/formats.js";
import { parse } from "../../oracle/formula.js";
import { expm1 } from "../../src/scalar/expm1.js";
import { exp, timesExp } from "../../src/scalar/exponential.js";
import { log1p } from "../../src/scalar/log1p.js";
import { exponent, power, scaled } from "../../src/scalar/power.js";
import { tanh } from "../../src/scalar/tanh.js";
import { randomizer } from "../support/arrays.js";

/**
 * Functions with the ULP that their docstrings promise, and the ends between which numbers are
 * drawn: about 0 and to either side of it.
 */
const functions = [
  { name: "exp", f: exp, ulp: 0.65, from: [-0.4, -9, -708, 0], to: [0.4, 9, 709.7, 1e-9] },
  { name: "exp", f: exp, ulp: 0.85, from: [-745.13, -745.13], to: [-708, -740] },
  { name: "expm1", f: expm1, ulp: 0.95, from: [-0.4, -3, -50, 0.3, 30, 0], to: [0.4, 3, 709.7, 0.4, 45, 1e-9] },
  { name: "log1p", f: log1p, ulp: 0.7, from: [-0.3, -1, 0, 0.3, 0, 0, 0], to: [0.5, 0, 3, 0.5, 1e9, 1.7e308, 1e-9] },
  { name: "tanh", f: tanh, ulp: 1.1, from: [-0.6, 0.5, -4, 15, 0], to: [0.6, 0.8, 4, 25, 1e-9] },
] as const;

describe.each(functions)("$name", ({ name, f, ulp, from, to }) => {
  test(`is within ${ulp} ULP`, () => {
    const exact = new Exact(parse(`${name}(x)`));
    const random = randomizer(5);
    from.forEach((low, i) => {
      for (let k = 0; k < 4000; k++) {
        const x = low + ((to[i] as number) - low) * (random() + random() * 2 ** -32);
        expect(exact.judge(float64, { x }, f(x)).ulp, `at ${x}`).toBeLessThan(ulp);
      }
    });
  });
});

test("special values are those of the host's functions", () => {
  const special = [0, -0, NaN, Infinity, -Infinity, 1e300, -1e300, -1, -2, 2 ** -1074, -(2 ** -1074), 2 ** -60, 40, -40, 710, -746, 1e6];
  for (const { name, f } of functions)
    for (const x of special) {
      const wanted = Math[name](x);
      if (Object.is(Math.abs(wanted), Infinity) || (Number.isInteger(wanted) && Math.abs(wanted) < 2 ** 31) || Number.isNaN(wanted))
        expect(f(x), `${name}(${x})`).toBe(wanted);
      else expect(Math.abs(f(x) / wanted - 1), `${name}(${x})`).toBeLessThan(2 ** -51);
    }
});

test("a factor is there before the exponential overflows or vanishes", () => {
  const exact = new Exact(parse("a*exp(x)"));
  for (const [a, x] of [
    [1e300, -1400],
    [1.7e308, -3],
    [-1.7e308, -1440],
    [1e-300, 709],
    [1e-300, 1300],
    [2 ** -1074, 0],
    [3, -745],
    [1e100, -900.5],
  ] as const)
    expect(exact.judge(float64, { a, x }, timesExp(a, x)).ulp, `${a} e^${x}`).toBeLessThan(1.2);
  expect(timesExp(-3, -2000)).toBe(-0);
  expect(timesExp(-0, 5)).toBe(-0);
  expect(timesExp(3, 1e9)).toBe(Infinity);
});

test("powers of two are exact", () => {
  for (let n = -1022; n <= 1023; n++) {
    expect(power(n)).toBe(2 ** n);
    expect(exponent(power(n))).toBe(n);
    expect(exponent(1.9999999999999998 * power(n))).toBe(n);
  }
  expect(scaled(1.5, 1023)).toBe(1.5 * 2 ** 1023);
  expect(scaled(2 ** -1074, 2097)).toBe(2 ** 1023);
  expect(scaled(1.75, -1073)).toBe(2 ** -1072);
  expect(scaled(2 ** 1000, -2074)).toBe(2 ** -1074);
});
