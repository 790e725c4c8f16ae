/**
 * Parameters and other options: their kinds and ranges, by name; each read once, and all before a
 * byte is written.
 */
import { describe, expect, test } from "vitest";
import { all, bindableOf, operations, outOf, type Parameter } from "./support/activations.js";
import { expectRefusal, type Refusal, refuses } from "./support/errors.js";
import { oneOfEach } from "./support/representatives.js";

const LENGTH = 6;

describe.each(
  all.filter(({ spec }) => Object.keys(spec.parameters).length > 0).map((activation) => ({ name: activation.name, activation })),
)("parameters of $name", ({ activation }) => {
  const operationsOfIt = operations.filter((operation) => operation.activation === activation);
  const entries = Object.entries(activation.spec.parameters);

  test.each(entries)("%s of the wrong kind", (name, { perChannel }) => {
    const expected = perChannel ? "a number, or an array with one for each channel" : "a number";
    for (const [words, value] of [
      ["null", null],
      ["true", true],
      ['"0.1"', "0.1"],
      ["1n", 1n],
      ["an Array", [1]],
      ...(perChannel ? [] : [["a Float32Array", new Float32Array(1)] as const]),
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
              message: `hillock.${operation.path}: ${name} is ${words}, expected ${expected}`,
            },
          );
  });

  test.each(entries)("%s out of its range", (name, { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, infinite }) => {
    const outside = [
      NaN,
      ...(infinite ? [] : [Infinity]),
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

  test.each(entries.flatMap(([name, { minimumMagnitude }]) => (minimumMagnitude ? [[name, minimumMagnitude] as const] : [])))(
    "%s nearer to 0 than %d",
    (name, minimumMagnitude) => {
      for (const value of [minimumMagnitude / 2, -minimumMagnitude / 2, 5e-324])
        for (const operation of operationsOfIt)
          for (const make of [() => 0.5, () => new Float32Array(LENGTH)] as (() => unknown)[])
            refuses(
              operation,
              operation.inputs.map(make),
              { [name]: value },
              {
                kind: RangeError,
                code: "HILLOCK_PARAMETER",
                message: `hillock.${operation.path}: ${name} is ${value}, expected 0 or a magnitude of at least ${minimumMagnitude}`,
              },
            );
    },
  );

  test.each(
    entries.flatMap(([name, { lessThan, atMost }]) => [
      ...(lessThan ? [[name, "less than", lessThan] as const] : []),
      ...(atMost ? [[name, "at most", atMost] as const] : []),
    ]),
  )("%s is not %s %s", (name, order, other) => {
    const { default: limit } = activation.spec.parameters[other] as Parameter;
    const { maximum = Infinity } = activation.spec.parameters[name] as Parameter;
    for (const value of [limit + 1, ...(order === "less than" ? [limit] : [])].filter((value) => value <= maximum && value < Infinity))
      for (const operation of operationsOfIt)
        for (const make of [() => 0.5, () => new Float32Array(LENGTH)] as (() => unknown)[])
          refuses(
            operation,
            operation.inputs.map(make),
            { [name]: value },
            {
              kind: RangeError,
              code: "HILLOCK_PARAMETER",
              message: `hillock.${operation.path}: ${name} is ${value}, expected ${order} ${other}, which is ${limit}`,
            },
          );
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
      const known = bindableOf(activation).join(", ");
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
      const [parameter] = Object.keys(activation.spec.parameters);
      refuse(0.3, `options is 0.3, expected an object${parameter ? ` such as { ${parameter}: 0.3 }` : ""}`);
      for (const options of [undefined, {}]) expect(activation.with(options as never).spec).toEqual(activation.spec);
      expect((activation.with as unknown as () => typeof activation)().spec).toEqual(activation.spec);
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
