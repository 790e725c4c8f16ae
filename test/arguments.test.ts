/**
 * Whatever is not as the contract wants it is refused by name, in the same words everywhere, before
 * a byte is written.
 */
import { describe, expect, test } from "vitest";
import { isHillockError } from "../src/index.js";
import { all, optionsOf, outOf } from "./support/activations.js";
import { types } from "./support/arrays.js";
import { type Refusal, refuses } from "./support/errors.js";
import { representativeOperations as operations } from "./support/representatives.js";

const LENGTH = 6;
const Float16 = (globalThis as { Float16Array?: new (length: number) => unknown }).Float16Array;
const conversion = "; convert it with Float32Array.from or Float64Array.from";

/**
 * Values that are no Float32Array or Float64Array, in the words of the messages; with `true`, a
 * message names the cure.
 */
const wrongKinds: readonly (readonly [string, unknown, true?])[] = [
  ["null", null],
  ["true", true],
  ['"0.5"', "0.5"],
  ["1n", 1n],
  ["Symbol(x)", Symbol("x")],
  ["a function", () => 0],
  ["an Array", [0.5, 1, 2, 3, 4, 5], true],
  ["an Int32Array", new Int32Array(LENGTH), true],
  ["a Uint8Array", new Uint8Array(LENGTH), true],
  ["a Uint8ClampedArray", new Uint8ClampedArray(LENGTH), true],
  ["a BigInt64Array", new BigInt64Array(LENGTH), true],
  ...(Float16 ? [["a Float16Array", new Float16(LENGTH), true] as const] : []),
  ["a DataView", new DataView(new ArrayBuffer(4 * LENGTH))],
  ["an ArrayBuffer", new ArrayBuffer(4 * LENGTH)],
  ["an object that calls itself a Float32Array", { [Symbol.toStringTag]: "Float32Array", length: LENGTH }],
  ["an object that calls itself a Float64Array", Object.create({ [Symbol.toStringTag]: "Float64Array" })],
  ["an Int32Array", Object.defineProperty(new Int32Array(LENGTH), Symbol.toStringTag, { value: "Float32Array" }), true],
  ["a Number object", new Number(0.5)],
  ["an Object", { length: LENGTH, 0: 1 }],
  ["an Object", Object.create(Float32Array.prototype)],
  ["an Object", new Proxy(new Float32Array(LENGTH), {})],
  ["a Map", new Map()],
];

const article = (name: string) => `a ${name}`;

