/**
 * Elementary functions: the same bits on numbers and arrays wherever these lie, special values,
 * directions, calls.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elementary, specialValue } from "../oracle/elementary.js";
import { Exact } from "../oracle/exact.js";
import { float32, float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { readInterval } from "../specification/schema.js";
import { alloc, free } from "../src/index.js";
import * as math from "../src/math.js";
import { directionsOf, functionsOfOne, functionsOfTwo, nextToMiddle } from "./support/elementary.js";

const functions = functionsOfOne(math);
const TYPES = [Float32Array, Float64Array] as const;

test("every entry of the specification has a function, and every function an entry", () => {
  const known = [...functions, ...functionsOfTwo(math)].map(([name]) => name);
  expect(known.sort()).toEqual(Object.keys(elementary).sort());
});

test("deterministic has the names of Math, and of these its own functions or exact ones", () => {
  const { deterministic, ...own } = math;
  const exact = ["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "round", "sign", "trunc"];
  const known = [
    "E",
    "LN10",
    "LN2",
    "LOG10E",
    "LOG2E",
    "PI",
    "SQRT1_2",
    "SQRT2",
    ...exact,
    ...Object.keys(elementary).filter((name) => name in Math),
  ];
  expect(Object.keys(deterministic).sort()).toEqual(known.sort());
  for (const [name, value] of Object.entries(deterministic))
    expect(value, name).toBe(typeof value === "number" || exact.includes(name) ? Math[name as "E"] : own[name as "exp"]);
});

describe.each(functions)("%s", (name, f) => {
  const entry = elementary[name];
  if (!entry) throw new Error(`no specification of ${name}: add it to specification/math.json`);
  const methods = "derivative" in f ? [f, f.derivative as typeof f] : [f];
  const x = fc.oneof(fc.double(), fc.double({ min: -40, max: 40 }), fc.double({ min: -1e6, max: 1e6 }));

  test.each(TYPES)("has the bits of numbers in %s, at any length and place", (Type) => {
    const bits = fc.property(fc.array(x, { maxLength: 40 }), fc.nat(3), (list, from) => {
      const given = Type.from([...Array(from).fill(0), ...list]);
      const resident = alloc(Type, given.length);
      resident.set(given);
      for (const method of methods) {
        const expected = new Type(Array.from(given.subarray(from), (one) => method(one)));
        expect(method(given.subarray(from))).toEqual(expected);
        expect(method(resident.subarray(from))).toEqual(expected);
      }
      free(resident);
    });
    fc.assert(bits, { numRuns: 60 });
  });

  test("decides as numbers do which of two float32 is nearer", () => {
    const inputs = nextToMiddle(f, 1);
    expect(inputs.length).toBeGreaterThan(name === "sqrt" ? 0 : 90);
    const given = Float32Array.from(inputs, ([one]) => one as number);
    expect(f(given)).toEqual(given.map((one) => f(one)));
  });

  test("has the special values of the standard, of numbers and in arrays", () => {
    for (const [argument, value] of Object.entries({ ...entry.special, NaN: "NaN" })) {
      expect(f(Number(argument)), `of ${argument}`).toBe(specialValue(value, float64));
      expect(f(Float64Array.of(Number(argument)))[0], `of ${argument}`).toBe(specialValue(value, float64));
      expect(f(Float32Array.of(Number(argument)))[0], `of ${argument}`).toBe(specialValue(value, float32));
    }
  });

  test("goes nowhere back", () => {
    for (const { interval, sign } of directionsOf(entry)) {
      const { low, high } = readInterval(interval);
      const [first, last] = [low, high].map((end) => Math.min(Math.max(specialValue(end, float64), -Number.MAX_VALUE), Number.MAX_VALUE));
      const within = fc.oneof(
        fc.double({ min: first as number, max: last as number, noNaN: true }),
        fc.double({ min: Math.max(first as number, -8), max: Math.min(last as number, 8), noNaN: true }),
      );
      const rising = fc.property(within, fc.integer({ min: 1, max: 12 }), (a, steps) => {
        const b = above(a, steps);
        if (b <= (last as number)) expect(sign * (f(b) - f(a) || 0), `from ${a} to ${b}`).toBeGreaterThanOrEqual(0);
      });
      fc.assert(rising, { numRuns: 2000 });
    }
  });

  test("works in place, and refuses what is no argument, no option and no output", () => {
    const array = Float32Array.of(0.5, 1);
    const expected = f(array);
    expect(f(array, { out: array })).toBe(array);
    expect(array).toEqual(expected);
    expect([1, 0.5].map(f)).toEqual([f(1), f(0.5)]);
    expect(() => f([1] as never)).toThrow(/^hillock\.\w+: x is an Array, expected a number, Float32Array or Float64Array; convert it/);
    expect(() => f(array, { into: array } as never)).toThrow(/unknown option "into", expected one of out/);
    expect(() => f(1, { out: array } as never)).toThrow(/out is given for a number/);
    expect(() => f(array, { out: new Float32Array(3) })).toThrow(/out has length 3, expected 2/);
    expect(() => f(array, { out: new Float64Array(2) } as never)).toThrow(/out is a Float64Array, expected a Float32Array like x/);
  });

  test("says what it is, and cannot be changed", () => {
    expect(f.name).toBe(name);
    expect(f.spec).toMatchObject({ name, formula: entry.formula, domain: entry.domain.join(" or "), range: entry.range.join(" or ") });
    expect(Object.isFrozen(f) && Object.isFrozen(f.spec.bounds)).toBe(true);
  });
});

describe.each(functionsOfTwo(math))("%s", (name, f) => {
  const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 5e-324, 0.5, -0.5, 2, -3, 4, 1e300, 2 ** 53 - 1, 1 - 2 ** -53];
  const number = fc.oneof(fc.double(), fc.double({ min: -40, max: 40 }), fc.constantFrom(...special));

  test.each(TYPES)("has the bits of numbers in %s, at any length and place, and with a number", (Type) => {
    const bits = fc.property(fc.array(fc.tuple(number, number), { maxLength: 20 }), number, fc.nat(3), (pairs, other, from) => {
      const [x, y] = [0, 1].map((k) => Type.from([...Array(from).fill(0), ...pairs.map((pair) => pair[k] as number)]).subarray(from));
      const [a, b] = [x, y] as [Float32Array, Float32Array];
      const resident = alloc(Type, a.length) as Float32Array;
      resident.set(a);
      const expected = new Type(Array.from(a, (one, i) => f(one, b[i] as number)));
      expect(f(a, b)).toEqual(expected);
      expect(f(resident, b)).toEqual(expected);
      expect(f(a, other)).toEqual(new Type(Array.from(a, (one) => f(one, other))));
      free(resident);
    });
    fc.assert(bits, { numRuns: 100 });
  });

  test("decides as numbers do which of two float32 is nearer", () => {
    const inputs = nextToMiddle((x = 0, y = 0) => f(x, y), 2);
    const [a, b] = [0, 1].map((k) => Float32Array.from(inputs, (pair) => pair[k] as number)) as [Float32Array, Float32Array];
    expect(f(a, b)).toEqual(a.map((one, i) => f(one, b[i] as number)));
    for (const [one, other] of inputs.slice(0, 20))
      expect(f(Float32Array.of(one as number), other as number)[0]).toBe(Math.fround(f(one as number, other as number)));
  });

  test("has the special values of the standard", () => {
    const host = Math[name as "pow"];
    for (const x of special)
      for (const y of special) {
        const expected = host(x, y);
        if (Number.isFinite(expected) && expected !== 0) expect(f(x, y) / expected, `of ${x}, ${y}`).toBeCloseTo(1, 12);
        else expect(f(x, y), `of ${x}, ${y}`).toBe(expected);
      }
  });

  test("works in place, and refuses what is no argument, no option and no output", () => {
    const array = Float64Array.of(0.5, 1);
    const expected = f(array, array);
    expect(f(array, array, { out: array })).toBe(array);
    expect(array).toEqual(expected);
    expect(() => f([1] as never, 1)).toThrow(/ is an Array, expected a number, Float32Array or Float64Array/);
    expect(() => f(1, array as never)).toThrow(/is 1 and \w is a Float64Array, expected \w to be a number too/);
    expect(() => f(array, new Float32Array(2) as never)).toThrow(/is a Float32Array, expected a Float64Array like/);
    expect(() => f(array, new Float64Array(3))).toThrow(/has length 3, expected 2/);
    expect(() => f(array, 1, { into: array } as never)).toThrow(/unknown option "into", expected one of out/);
    expect(() => f(1, 1, { out: array } as never)).toThrow(/out is given for a number/);
  });
});

describe("hypot of any number of numbers", () => {
  test("is the root of the sum of squares, of numbers of every size", () => {
    expect(math.hypot()).toBe(0);
    expect(math.hypot(2, 3, 6)).toBe(7);
    expect(math.hypot(1e300, 2e300, 2e300)).toBe(3e300);
    expect(math.hypot(3 * 2 ** -1074, 4 * 2 ** -1074, 12 * 2 ** -1074)).toBe(13 * 2 ** -1074);
    expect(math.hypot(-0)).toBe(0);
    expect(math.hypot(0, -0, 0)).toBe(0);
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => math.hypot(x) === Math.abs(x)));
  });

  test("is within its bound", () => {
    const exact = new Exact(parse("sqrt(a*a + b*b + c*c + d*d)"));
    const number = fc.double({ noDefaultInfinity: true, noNaN: true });
    const close = fc.double({ min: -8, max: 8, noNaN: true });
    const four = fc.oneof(fc.tuple(number, number, number, number), fc.tuple(close, close, close, close));
    const within = fc.property(four, ([a, b, c, d]) => {
      const { ulp } = exact.judge(float64, { a, b, c, d }, math.hypot(a, b, c, d));
      if (a !== 0 || b !== 0 || c !== 0 || d !== 0) expect(ulp).toBeLessThanOrEqual(math.hypot.spec.bounds.float64);
    });
    fc.assert(within, { numRuns: 2000 });
  });

  test("is infinite where one is, and no number where one is none", () => {
    expect(math.hypot(1, NaN, -Infinity)).toBe(Infinity);
    expect(math.hypot(1, NaN, 2)).toBe(NaN);
    expect(math.hypot(NaN)).toBe(NaN);
  });

  test("refuses what is no number among them", () => {
    expect(() => math.hypot(1, 2, 3, "4" as never)).toThrow(/^hillock\.hypot: argument 4 is "4", expected a number like the others/);
    expect(() => math.hypot(undefined as never)).toThrow(/x is undefined/);
    expect(math.hypot(3, 4, undefined)).toBe(5);
  });
});

/** The double that is so many steps above a finite one. */
function above(x: number, steps: number): number {
  const number = Float64Array.of(x || 0);
  const bits = new BigInt64Array(number.buffer);
  const index = (bits[0] as bigint) < 0n ? -((bits[0] as bigint) & 0x7fffffffffffffffn) : (bits[0] as bigint);
  const next = index + BigInt(steps);
  bits[0] = next < 0n ? -next | -0x8000000000000000n : next;
  return number[0] as number;
}
