/** When hillock's memory grows, when it may not, and what becomes of the arrays that were out. */
import { beforeAll, expect, test } from "vitest";
import { alloc, free, info, reserve } from "../src/index.js";
import { all, operations } from "./support/activations.js";
import { expectSame, fillWith, take, types } from "./support/arrays.js";
import { detached, expectRefusal, type Refusal } from "./support/errors.js";
import { oneOfEach } from "./support/representatives.js";

const MEBI = 2 ** 20;
const memory = (message: string | RegExp): Refusal => ({ kind: RangeError, code: "HILLOCK_MEMORY", message });

beforeAll(() => free(alloc(Float32Array, 1)));

test("staging any length takes no memory", () => {
  const { bytes } = info().memory;
  const x = new Float32Array(200_000);
  for (const activation of all) activation(x);
  expect(info().memory).toEqual({ bytes, allocated: 0, arrays: 0 });
});

test("reserve makes room for later arrays, and only then grows", () => {
  const { bytes } = info().memory;
  reserve(MEBI);
  reserve(0);
  expect(info().memory.bytes).toBe(bytes);
  reserve(bytes);
  const grown = info().memory.bytes;
  expect(grown).toBeGreaterThan(bytes);
  const [a, b] = [alloc(Float32Array, bytes / 8), alloc(Float64Array, bytes / 16)];
  expect(info().memory).toEqual({ bytes: grown, allocated: bytes, arrays: 2 });
  free(a);
  free(b);
});

test.each(oneOfEach.map((operation) => [operation.path, operation] as const))(
  "%s refuses arrays from before the memory grew",
  (path, operation) => {
    const stale = take(Float32Array, 100);
    reserve(info().memory.bytes + 1);
    const fresh = () => new Float32Array(100);
    operation.inputs.forEach((name, i) => {
      expectRefusal(() => operation.call(operation.inputs.map((_, k) => (k === i ? stale : fresh()))), detached(path, name));
    });
    operation.outputs.forEach((name, i) => {
      const outputs = operation.outputs.map((_, k) => (k === i ? stale : fresh()));
      expectRefusal(() => operation.call(operation.inputs.map(fresh), outputs), detached(path, name));
    });
    free(stale);
    expect(info().memory.arrays).toBe(0);
  },
);

test("results stay the same after it", () => {
  for (const operation of operations)
    for (const type of types) {
      const given = operation.inputs.map((_, i) => {
        const array = new type(300);
        fillWith(array, i + 1);
        return array;
      });
      const before = operation.call(given);
      if (operation === operations[0]) reserve(info().memory.bytes + 1);
      const copies = given.map((array) => {
        const copy = take(type, array.length);
        copy.set(array);
        return copy;
      });
      operation.call(copies).forEach((result, i) => {
        expectSame(result, before[i], operation.path);
      });
      for (const copy of copies) free(copy);
    }
});

test("alloc grows while no array is out; otherwise it names reserve", () => {
  const beyond = info().memory.bytes / 4 + 1000;
  const small = alloc(Float32Array, 1);
  expectRefusal(
    () => alloc(Float32Array, beyond),
    memory(
      /^hillock\.alloc: \d+ bytes do not fit, the largest free block has \d+: call reserve\(\d+\) before the first alloc, or take all arrays in one alloc; growing now/,
    ),
  );
  expect(small.length).toBe(1);
  free(small);
  const large = alloc(Float32Array, beyond);
  expect(large.length).toBe(beyond);
  expect(large.at(-1)).toBe(0);
  free(large);
});

test("what cannot be had is refused, and nothing is lost", () => {
  const before = info().memory;
  expectRefusal(() => reserve(2 ** 40), memory(/^hillock\.reserve: the memory has \d+ bytes and cannot grow by \d+$/));
  expectRefusal(() => alloc(Float64Array, 2 ** 40), memory(/^hillock\.alloc: the memory has \d+ bytes and cannot grow by \d+$/));
  for (const value of [-1, 1.5, NaN, Infinity])
    expectRefusal(() => reserve(value), memory(`hillock.reserve: bytes is ${value}, expected a whole number, 0 or more`));
  for (const [words, value] of [
    ["null", null],
    ["undefined", undefined],
    ['"1"', "1"],
    ["1n", 1n],
  ] as const)
    expectRefusal(() => reserve(value as never), {
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: `hillock.reserve: bytes is ${words}, expected a number`,
    });
  expect(info().memory).toEqual(before);
  const x = Float32Array.of(-1, 0, 1);
  for (const activation of all) expect(activation(x).length).toBe(3);
});
