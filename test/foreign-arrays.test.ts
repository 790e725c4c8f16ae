/**
 * Arrays of other realms, and arrays and options that lie about themselves: hillock asks the
 * language, not the array.
 */
import { describe, expect, test } from "vitest";
import { alloc, free, info, reserve } from "../src/index.js";
import { type Floats, outOf } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, types } from "./support/arrays.js";
import { detached, expectRefusal } from "./support/errors.js";
import { oneOfEach, representativeOperations as operations } from "./support/representatives.js";

const LENGTH = 40;

function filled(type: Constructor, seed: number): Floats {
  const array = new type(LENGTH);
  fillWith(array, seed + 1);
  return array;
}

interface Realm {
  Float32Array: Float32ArrayConstructor;
  Float64Array: Float64ArrayConstructor;
  Int32Array: Int32ArrayConstructor;
}

/** Constructors of another realm: of an iframe, or of a `node:vm` context. */
async function otherRealm(): Promise<Realm> {
  if (typeof document !== "undefined") {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    return frame.contentWindow as unknown as Realm;
  }
  const node = "node:vm";
  const { runInNewContext } = await import(/* @vite-ignore */ node);
  return runInNewContext("({ Float32Array, Float64Array, Int32Array })");
}

const realm = await otherRealm();

const values = Object.getPrototypeOf(Float32Array.prototype).values as (this: unknown) => Iterable<number>;

/** A subclass of which nothing can be believed. */
function liar(type: Constructor): new (length: number) => Floats {
  const Base = type as Float32ArrayConstructor;
  return class extends Base {
    override get length() {
      return 1e9;
    }
    override get byteLength() {
      return 0;
    }
    override get byteOffset() {
      return 12;
    }
    override get buffer(): never {
      throw new Error("no buffer");
    }
    override get [Symbol.toStringTag](): never {
      throw new Error("no tag");
    }
    override set(): never {
      throw new Error("no set");
    }
    override subarray(): never {
      throw new Error("no subarray");
    }
    override [Symbol.iterator](): never {
      throw new Error("no iterator");
    }
  } as never;
}

describe.each(operations.map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { inputs, outputs, raw } = operation;

  test.each(["Float32Array", "Float64Array"] as const)("takes arrays of another realm: %s", (name) => {
    const [own, foreign] = [globalThis[name], realm[name]];
    expect(new foreign(1)).not.toBeInstanceOf(own);
    const given = inputs.map((_, i) => filled(own, i));
    const wanted = operation.call(given);
    const ins = given.map((array) => new foreign(array));
    for (const results of [
      operation.call(ins),
      operation.call(
        ins,
        outputs.map(() => new foreign(LENGTH)),
      ),
    ])
      results.forEach((result, i) => {
        expectSame(result, wanted[i], path);
      });
    for (const result of operation.call(ins)) expect(result).toBeInstanceOf(own);
  });

  test("refuses what is wrong in another realm too", () => {
    expectRefusal(() => raw(...inputs.map(() => new realm.Int32Array(LENGTH))), {
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: `hillock.${path}: ${inputs[0]} is an Int32Array, expected a number, Float32Array or Float64Array; convert it with Float32Array.from or Float64Array.from`,
    });
  });

  test.each(types)("takes subclasses for what they are, whatever they say: %o", (type) => {
    const Liar = liar(type);
    const set = type.prototype.set as (this: Floats, from: Floats) => void;
    const given = inputs.map((_, i) => filled(type, i));
    const wanted = operation.call(given);
    const ins = given.map((array) => {
      const copy = new Liar(LENGTH);
      set.call(copy, array);
      return copy;
    });
    operation.call(ins).forEach((result, i) => {
      expect(Object.getPrototypeOf(result)).toBe(type.prototype);
      expectSame(result, wanted[i], path);
    });
    const outs = outputs.map(() => new Liar(LENGTH));
    operation.call(ins, outs).forEach((result, i) => {
      expect(result).toBe(outs[i]);
      expectSame(type.from(values.call(result)), wanted[i], path);
    });
  });
});

describe.each(oneOfEach.map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { inputs, outputs, raw } = operation;

  test("asks no proxy, and no tag that can be made up", () => {
    const strangers = [
      { [Symbol.toStringTag]: "Float32Array", length: LENGTH },
      new Proxy(new Float32Array(LENGTH), {}),
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("asked");
          },
        },
      ),
      {
        get [Symbol.toStringTag](): never {
          throw new Error("asked");
        },
      },
      Object.setPrototypeOf({}, Float32Array.prototype),
      Object.setPrototypeOf(new Int32Array(LENGTH), Float32Array.prototype),
    ];
    for (const stranger of strangers)
      for (let i = 0; i < inputs.length + outputs.length; i++) {
        const at = (k: number) => (k === i ? stranger : new Float32Array(LENGTH));
        const message = new RegExp(`^hillock\\.${path}: ${[...inputs, ...outputs][i]} is `);
        expectRefusal(() => raw(...inputs.map((_, k) => at(k)), { out: outOf(outputs.map((_, k) => at(inputs.length + k))) }), {
          kind: TypeError,
          code: "HILLOCK_TYPE",
          message,
        });
      }
  });

  test("checks arrays after the options were read, so a getter cannot take them away", () => {
    for (const lose of [...inputs.keys()].map((i) => i)) {
      const ins = inputs.map(() => new Float32Array(LENGTH));
      const outs = outputs.map(() => new Float32Array(LENGTH).fill(7));
      const options = {
        get out() {
          structuredClone(ins[lose].buffer, { transfer: [ins[lose].buffer as ArrayBuffer] });
          return outOf(outs);
        },
      };
      expectRefusal(() => raw(...ins, options), detached(path, inputs[lose]));
      expect(outs.every((array) => array.every((value) => value === 7))).toBe(true);
    }
  });

  test("refuses an array that a getter made stale by growing the memory", () => {
    const ins = inputs.map(() => alloc(Float32Array, LENGTH));
    const outs = outputs.map(() => new Float32Array(LENGTH).fill(7));
    const options = {
      get out() {
        reserve(growth());
        return outOf(outs);
      },
    };
    expectRefusal(() => raw(...ins, options), detached(path, inputs[0]));
    expect(outs.every((array) => array.every((value) => value === 7))).toBe(true);
    for (const array of ins) free(array);
  });

  test("is not confused by a getter that computes with hillock itself", () => {
    const given = inputs.map((_, i) => filled(Float32Array, i));
    const wanted = operation.call(given);
    const results: Floats[] = [];
    const options = {
      get out() {
        results.push(...operation.call(inputs.map((_, i) => filled(Float64Array, i + 7))));
        return undefined;
      },
    };
    operation.call(given, undefined, options).forEach((result, i) => {
      expectSame(result, wanted[i], path);
    });
    expect(results).toHaveLength(outputs.length);
  });
});

/** More bytes than the memory has: each call makes it grow once more. */
function growth(): number {
  return info().memory.bytes + 65536;
}
