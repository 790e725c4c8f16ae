/** The refusals of gated functions, word for word, before a byte is written. */
import { describe, expect, test } from "vitest";
import type { Floats } from "./support/activations.js";
import { types } from "./support/arrays.js";
import { detached, expectRefusal, type Refusal } from "./support/errors.js";
import { allGated, type GatedOperation } from "./support/gated.js";
import { gatedRepresentativeOperations as gatedOperations } from "./support/representatives.js";

const LENGTH = 6;
const CANARY = 0.25;

/** Calls it with outputs, one of its arguments replaced, and demands that nothing was written. */
function refuses(operation: GatedOperation, change: { inputs?: unknown[]; outs?: unknown[]; options?: object }, refusal: Refusal): void {
  const { inputs = inputsOf(operation), outs = outsOf(operation), options = {} } = change;
  const out = outs.length === 1 ? outs[0] : { value: outs[0], gate: outs[1] };
  const arrays = [...inputs, ...outs].filter((array): array is Floats => array instanceof Float32Array || array instanceof Float64Array);
  const whole = arrays.filter((array) => array.length > 0);
  const before = whole.map((array) => array.slice());
  expectRefusal(() => operation.raw(...inputs, { ...operation.needs, out, ...options }), refusal);
  expect(whole).toEqual(before);
}

const inputsOf = ({ inputs }: GatedOperation, type = Float32Array as new (n: number) => Floats): Floats[] =>
  inputs.map(([, width]) => new type(width * LENGTH).fill(CANARY));
const outsOf = ({ outputs }: GatedOperation, type = Float32Array as new (n: number) => Floats): Floats[] =>
  outputs.map(([, width]) => new type(width * LENGTH).fill(CANARY));
const replaced = <T>(list: readonly T[], at: number, value: unknown): unknown[] => list.map((one, i) => (i === at ? value : one));

const isPacked = ({ label }: GatedOperation) => label.includes("acked");

