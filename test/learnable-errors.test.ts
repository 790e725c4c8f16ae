/** What is refused of slopes, their channels and the gradients of parameters, in which words, before a byte is written. */
import { describe, expect, test } from "vitest";
import { prelu, swiglu, swish } from "../src/index.js";
import { type AnyActivation, type Floats, operationsOf, outOf } from "./support/activations.js";
import { detached, expectRefusal, type Refusal } from "./support/errors.js";

const sloped = prelu as unknown as AnyActivation;
const LENGTH = 12;
const fresh = () => new Float32Array(LENGTH).fill(0.25);

const lost = (length: number) => {
  const array = new Float32Array(length);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
};

describe.each(operationsOf(sloped).map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { inputs, outputs, raw, method } = operation;
  const [like] = inputs as readonly [string];

  function refuses(options: object, refusal: Omit<Refusal, "message"> & { message: string }, given: unknown[] = inputs.map(fresh)): void {
    const outs = outputs.map(fresh);
    const message = `hillock.${path}: ${refusal.message}`;
    expectRefusal(() => raw(...given, { out: outOf(outs), ...options }), { ...refusal, message });
    for (const array of [...given, ...outs] as Floats[]) if (array.length === LENGTH) expect(array.every((x) => x === 0.25)).toBe(true);
  }

  test("slopes of the wrong number, with the arithmetic", () => {
    const length = { kind: RangeError, code: "HILLOCK_LENGTH" } as const;
    refuses({ alpha: new Float32Array(5) }, { ...length, message: `alpha has length 5, expected a divisor of the length of ${like}, 12` });
    refuses({ alpha: new Float32Array(0) }, { ...length, message: `alpha has length 0, expected a divisor of the length of ${like}, 12` });
    refuses(
      { alpha: new Float32Array(3), shape: [2, 3, 2], channelAxis: 0 },
      { ...length, message: "alpha has length 3, expected shape[0] = 2" },
    );
    refuses({ alpha: new Float32Array(12), shape: [2, 3, 2] }, { ...length, message: "alpha has length 12, expected shape[1] = 3" });
  });

  test("slopes of the other type, and arrays that have lost their memory", () => {
    const message = `alpha is a Float64Array, expected a Float32Array like ${like}`;
    refuses({ alpha: new Float64Array(3) }, { kind: TypeError, code: "HILLOCK_TYPE", message });
    const outs = outputs.map(fresh);
    const call = (options: object, given: unknown[] = inputs.map(fresh)) => raw(...given, { out: outOf(outs), ...options });
    expectRefusal(() => call({ alpha: lost(3) }), detached(path, "alpha"));
    expectRefusal(() => call({ alpha: lost(3), shape: [4, 3] }), detached(path, "alpha"));
    inputs.forEach((name, i) => {
      const given = inputs.map((_, k) => (k === i ? lost(LENGTH) : fresh()));
      expectRefusal(() => call({ alpha: new Float32Array(3) }, given), detached(path, name));
    });
  });

  test("shapes and axes", () => {
    const shape = { kind: RangeError, code: "HILLOCK_SHAPE" } as const;
    for (const alpha of [new Float32Array(3), 0.5]) {
      refuses({ alpha, shape: [5, 3] }, { ...shape, message: `${like} has length 12, expected that of shape, 5 * 3 = 15` });
      const axis = "channelAxis is 2, expected a whole number from -2 to 1 for a shape of 2 dimensions";
      refuses({ alpha, shape: [4, 3], channelAxis: 2 }, { ...shape, message: axis });
      const first = "channelAxis is 1, expected a whole number from -1 to 0 for a shape of 1 dimension";
      refuses({ alpha, shape: [12] }, { ...shape, message: first });
    }
    const option = { kind: TypeError, code: "HILLOCK_OPTION" } as const;
    refuses({ channelAxis: 1 }, { ...option, message: "channelAxis is given without the shape that it is an axis of" });
  });

  test("outputs on the slopes", () => {
    const room = new Float32Array(2 * LENGTH).fill(0.25);
    outputs.forEach((name, k) => {
      const outs = outputs.map((_, i) => (i === k ? room.subarray(0, LENGTH) : fresh()));
      const message = `${name} overlaps alpha; it needs memory of its own`;
      const overlap = { kind: RangeError, code: "HILLOCK_OVERLAP", message } as const;
      refuses({ alpha: room.subarray(0, LENGTH), out: outOf(outs) }, overlap);
      refuses({ alpha: room.subarray(LENGTH - 1, LENGTH + 2), out: outOf(outs) }, overlap);
      expect(room.every((x) => x === 0.25)).toBe(true);
    });
  });

  test("arrays of slopes and shapes where the argument is a number", () => {
    const number = (options: object, code: Refusal["code"], message: string) =>
      expectRefusal(() => raw(...inputs.map(() => 0.5), options), { kind: TypeError, code, message: `hillock.${path}: ${message}` });
    number({ alpha: new Float32Array(1) }, "HILLOCK_PARAMETER", "alpha is a Float32Array, expected a number, as the argument is one");
    number({ shape: [1] }, "HILLOCK_OPTION", "shape is given for a number, expected it only with arrays");
  });

  if (method === "backwardFromOutput")
    test("slopes for which the output does not tell the derivative", () => {
      for (const slope of [-0.5, Number.NaN]) {
        const message = `alpha[2] is ${slope}, expected at least 0: below, the output does not tell the derivative; use backward`;
        refuses({ alpha: Float32Array.of(0.5, 0, slope) }, { kind: RangeError, code: "HILLOCK_PARAMETER", message });
      }
    });
});

