/** hillock's own memory as its users have it: alloc, free, scope, and what info tells of them. */
import { describe, expect, test } from "vitest";
import { alloc, free, info, scope } from "../src/index.js";
import type { Floats } from "./support/activations.js";
import { randomizer, take, types } from "./support/arrays.js";
import { expectRefusal, type Refusal } from "./support/errors.js";

const MEBI = 2 ** 20;
const memory = (message: string | RegExp): Refusal => ({ kind: RangeError, code: "HILLOCK_MEMORY", message });

test("info tells of no memory before it is needed, and of 128 MiB then", () => {
  expect(info().memory).toEqual({ bytes: 0, allocated: 0, arrays: 0 });
  free(alloc(Float32Array, 1));
  expect(info().memory).toEqual({ bytes: 128 * MEBI, allocated: 0, arrays: 0 });
});

describe("alloc", () => {
  test.each(types)("gives a real array of zeros on a cache line: %o", (type) => {
    for (const length of [0, 1, 3, 16, 17, 1000]) {
      const dirty = take(type, length).fill(7);
      free(dirty);
      const array = take(type, length);
      expect(Object.getPrototypeOf(array)).toBe(type.prototype);
      expect(array.length).toBe(length);
      expect(array.byteOffset % 64).toBe(0);
      expect(array.every((value) => Object.is(value, 0))).toBe(true);
      free(array);
    }
  });

  test("refuses other types and lengths", () => {
    for (const [words, value] of [
      ["Int32Array", Int32Array],
      ["Array", Array],
      ["null", null],
      ["undefined", undefined],
      ['"Float32Array"', "Float32Array"],
      ["a Float32Array", new Float32Array(1)],
    ] as const)
      expectRefusal(() => alloc(value as never, 1), {
        kind: TypeError,
        code: "HILLOCK_TYPE",
        message: `hillock.alloc: type is ${words}, expected Float32Array or Float64Array`,
      });
    for (const [words, value] of [
      ["undefined", undefined],
      ["null", null],
      ['"3"', "3"],
      ["1n", 1n],
      ["a Uint32Array", Uint32Array.of(3)],
    ] as const)
      expectRefusal(() => alloc(Float32Array, value as never), {
        kind: TypeError,
        code: "HILLOCK_TYPE",
        message: `hillock.alloc: length is ${words}, expected a number of elements, or an array of such numbers`,
      });
    for (const value of [-1, 1.5, NaN, Infinity, 2 ** 53])
      expectRefusal(() => alloc(Float32Array, value), {
        kind: RangeError,
        code: "HILLOCK_LENGTH",
        message: `hillock.alloc: length is ${value}, expected a whole number of elements, 0 or more`,
      });
    expect(info().memory.arrays).toBe(0);
  });

  test("ten thousand arrays come and go, never on each other, and leave one free block", () => {
    const random = randomizer(3);
    const { bytes } = info().memory;
    const live: { array: Floats; mark: number }[] = [];
    let allocated = 0;
    for (let i = 0; i < 10_000; i++) {
      const length = Math.floor(random() ** 3 * 3000);
      const array = take(types[i % 2], length);
      if (!array.every((value) => value === 0)) expect.fail(`array ${i} is not all zeros`);
      live.push({ array: array.fill(i), mark: i });
      allocated += Math.max(64, Math.ceil(array.byteLength / 64) * 64);
      while (live.length > 200 || (live.length > 0 && random() < 0.45)) {
        const [{ array, mark }] = live.splice(Math.floor(random() * live.length), 1) as [{ array: Floats; mark: number }];
        if (!array.every((value) => value === mark)) expect.fail(`array ${mark} was overwritten`);
        allocated -= Math.max(64, Math.ceil(array.byteLength / 64) * 64);
        free(array);
      }
      if (i % 1000 === 0) expect(info().memory).toEqual({ bytes, allocated, arrays: live.length });
    }
    for (const { array } of live) free(array);
    expect(info().memory).toEqual({ bytes, allocated: 0, arrays: 0 });
    const whole = alloc(Float32Array, (127 * MEBI) / 4);
    expect(info().memory.bytes).toBe(bytes);
    free(whole);
  });
});

