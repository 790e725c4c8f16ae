/** Arrays on every kind of buffer, from every realm, whatever they say of themselves. */
import { describe, expect, test } from "vitest";
import { type Floats, outOf } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, types } from "./support/arrays.js";
import { detached, expectRefusal } from "./support/errors.js";
import { representativeOperations as operations } from "./support/representatives.js";

const LENGTH = 40;
const detach = (array: Floats) => structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });

/** Arrays that have lost their bytes, by every way there is. */
const ways: Readonly<Record<string, (type: Constructor, length: number) => Floats>> = {
  transferred: (type, length) => {
    const array = new type(length);
    detach(array);
    return array;
  },
  "a transferred part": (type, length) => {
    const array = new type(length + 8).subarray(8);
    detach(array);
    return array;
  },
  "shrunk to nothing": (type, length) => {
    const buffer = new ArrayBuffer(length * 8, { maxByteLength: length * 8 });
    const array = new type(buffer, 0, length);
    buffer.resize(0);
    return array;
  },
  "shrunk from under the end": (type, length) => {
    const buffer = new ArrayBuffer(length * type.BYTES_PER_ELEMENT, { maxByteLength: length * 8 });
    const array = new type(buffer, 0, length);
    buffer.resize((length - 1) * type.BYTES_PER_ELEMENT);
    return array;
  },
  "shrunk from under the beginning": (type, length) => {
    const buffer = new ArrayBuffer(64 + length * 8, { maxByteLength: 64 + length * 8 });
    const array = new type(buffer, 64);
    buffer.resize(16);
    return array;
  },
};

describe.each(operations.map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { inputs, outputs, raw } = operation;

  test.each(Object.entries(ways))("refuses arrays that have lost their memory: %s", (_, lose) => {
    for (const type of types)
      for (const length of [0, LENGTH]) {
        const fresh = () => new type(length).fill(0.25);
        if (length === 0 && lose !== ways.transferred) continue;
        inputs.forEach((name, i) => {
          const out = outputs.map(fresh);
          expectRefusal(
            () => raw(...inputs.map((_, k) => (k === i ? lose(type, length) : fresh())), { out: outOf(out) }),
            detached(path, name),
          );
          expect(out.every((array) => array.every((value) => value === 0.25))).toBe(true);
        });
        outputs.forEach((name, i) => {
          const out = outputs.map((_, k) => (k === i ? lose(type, length) : fresh()));
          expectRefusal(() => raw(...inputs.map(fresh), { out: outOf(out) }), detached(path, name));
          expect(out.every((array, k) => k === i || array.every((value) => value === 0.25))).toBe(true);
        });
      }
  });

  test("refuses them in code that was optimised on whole ones", () => {
    const buffer = new ArrayBuffer(64 * 8, { maxByteLength: 64 * 8 });
    const tracking = new Float64Array(buffer);
    const fixed = new Float64Array(64);
    const call = (x: Floats) => raw(...inputs.map(() => x));
    for (let i = 0; i < 3000; i++) call(i % 2 ? tracking : fixed);
    const late = ways.transferred as NonNullable<(typeof ways)[string]>;
    for (let i = 0; i < 20; i++) expectRefusal(() => call(late(Float64Array, 64)), detached(path, inputs[0]));
    const shrunk = ways["shrunk from under the end"] as NonNullable<(typeof ways)[string]>;
    for (let i = 0; i < 20; i++) expectRefusal(() => call(shrunk(Float64Array, 64)), detached(path, inputs[0]));
    buffer.resize(0);
    expect(operation.call(inputs.map(() => tracking)).map((result) => result.length)).toEqual(outputs.map(() => 0));
  });

  test.each(types)("works on resizable buffers: %o", (type) => {
    const bytes = LENGTH * type.BYTES_PER_ELEMENT;
    const given = inputs.map((_, i) => filled(type, i));
    const wanted = operation.call(given);
    for (const make of [(buffer: ArrayBuffer) => new type(buffer), (buffer: ArrayBuffer) => new type(buffer, 0, LENGTH)]) {
      const ins = given.map((array) => copied(array, make(new ArrayBuffer(bytes, { maxByteLength: 2 * bytes }))));
      const outs = outputs.map(() => make(new ArrayBuffer(bytes, { maxByteLength: 2 * bytes })));
      operation.call(ins, outs).forEach((result, i) => {
        expectSame(result, wanted[i], path);
      });
    }
  });

  test.each(types)("follows arrays that track the length of their buffer: %o", (type) => {
    const bytes = LENGTH * type.BYTES_PER_ELEMENT;
    const buffer = new ArrayBuffer(bytes, { maxByteLength: 2 * bytes });
    const tracking = new type(buffer);
    for (const size of [LENGTH / 2, LENGTH, 2 * LENGTH]) {
      buffer.resize(size * type.BYTES_PER_ELEMENT);
      expect(operation.call(inputs.map(() => tracking)).map((result) => result.length)).toEqual(outputs.map(() => size));
    }
  });

  test("follows shared arrays that grow", () => {
    if (typeof SharedArrayBuffer !== "function") return;
    const buffer = new SharedArrayBuffer(8 * LENGTH, { maxByteLength: 16 * LENGTH });
    const tracking = new Float64Array(buffer);
    for (const size of [LENGTH, 2 * LENGTH]) {
      buffer.grow(8 * size);
      expect(operation.call(inputs.map(() => tracking)).map((result) => result.length)).toEqual(outputs.map(() => size));
    }
  });
});

function filled(type: Constructor, seed: number): Floats {
  const array = new type(LENGTH);
  fillWith(array, seed + 1);
  return array;
}

function copied<X extends Floats>(from: Floats, to: X): X {
  to.set(from);
  return to;
}
