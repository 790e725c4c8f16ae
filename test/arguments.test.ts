/** Whatever is not as the contract wants it is refused by name, in the same words everywhere, before a byte is written. */
import { describe, expect, test } from "vitest";
import { isHillockError } from "../src/index.js";
import { all, type Floats, type Operation, oneOfEach, operations, outOf } from "./support/activations.js";
import { types } from "./support/arrays.js";
import { expectRefusal, type Refusal } from "./support/errors.js";

const LENGTH = 6;
const Float16 = (globalThis as { Float16Array?: new (length: number) => unknown }).Float16Array;
const conversion = "; convert it with Float32Array.from or Float64Array.from";

/** Values that are no Float32Array or Float64Array, in the words of the messages; with `true`, a message names the cure. */
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
  ["an Object", { length: LENGTH, 0: 1 }],
  ["an Object", Object.create(Float32Array.prototype)],
  ["an Object", new Proxy(new Float32Array(LENGTH), {})],
  ["a Map", new Map()],
];

const article = (name: string) => `a ${name}`;

/** Calls an operation with one of its arguments replaced, and demands that the others stay as they were. */
function refuses(operation: Operation, values: readonly unknown[], options: unknown, refusal: Refusal): void {
  const nested =
    typeof options === "object" && options !== null
      ? Object.values(options).flatMap((value) => [value, ...Object.values(Object(value))])
      : [];
  const arrays = [...values, ...nested].filter((value): value is Floats => ArrayBuffer.isView(value) && !(value instanceof DataView));
  const before = arrays.map((array) => array.slice());
  expectRefusal(() => operation.raw(...values, options), refusal);
  expect(arrays).toEqual(before);
}

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
              ? `expected ${inputs.length > 1 ? "a" : "a number,"} Float32Array or Float64Array${convertible ? conversion : ""}`
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
      inputs.forEach((name, i) => {
        if (inputs.length === 1) return;
        const expected = i === 0 ? "Float32Array or Float64Array" : `${type.name} like ${inputs[0]}`;
        refuses(operation, replaced(i, 0.5), undefined, {
          kind: TypeError,
          code: "HILLOCK_TYPE",
          message: `hillock.${path}: ${name} is 0.5, expected a ${expected}`,
        });
      });
    });
  });

  const known = [...Object.keys(operation.activation.spec.parameters), "out"].join(", ");
  const option = (message: string): Refusal => ({ kind: TypeError, code: "HILLOCK_OPTION", message: `hillock.${path}: ${message}` });

  test("options that are none", () => {
    const x = () => inputs.map(() => new Float32Array(LENGTH));
    for (const [words, value] of [
      ["null", null],
      ["true", true],
      ['"out"', "out"],
      ["0", 0],
      ["1n", 1n],
      ["a function", () => ({})],
      ["an Array", []],
    ] as const)
      refuses(operation, x(), value, option(`options is ${words}, expected an object`));
    refuses(operation, x(), new Float32Array(LENGTH), option(`options is a Float32Array, expected an object such as { ${known} }`));
    refuses(operation, x(), new DataView(new ArrayBuffer(8)), option(`options is a DataView, expected an object such as { ${known} }`));
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

describe.each(
  all.filter(({ spec }) => Object.keys(spec.parameters).length > 0).map((activation) => ({ name: activation.name, activation })),
)("parameters of $name", ({ activation }) => {
  const operationsOfIt = operations.filter((operation) => operation.activation === activation);
  const entries = Object.entries(activation.spec.parameters);

  test.each(entries)("%s of the wrong kind", (name) => {
    for (const [words, value] of [
      ["null", null],
      ["true", true],
      ['"0.1"', "0.1"],
      ["1n", 1n],
      ["an Array", [1]],
      ["a Float32Array", new Float32Array(1)],
      ["an Object", { valueOf: () => 1 }],
    ] as const)
      for (const operation of operationsOfIt)
        for (const make of [() => 0.5, () => new Float32Array(LENGTH)] as (() => unknown)[])
          refuses(
            operation,
            operation.inputs.map(make),
            { [name]: value },
            {
              kind: TypeError,
              code: "HILLOCK_PARAMETER",
              message: `hillock.${operation.path}: ${name} is ${words}, expected a number`,
            },
          );
  });

  test.each(entries)("%s out of its range", (name, { minimum = -Infinity, maximum = Infinity, exclusiveMinimum }) => {
    const outside = [
      NaN,
      Infinity,
      -Infinity,
      ...(Number.isFinite(minimum) ? [minimum - 1 - Math.abs(minimum), ...(exclusiveMinimum ? [minimum] : [])] : []),
      ...(Number.isFinite(maximum) ? [maximum + 1 + Math.abs(maximum)] : []),
    ];
    for (const value of outside)
      for (const operation of operationsOfIt)
        for (const make of [() => 0.5, () => new Float32Array(LENGTH)] as (() => unknown)[])
          refuses(
            operation,
            operation.inputs.map(make),
            { [name]: value },
            {
              kind: RangeError,
              code: "HILLOCK_PARAMETER",
              message: new RegExp(`^hillock\\.${operation.path}: ${name} is ${`${value}`.replace("+", "\\+")}, expected a finite number`),
            },
          );
    for (const value of outside)
      expectRefusal(() => activation.with({ [name]: value }), {
        kind: RangeError,
        code: "HILLOCK_PARAMETER",
        message: new RegExp(`^hillock\\.${activation.name}\\.with: ${name} is ${`${value}`.replace("+", "\\+")}, expected a finite number`),
      });
  });

  test.each(entries.filter(([, { minimumFromOutput }]) => minimumFromOutput !== undefined))(
    "%s for which the output does not tell the derivative",
    (name, { minimumFromOutput }) => {
      const value = (minimumFromOutput as number) - 0.5;
      for (const [dy, y] of [
        [new Float32Array(LENGTH), new Float32Array(LENGTH)],
        [1, 0.5],
      ]) {
        const refusal: Refusal = {
          kind: RangeError,
          code: "HILLOCK_PARAMETER",
          message: `hillock.${activation.name}.backwardFromOutput: ${name} is ${value}, expected at least ${minimumFromOutput}: below, the output does not tell the derivative; use backward`,
        };
        expectRefusal(() => activation.backwardFromOutput?.(dy, y, { [name]: value }), refusal);
        expectRefusal(() => activation.with({ [name]: value }).backwardFromOutput?.(dy, y), refusal);
      }
    },
  );
});

describe("options", () => {
  test.each(all.map((activation) => [activation.name, activation] as const))(
    "%s.with takes parameters and nothing else",
    (name, activation) => {
      const known = Object.keys(activation.spec.parameters).join(", ");
      const expected = known ? `one of ${known}` : "none";
      const refuse = (options: unknown, message: string) =>
        expectRefusal(() => activation.with(options as never), {
          kind: TypeError,
          code: "HILLOCK_OPTION",
          message: `hillock.${name}.with: ${message}`,
        });
      refuse({ out: new Float32Array(1) }, `unknown option "out", expected ${expected}`);
      refuse({ slope: 1 }, `unknown option "slope", expected ${expected}`);
      refuse(null, "options is null, expected an object");
      refuse(undefined, "options is undefined, expected an object");
      refuse(0.3, "options is 0.3, expected an object");
    },
  );

  test.each(oneOfEach.map((operation) => [operation.path, operation] as const))(
    "%s reads each option once, and all before it writes",
    (_, operation) => {
      const parameters = Object.entries(operation.activation.spec.parameters);
      const reads: string[] = [];
      const x = operation.inputs.map(() => new Float32Array(LENGTH).fill(0.5));
      const outs = operation.outputs.map(() => new Float32Array(LENGTH).fill(7));
      const spy = (owner: object, name: string, value: unknown) =>
        Object.defineProperty(owner, name, {
          enumerable: true,
          get() {
            reads.push(name);
            expect(outs.every((array) => array.every((element) => element === 7))).toBe(true);
            return value;
          },
        });
      const options = {};
      for (const [name, { default: value }] of parameters) spy(options, name, value);
      const out = operation.outputs.length === 1 ? outs[0] : spy(spy({}, "value", outs[0]), "derivative", outs[1]);
      spy(options, "out", out);
      operation.raw(...x, options);
      const nested = operation.outputs.length === 1 ? [] : ["value", "derivative"];
      expect(reads.sort()).toEqual([...parameters.map(([name]) => name), "out", ...nested].sort());
      expect(outs.every((array) => array.every((element) => element !== 7))).toBe(true);
    },
  );

  test.each(oneOfEach.map((operation) => [operation.path, operation] as const))(
    "%s lets the error of a getter through, and writes nothing",
    (_, operation) => {
      const names = [...Object.keys(operation.activation.spec.parameters), "out"];
      for (const name of names) {
        const outs = operation.outputs.map(() => new Float32Array(LENGTH).fill(7));
        const boom = new Error("boom");
        const options = Object.defineProperty({ out: outOf(outs) }, name, {
          enumerable: true,
          get() {
            throw boom;
          },
        });
        expect(() => operation.raw(...operation.inputs.map(() => new Float32Array(LENGTH)), options)).toThrow(boom);
        expect(outs.every((array) => array.every((element) => element === 7))).toBe(true);
      }
    },
  );
});

test("isHillockError tells hillock's errors from others", () => {
  const thrownBy = (run: () => unknown) => {
    try {
      return run();
    } catch (error) {
      return error;
    }
  };
  expect(isHillockError(thrownBy(() => all[0](null as never)))).toBe(true);
  const others = [
    null,
    undefined,
    "HILLOCK_TYPE",
    { code: "HILLOCK_TYPE" },
    new TypeError("hillock.gelu: x"),
    Object.assign(new Error(), { code: "ENOENT" }),
  ];
  expect(others.map(isHillockError)).toEqual(others.map(() => false));
});