describe.each(operations.map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { inputs, outputs } = operation;

  describe.each(types)("%o", (type) => {
    const fresh = () => new type(LENGTH).fill(0.25);
    const given = () => inputs.map(fresh);
    const replaced = (index: number, value: unknown) => inputs.map((_, i) => (i === index ? value : fresh()));
    const outs = (index: number, value: unknown) => ({ out: outOf(outputs.map((_, i) => (i === index ? value : fresh()))) });
    const other = type === Float32Array ? Float64Array : Float32Array;

    test("wrong kinds of arguments", () => {
      for (const [words, value, convertible] of [...wrongKinds, ["undefined", undefined] as const])
        inputs.forEach((name, i) => {
          const expected =
            i === 0
              ? `expected a number, Float32Array or Float64Array${convertible ? conversion : ""}`
              : `expected ${article(type.name)} like ${inputs[0]}`;
          refuses(operation, replaced(i, value), outs(0, fresh()), {
            kind: TypeError,
            code: "HILLOCK_TYPE",
            message: `hillock.${path}: ${name} is ${words}, ${expected}`,
          });
        });
    });

    test("wrong kinds of outputs", () => {
      for (const [words, value] of [...wrongKinds, ["0.5", 0.5] as const])
        outputs.forEach((name, i) => {
          refuses(operation, given(), outs(i, value), {
            kind: TypeError,
            code: "HILLOCK_TYPE",
            message: `hillock.${path}: ${name} is ${words}, expected ${article(type.name)} like ${inputs[0]}`,
          });
        });
    });

    test("arrays of the other type", () => {
      inputs.forEach((name, i) => {
        if (i > 0)
          refuses(operation, replaced(i, new other(LENGTH)), outs(0, fresh()), {
            kind: TypeError,
            code: "HILLOCK_TYPE",
            message: `hillock.${path}: ${name} is ${article(other.name)}, expected ${article(type.name)} like ${inputs[0]}`,
          });
      });
      outputs.forEach((name, i) => {
        refuses(operation, given(), outs(i, new other(LENGTH)), {
          kind: TypeError,
          code: "HILLOCK_TYPE",
          message: `hillock.${path}: ${name} is ${article(other.name)}, expected ${article(type.name)} like ${inputs[0]}`,
        });
      });
    });

    test("wrong lengths", () => {
      for (const length of [0, 1, LENGTH - 1, LENGTH + 1, 1000]) {
        const refusal = (name: string): Refusal => ({
          kind: RangeError,
          code: "HILLOCK_LENGTH",
          message: `hillock.${path}: ${name} has length ${length}, expected ${LENGTH}`,
        });
        inputs.forEach((name, i) => {
          if (i > 0) refuses(operation, replaced(i, new type(length)), outs(0, fresh()), refusal(name));
        });
        outputs.forEach((name, i) => {
          refuses(operation, given(), outs(i, new type(length)), refusal(name));
        });
      }
    });

    test("numbers beside arrays", () => {
      if (inputs.length > 1)
        for (const i of inputs.keys()) {
          const words = inputs.map((name, k) => `${name} is ${k === i ? "0.5" : article(type.name)}`).join(" and ");
          refuses(operation, replaced(i, 0.5), undefined, {
            kind: TypeError,
            code: "HILLOCK_TYPE",
            message: `hillock.${path}: ${words}, expected two numbers or two arrays`,
          });
        }
    });
  });

  const known = optionsOf(operation).join(", ");
  const option = (message: string): Refusal => ({ kind: TypeError, code: "HILLOCK_OPTION", message: `hillock.${path}: ${message}` });

  test("options that are none", () => {
    const [parameter] = Object.keys(operation.activation.spec.parameters);
    const suchAs = (words: string, value: unknown) => (typeof value === "number" && parameter ? ` such as { ${parameter}: ${words} }` : "");
    const x = () => inputs.map(() => new Float32Array(LENGTH));
    for (const [words, value] of [
      ["null", null],
      ["true", true],
      ['"out"', "out"],
      ["0", 0],
      ["-0.25", -0.25],
      ["1n", 1n],
      ["a function", () => ({})],
      ["an Array", []],
    ] as const)
      refuses(operation, x(), value, option(`options is ${words}, expected an object${suchAs(words, value)}`));
    refuses(operation, x(), new Float32Array(LENGTH), option(`options is a Float32Array, expected an object such as { ${known} }`));
    refuses(operation, x(), new DataView(new ArrayBuffer(8)), option(`options is a DataView, expected an object such as { ${known} }`));
  });

  test("a number for options, beside numbers: it may be the index of map, and nothing else", () => {
    const values = inputs.map(() => 0.5);
    const [parameter] = Object.keys(operation.activation.spec.parameters);
    for (const index of [0, 1, 7]) expect(operation.raw(...values, index)).toEqual(operation.raw(...values));
    for (const value of [0.1, -1, NaN, Infinity])
      refuses(
        operation,
        values,
        value,
        option(`options is ${value}, expected an object${parameter ? ` such as { ${parameter}: ${value} }` : ""}`),
      );
  });

  test("unknown options, with those that are known", () => {
    for (const values of [inputs.map(() => new Float32Array(LENGTH)), inputs.map(() => new Float64Array(LENGTH)), inputs.map(() => 0.5)])
      for (const name of ["Out", "slope", "0", "value", "constructor"])
        refuses(operation, values, { [name]: undefined }, option(`unknown option "${name}", expected one of ${known}`));
    const inherited = Object.create({ slope: 1 });
    refuses(
      operation,
      inputs.map(() => new Float32Array(LENGTH)),
      inherited,
      option(`unknown option "slope", expected one of ${known}`),
    );
  });

  test("out for numbers", () => {
    for (const out of [new Float32Array(1), 1, null])
      refuses(
        operation,
        inputs.map(() => 0.5),
        { out },
        option("out is given for a number, expected it only with arrays"),
      );
  });

  if (outputs.length > 1)
    test("a pair of outputs that is none", () => {
      const x = new Float32Array(LENGTH);
      refuses(
        operation,
        [x],
        { out: new Float32Array(LENGTH) },
        option("out is a Float32Array, expected an object such as { value, derivative }"),
      );
      refuses(operation, [x], { out: null }, option("out is null, expected an object"));
      refuses(operation, [x], { out: [x, x] }, option("out is an Array, expected an object"));
      refuses(
        operation,
        [x],
        { out: { value: new Float32Array(LENGTH), slope: 1 } },
        option('unknown option "slope", expected one of value, derivative'),
      );
    });
});

describe("isHillockError", () => {
  const thrownBy = (run: () => unknown): unknown => {
    try {
      return run();
    } catch (error) {
      return error;
    }
  };
  const own = thrownBy(() => all[0](null as never)) as Error & { code: string };

  test("tells hillock's errors from others", () => {
    expect(isHillockError(own)).toBe(true);
    const others = [
      null,
      undefined,
      0,
      "HILLOCK_TYPE",
      { code: "HILLOCK_TYPE" },
      { name: "TypeError", message: own.message, code: own.code },
      new TypeError("hillock.gelu: x"),
      Object.assign(new Error(), { code: "ENOENT" }),
      Object.assign(new Error(), { code: "HILLOCK_TYPE" }),
      () => 0,
    ];
    expect(others.map(isHillockError)).toEqual(others.map(() => false));
  });

  test("takes an error of another realm, as the copy of hillock there makes it", () => {
    const Foreign = Object.getPrototypeOf(own).constructor as ErrorConstructor;
    expect(own).toBeInstanceOf(Foreign);
    // What a copy in another realm throws differs in its prototype alone.
    const foreign = Object.setPrototypeOf(thrownBy(() => all[0](null as never)) as object, Object.create(null));
    expect(foreign).not.toBeInstanceOf(Error);
    expect(isHillockError(foreign)).toBe(true);
  });

  test("takes no clone: it has lost its code", () => {
    const clone = structuredClone(own) as Partial<typeof own>;
    expect([clone.message, clone.code]).toEqual([own.message, undefined]);
    expect(isHillockError(clone)).toBe(false);
  });

  test("does not throw, whatever it is asked about", () => {
    const refuse = (): never => {
      throw new Error("asked");
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const hostile = [
      proxy,
      new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse }),
      {
        get code() {
          return refuse();
        },
        get [Symbol.for("hillock.error")]() {
          return refuse();
        },
      },
    ];
    expect(hostile.map(isHillockError)).toEqual([false, false, false]);
  });

  test("leaves nothing of its mark in the console", () => {
    expect(Object.keys(own)).toEqual(["code"]);
    expect(Object.getOwnPropertySymbols(own).filter((key) => Object.prototype.propertyIsEnumerable.call(own, key))).toEqual([]);
  });
});
