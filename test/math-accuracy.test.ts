/**
 * The errors of elementary functions against MPFR: numbers of all sizes, of the usual ones, and
 * beside what is special.
 */
import { describe, expect, test } from "vitest";
import { ElementaryReference, elementary, specialValue } from "../oracle/elementary.js";
import { type Format, float32, float64 } from "../oracle/formats.js";
import { readInterval } from "../specification/schema.js";
import * as math from "../src/math.js";
import { randomBits } from "./hosts/bits/inputs.mjs";
import { functionsOfOne, functionsOfTwo } from "./support/elementary.js";

/** Exact results: arguments and values. */
const EXACT: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  exp2: Array.from({ length: 2098 }, (_, i) => [i - 1074, 2 ** (i - 1074)] as const),
  log2: Array.from({ length: 2098 }, (_, i) => [2 ** (i - 1074), i - 1074] as const),
  log10: Array.from({ length: 23 }, (_, i) => [Number(`1e${i}`), i] as const),
  cbrt: Array.from({ length: 4000 }, (_, i) => [(i - 2000) ** 3, i - 2000] as const),
  sqrt: Array.from({ length: 1000 }, (_, i) => [i * i, i] as const),
};

/** Numbers between the ends of the domain: of every size, and evenly. */
function samples(name: string, format: Format, count: number): Float32Array | Float64Array {
  const bits = randomBits(count);
  const uniform = () => bits() / 2 ** 32 + bits() / 2 ** 64;
  const { minimumExponent, maximumExponent, mantissaBits } = format;
  const list = Array.from({ length: count }, (_, i) => {
    const sign = bits() & 1 ? 1 : -1;
    if (i % 3 === 0)
      return sign * (1 + uniform()) * 2 ** Math.floor(minimumExponent - mantissaBits + uniform() * (maximumExponent - minimumExponent));
    if (i % 3 === 1) return sign * (1 + uniform()) * 2 ** Math.floor(uniform() * 20 - 12);
    return (uniform() - 0.5) * 80;
  });
  const ends = (elementary[name]?.domain ?? []).map(readInterval);
  const within = list.filter((x) => ends.some(({ low, high }) => x >= specialValue(low, format) && x <= specialValue(high, format)));
  return format === float32 ? Float32Array.from(within) : Float64Array.from(within);
}

describe.each(functionsOfOne(math))("%s", (name, f) => {
  const reference = new ElementaryReference(name);

  test.each([float32, float64])("is within its bound in $name", (format) => {
    const x = samples(name, format, 3000);
    const y = f(x as Float64Array);
    const judged = Array.from(x, (one, i) => ({ x: one, ...reference.judge(format, [one], y[i] as number) }));
    expect(judged.length).toBeGreaterThan(500);
    expect(judged.filter(({ ulp, rounded, x }) => !Number.isNaN(rounded) && x !== 0 && ulp > f.spec.bounds[format.name])).toEqual([]);
  });

  test.runIf(EXACT[name])("is exact where a number is the result", () => {
    for (const [x, y] of EXACT[name] ?? []) expect(f(x), `at ${x}`).toBe(y);
  });
});

describe.each(functionsOfTwo(math))("%s", (name, f) => {
  const reference = new ElementaryReference(name);

  test.each([float32, float64])("is within its bound in $name", (format) => {
    const bits = randomBits(5);
    const uniform = () => bits() / 2 ** 32 + bits() / 2 ** 64;
    const Type = format === float32 ? Float32Array : Float64Array;
    const sizes = Array.from({ length: 2000 }, (_, i) => 2 ** ((uniform() - 0.5) * (i % 2 ? 8 : 100)));
    const x = new Type(sizes.map((size) => (name !== "pow" && bits() & 1 ? -size : size)));
    const y = x.map((one, i) =>
      name === "pow" ? ((uniform() - 0.5) * 1000) / Math.log2(one) : one * 2 ** ((uniform() - 0.5) * (i % 3 ? 6 : 60)),
    );
    const z = f(x as Float64Array, y as Float64Array);
    const judged = Array.from(x, (one, i) => ({ x: one, y: y[i], ...reference.judge(format, [one, y[i] as number], z[i] as number) }));
    expect(judged.filter(({ ulp }) => !(ulp <= f.spec.bounds[format.name]))).toEqual([]);
  });
});

test("pow is exact where a whole power is a number", () => {
  for (let x = 2; x < 200; x++)
    for (let [y, power] = [1, BigInt(x)]; power < 2n ** 53n; y++, power *= BigInt(x)) {
      expect(math.pow(x, y), `${x} to the power of ${y}`).toBe(Number(power));
      expect(math.pow(-x, y)).toBe(y % 2 ? -Number(power) : Number(power));
    }
});