describe("free", () => {
  const refusal = (words: string) => memory(`hillock.free: view is ${words} that alloc did not return, or that was freed before`);

  test("refuses what alloc did not return", () => {
    const array = alloc(Float32Array, 10);
    for (const [words, value] of [
      ["a Float32Array", new Float32Array(10)],
      ["a Float32Array", array.subarray(0)],
      ["a Float32Array", new Float32Array(array.buffer, array.byteOffset, 10)],
      ["an ArrayBuffer", array.buffer],
      ["null", null],
      ["undefined", undefined],
      ["0", 0],
    ] as const)
      expectRefusal(() => free(value as never), refusal(words));
    free(array);
  });

  test("refuses an array the second time, also when another took its place", () => {
    const array = alloc(Float32Array, 10);
    free(array);
    expectRefusal(() => free(array), refusal("a Float32Array"));
    const next = alloc(Float32Array, 10);
    expect(next.byteOffset).toBe(array.byteOffset);
    expectRefusal(() => free(array), refusal("a Float32Array"));
    free(next);
  });
});

describe("scope", () => {
  const arrays = () => info().memory.arrays;

  test("frees what it allocated, and returns what its function does", () => {
    const result = scope((s) => {
      const [x, y] = [s.alloc(Float32Array, 5), s.alloc(Float64Array, 5)];
      expect(arrays()).toBe(2);
      expect([...x, ...y]).toEqual(Array(10).fill(0));
      return "done";
    });
    expect(result).toBe("done");
    expect(arrays()).toBe(0);
  });

  test("frees when its function throws", () => {
    const boom = new Error("boom");
    expect(() =>
      scope((s) => {
        s.alloc(Float32Array, 5);
        throw boom;
      }),
    ).toThrow(boom);
    expect(arrays()).toBe(0);
  });

  test("leaves alone what was allocated outside, or freed inside", () => {
    const kept = scope((s) => {
      free(s.alloc(Float32Array, 5));
      s.alloc(Float32Array, 5);
      return alloc(Float32Array, 5);
    });
    expect(arrays()).toBe(1);
    free(kept);
  });

  test("nests", () => {
    scope((outer) => {
      const x = outer.alloc(Float32Array, 5);
      expect(
        scope((inner) => {
          inner.alloc(Float32Array, 5);
          expect(arrays()).toBe(2);
          return x;
        }),
      ).toBe(x);
      expect(arrays()).toBe(1);
    });
    expect(arrays()).toBe(0);
  });

  test("refuses a promise, its own arrays, and parts of them", () => {
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is refused
    const thenable = { then: () => 0 };
    for (const promise of [Promise.resolve(), thenable])
      expectRefusal(() => scope(() => promise), {
        kind: TypeError,
        code: "HILLOCK_TYPE",
        message: "hillock.scope: run returned a promise, expected a finished result: its arrays are freed when it returns",
      });
    const own = memory("hillock.scope: run returned an array of its own scope, which is freed now; return a copy");
    expectRefusal(() => scope((s) => s.alloc(Float32Array, 5)), own);
    expectRefusal(() => scope((s) => s.alloc(Float32Array, 0)), own);
    expectRefusal(() => scope((s) => s.alloc(Float32Array, 5).subarray(1, 3)), own);
    expectRefusal(() => scope((s) => new Uint8Array(s.alloc(Float32Array, 5).buffer, s.alloc(Float32Array, 5).byteOffset, 1)), own);
    expect(arrays()).toBe(0);
  });

  test("refuses to allocate after its end, and what is no function", () => {
    let late: (() => unknown) | undefined;
    scope((s) => {
      late = () => s.alloc(Float32Array, 1);
    });
    expectRefusal(() => late?.(), memory("hillock.scope: alloc was called after the scope had ended"));
    expectRefusal(() => scope(null as never), {
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: "hillock.scope: run is null, expected a function",
    });
    expectRefusal(() => scope((s) => s.alloc(Array as never, 1)), {
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: "hillock.scope: type is Array, expected Float32Array or Float64Array",
    });
  });
});
