/**
 * Several arrays in one call, and large ones one after the other: what a program that loads weights
 * asks for.
 */
import { describe, expect, inject, test } from "vitest";
import { alloc, free, info, reserve, scope } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { take, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";

const MEBI = 2 ** 20;
const backend = inject("backend");

describe("a list of lengths", () => {
  test.each(types)("gives arrays of zeros, each on cache lines of its own: %o", (type) => {
    const lengths = [5, 0, 16, 17, 1000];
    free(take(type, 2000).fill(7));
    const arrays = alloc(type as Float32ArrayConstructor, lengths);
    expect(arrays.map(({ length }) => length)).toEqual(lengths);
    const lines = lengths.map((length) => Math.max(1, Math.ceil((length * type.BYTES_PER_ELEMENT) / 64)));
    expect(info().memory).toMatchObject({ arrays: 5, allocated: 64 * lines.reduce((a, b) => a + b) });
    arrays.forEach((array, i) => {
      expect(Object.getPrototypeOf(array)).toBe(type.prototype);
      expect(array.byteOffset % 64).toBe(0);
      expect(array.every((value) => Object.is(value, 0))).toBe(true);
      array.fill(i + 1);
    });
    expect(arrays.every((array, i) => array.every((value) => value === i + 1))).toBe(true);
    for (const array of arrays) free(array);
    expect(info().memory).toMatchObject({ arrays: 0, allocated: 0 });
  });

  test("may be empty, and belong to a scope", () => {
    expect(alloc(Float32Array, [])).toEqual([]);
    const lengths = scope((s) => {
      const [weights, bias] = s.alloc(Float64Array, [6, 2]);
      expect(info().memory.arrays).toBe(2);
      return [weights.length, bias.length];
    });
    expect(lengths).toEqual([6, 2]);
    expect(info().memory.arrays).toBe(0);
  });

  test("with a wrong one gives nothing", () => {
    for (const [value, kind, code, words] of [
      [-1, RangeError, "HILLOCK_LENGTH", "-1, expected a whole number of elements, 0 or more"],
      [1.5, RangeError, "HILLOCK_LENGTH", "1.5, expected a whole number of elements, 0 or more"],
      [undefined, TypeError, "HILLOCK_TYPE", "undefined, expected a number of elements"],
      [[3], TypeError, "HILLOCK_TYPE", "an Array, expected a number of elements"],
    ] as const)
      expectRefusal(() => alloc(Float32Array, [4, value as number]), { kind, code, message: `hillock.alloc: length[1] is ${words}` });
    // biome-ignore lint/suspicious/noSparseArray: a hole is no length
    const sparse = [1, , 2] as number[];
    expectRefusal(() => alloc(Float32Array, sparse), {
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: "hillock.alloc: length[1] is undefined, expected a number of elements",
    });
    expect(info().memory.arrays).toBe(0);
  });

  test.runIf(typeof WebAssembly === "object")(
    "takes the holes between arrays where there is no room for all side by side, or nothing",
    () => {
      const runtime = createRuntime({ backend, memory: new WebAssembly.Memory({ initial: 16 }), region: { base: 0, bytes: MEBI } });
      const of = (kib: number) => runtime.alloc(Float32Array, kib * 256);
      const [a, , c] = [of(200), of(40), of(200), of(40)];
      runtime.free(a);
      runtime.free(c);
      const lists = runtime.alloc as unknown as (type: Float32ArrayConstructor, lengths: number[]) => Float32Array<ArrayBuffer>[];
      expectRefusal(() => lists(Float32Array, [200 * 256, 200 * 256, 230 * 256]), {
        kind: RangeError,
        code: "HILLOCK_MEMORY",
        message: /^hillock\.alloc: 645120 bytes do not fit, the largest free block has 229376: give a larger region, or free arrays$/,
      });
      const arrays = lists(Float32Array, [200 * 256, 224 * 256, 200 * 256]);
      expect(arrays.map(({ length }) => length / 256)).toEqual([200, 224, 200]);
      expect(new Set(arrays.map(({ byteOffset }) => byteOffset)).size).toBe(3);
    },
  );
});

describe("large arrays", () => {
  test("of 40 MB fit one after the other", () => {
    const arrays = Array.from({ length: 3 }, () => alloc(Float32Array, 1e7));
    expect(info().memory.bytes).toBe(128 * MEBI);
    for (const array of arrays) {
      expect(array.length).toBe(1e7);
      free(array);
    }
  });

  test("beyond the memory come in one call, or after reserve", () => {
    const third = 16 * Math.ceil(info().memory.bytes / 192 + 100);
    const first = alloc(Float32Array, [third, third]);
    expectRefusal(() => alloc(Float32Array, third), {
      kind: RangeError,
      code: "HILLOCK_MEMORY",
      message: new RegExp(`call reserve\\(${12 * third}\\) before the first alloc, or take all arrays in one alloc`),
    });
    for (const array of first) free(array);
    const { bytes } = info().memory;
    const all = alloc(Float32Array, [third, third, third]);
    expect(info().memory.bytes).toBeGreaterThan(bytes);
    expect(all.every((array) => array.buffer === all[0].buffer && array.length === third)).toBe(true);
    for (const array of all) free(array);
    reserve(info().memory.bytes);
    const more = Array.from({ length: 3 }, () => alloc(Float32Array, third));
    for (const array of more) free(array);
    expect(info().memory.arrays).toBe(0);
  });
});