describe.each([
  { name: "prelu", f: prelu as unknown as AnyActivation, names: ["dy", "x"], known: "alpha, shape, channelAxis, slopeShape" },
  { name: "swish", f: swish as unknown as AnyActivation, names: ["dy", "x"], known: "beta" },
  { name: "swiglu", f: swiglu as unknown as AnyActivation, names: ["dy", "value", "gate"], known: "beta" },
])("$name.parameterGradients", ({ name, f, names, known }) => {
  const path = `${name}.parameterGradients`;
  const { parameterGradients } = f as unknown as { parameterGradients: (...values: unknown[]) => unknown };
  const refuses = (values: unknown[], options: unknown, refusal: Omit<Refusal, "message"> & { message: string | RegExp }) =>
    expectRefusal(() => parameterGradients(...values, options), {
      ...refusal,
      message: typeof refusal.message === "string" ? `hillock.${path}: ${refusal.message}` : refusal.message,
    });
  const given = () => names.map(fresh);

  test("wrong kinds, types and lengths", () => {
    const type = { kind: TypeError, code: "HILLOCK_TYPE" } as const;
    names.forEach((argument, i) => {
      const expected = i === 0 ? "a number, Float32Array or Float64Array" : "a Float32Array like dy";
      refuses(given().with(i, null as never), undefined, { ...type, message: `${argument} is null, expected ${expected}` });
      refuses(given().with(i, 0.5 as never), undefined, { ...type, message: /expected (two numbers or two|numbers or) arrays/ });
      if (i === 0) return;
      const other = new Float64Array(LENGTH) as never;
      refuses(given().with(i, other), undefined, { ...type, message: `${argument} is a Float64Array, expected a Float32Array like dy` });
      const length = { kind: RangeError, code: "HILLOCK_LENGTH", message: `${argument} has length 5, expected 12` } as const;
      refuses(given().with(i, new Float32Array(5)), undefined, length);
      expectRefusal(() => parameterGradients(...given().with(i, lost(LENGTH))), detached(path, argument));
    });
  });

  test("options", () => {
    const option = { kind: TypeError, code: "HILLOCK_OPTION" } as const;
    const expected = `one of ${known}`;
    refuses(given(), { out: fresh() }, { ...option, message: `unknown option "out", expected ${expected}` });
    refuses(given(), null, { ...option, message: "options is null, expected an object" });
    refuses(
      names.map(() => 1),
      { slope: 1 },
      { ...option, message: `unknown option "slope", expected ${expected}` },
    );
  });
});

test("prelu.parameterGradients of slopes that do not fit", () => {
  const [dy, x] = [fresh(), fresh()];
  const length = { kind: RangeError, code: "HILLOCK_LENGTH" } as const;
  const refuses = (options: object, message: string) =>
    expectRefusal(() => prelu.parameterGradients(dy, x, options as never), {
      ...length,
      message: `hillock.prelu.parameterGradients: ${message}`,
    });
  refuses({ alpha: new Float32Array(5) }, "alpha has length 5, expected a divisor of the length of dy, 12");
  refuses({ alpha: new Float32Array(2), shape: [4, 3] }, "alpha has length 2, expected shape[1] = 3");
});