describe.each(gatedOperations.map((operation) => ({ label: operation.label, operation })))("$label", ({ operation }) => {
  const { path, inputs, outputs, f } = operation;
  const [first] = inputs[0] as readonly [string, number];

  test("wrong kinds", () => {
    for (const [words, value] of [
      ["null", null],
      ["undefined", undefined],
      ['"x"', "x"],
      ["an Array", [1]],
      ["an Int32Array", new Int32Array(LENGTH)],
      ["an Object", {}],
    ] as const) {
      const cure = Array.isArray(value) || ArrayBuffer.isView(value) ? "; convert it with Float32Array.from or Float64Array.from" : "";
      inputs.forEach(([name], i) => {
        const number = isPacked(operation) ? "" : "number, ";
        const expected = i === 0 ? `a ${number}Float32Array or Float64Array${cure}` : `a Float32Array like ${first}`;
        const message = `hillock.${path}: ${name} is ${words}, expected ${expected}`;
        refuses(operation, { inputs: replaced(inputsOf(operation), i, value) }, { kind: TypeError, code: "HILLOCK_TYPE", message });
      });
      if (value !== undefined)
        outputs.forEach(([name], i) => {
          const message = `hillock.${path}: ${name} is ${words}, expected a Float32Array like ${first}`;
          refuses(operation, { outs: replaced(outsOf(operation), i, value) }, { kind: TypeError, code: "HILLOCK_TYPE", message });
        });
    }
  });

  test("arrays of the other type", () => {
    const [own, other] = types as unknown as [new (n: number) => Floats, new (n: number) => Floats];
    const refusal = (name: string): Refusal => ({
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: `hillock.${path}: ${name} is a Float64Array, expected a Float32Array like ${first}`,
    });
    inputs.forEach(([name, width], i) => {
      if (i > 0) refuses(operation, { inputs: replaced(inputsOf(operation, own), i, new other(width * LENGTH)) }, refusal(name));
    });
    outputs.forEach(([name, width], i) => {
      refuses(operation, { outs: replaced(outsOf(operation, own), i, new other(width * LENGTH)) }, refusal(name));
    });
  });

  test("wrong lengths, with the arithmetic", () => {
    for (const wrong of [0, LENGTH - 1, 3 * LENGTH]) {
      const refusal = (name: string, width: number): Refusal => {
        const half = isPacked(operation) && width === 1 ? `x.length / 2 = ${2 * LENGTH} / 2 = ` : "";
        const message = `hillock.${path}: ${name} has length ${wrong}, expected ${half}${width * LENGTH}`;
        return { kind: RangeError, code: "HILLOCK_LENGTH", message };
      };
      inputs.forEach(([name, width], i) => {
        if (i > 0 && name !== "x")
          refuses(operation, { inputs: replaced(inputsOf(operation), i, new Float32Array(wrong)) }, refusal(name, width));
      });
      outputs.forEach(([name, width], i) => {
        refuses(operation, { outs: replaced(outsOf(operation), i, new Float32Array(wrong)) }, refusal(name, width));
      });
    }
  });

  test("arrays that have lost their memory", () => {
    const lost = (width: number) => {
      const array = new Float32Array(width * LENGTH);
      structuredClone(array.buffer, { transfer: [array.buffer] });
      return array;
    };
    inputs.forEach(([name, width], i) => {
      // The first says how long the others are to be.
      if (i > 0 || isPacked(operation)) refuses(operation, { inputs: replaced(inputsOf(operation), i, lost(width)) }, detached(path, name));
    });
    outputs.forEach(([name, width], i) => {
      refuses(operation, { outs: replaced(outsOf(operation), i, lost(width)) }, detached(path, name));
    });
  });

  test("options", () => {
    const known = [...Object.keys(f.spec.parameters), ...(isPacked(operation) ? ["shape", "layout"] : []), "out"].join(", ");
    const option = (message: string): Refusal => ({ kind: TypeError, code: "HILLOCK_OPTION", message: `hillock.${path}: ${message}` });
    refuses(operation, { options: { axis: 1 } }, option(`unknown option "axis", expected one of ${known}`));
    const [parameter] = Object.keys(f.spec.parameters);
    const suchAs = (value: unknown) => (value === 3 && parameter ? ` such as { ${parameter}: 3 }` : "");
    for (const [words, value] of [
      ["null", null],
      ["3", 3],
    ] as const)
      expectRefusal(() => operation.raw(...inputsOf(operation), value), option(`options is ${words}, expected an object${suchAs(value)}`));
    for (const [name, { minimum, maximum, exclusiveMinimum }] of Object.entries(f.spec.parameters)) {
      const parameter = (kind: ErrorConstructor, words: string, expected: string): Refusal => ({
        kind,
        code: "HILLOCK_PARAMETER",
        message: `hillock.${path}: ${name} is ${words}, expected ${expected}`,
      });
      const most = maximum === undefined ? "" : ` and of at most ${maximum}`;
      refuses(operation, { options: { [name]: "1" } }, parameter(TypeError, '"1"', "a number"));
      refuses(
        operation,
        { options: { [name]: NaN } },
        parameter(RangeError, "NaN", `a finite number ${exclusiveMinimum ? "above" : "of at least"} ${minimum}${most}`),
      );
    }
    if (outputs.length === 2) {
      refuses(operation, { options: { out: null } }, option("out is null, expected an object"));
      refuses(operation, { options: { out: { values: 1 } } }, option('unknown option "values", expected one of value, gate'));
    }
  });

  test("overlaps", () => {
    const room = new Float32Array(8 * LENGTH).fill(CANARY);
    const cut = (at: number, width: number) => room.subarray(at, at + width * LENGTH);
    outputs.forEach(([output, width], o) => {
      inputs.forEach(([input, inputWidth], i) => {
        const at = replaced(inputsOf(operation), i, cut(LENGTH, inputWidth));
        const cure = operation.inPlace
          ? ` in part; pass ${input} itself to work in place, or a separate array`
          : "; it needs memory of its own";
        const refusal: Refusal = {
          kind: RangeError,
          code: "HILLOCK_OVERLAP",
          message: `hillock.${path}: ${output} overlaps ${input}${cure}`,
        };
        refuses(operation, { inputs: at, outs: replaced(outsOf(operation), o, cut(LENGTH + 1, width)) }, refusal);
        if (!operation.inPlace) refuses(operation, { inputs: at, outs: replaced(outsOf(operation), o, cut(LENGTH, width)) }, refusal);
      });
    });
    if (outputs.length === 2) {
      const message = `hillock.${path}: out.gate overlaps out.value; two outputs need memory of their own`;
      refuses(operation, { outs: [cut(0, 1), cut(0, 1)] }, { kind: RangeError, code: "HILLOCK_OVERLAP", message });
    }
  });

  if (isPacked(operation))
    test("layouts and shapes", () => {
      const expected = 'expected "valueFirst", "gateFirst" or "interleaved"';
      for (const [words, layout] of [
        ["undefined", undefined],
        ['"rows"', "rows"],
        ["1", 1],
      ] as const) {
        const message = `hillock.${path}: layout is ${words}, ${expected}`;
        refuses(operation, { options: { layout } }, { kind: TypeError, code: "HILLOCK_OPTION", message });
      }
      const shape = (message: string): Refusal => ({ kind: RangeError, code: "HILLOCK_SHAPE", message: `hillock.${path}: ${message}` });
      refuses(operation, { options: { shape: [5, 2] } }, shape("x has length 12, expected that of shape, 5 * 2 = 10"));
      refuses(operation, { options: { shape: [4, 3] } }, shape("shape[1] is 3, expected an even number: as many values as gates"));
      const odd = inputs.map(([name]) => new Float32Array(name === "x" ? 7 : LENGTH).fill(CANARY));
      refuses(operation, { inputs: odd }, shape("x has length 7, expected an even number: as many values as gates"));
    });
});

describe.each(allGated.map((f) => ({ name: f.name, f })))("$name", ({ name, f }) => {
  test("numbers beside arrays, and out for numbers", () => {
    const array = new Float32Array(1);
    const mixed = (path: string, message: string): Refusal => ({
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: `hillock.${path}: ${message}`,
    });
    expectRefusal(() => f(1, array), mixed(name, "value is 1, gate is a Float32Array, expected numbers or arrays, all of them"));
    expectRefusal(
      () => f.backward(array, 1, array),
      mixed(`${name}.backward`, "dy is a Float32Array, value is 1, gate is a Float32Array, expected numbers or arrays, all of them"),
    );
    const option: Refusal = {
      kind: TypeError,
      code: "HILLOCK_OPTION",
      message: `hillock.${name}: out is given for numbers, expected it only with arrays`,
    };
    expectRefusal(() => f(1, 2, { out: array }), option);
  });

  test("with takes parameters and nothing else", () => {
    const known = Object.keys(f.spec.parameters).join(", ");
    const message = `hillock.${name}.with: unknown option "out", expected ${known ? `one of ${known}` : "none"}`;
    expectRefusal(() => f.with({ out: 1 }), { kind: TypeError, code: "HILLOCK_OPTION", message });
  });
});
