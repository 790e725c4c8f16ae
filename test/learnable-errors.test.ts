/**
 * The refusals of slopes, of their channels and of gradients of parameters, word for word, before a
 * byte is written.
 */
import { describe, expect, test } from "vitest";
import { all, bindableOf, channelled, type Floats, operationsOf, outOf } from "./support/activations.js";
import { detached, expectRefusal, type Refusal } from "./support/errors.js";
import { allGated } from "./support/gated.js";

const LENGTH = 12;
const fresh = () => new Float32Array(LENGTH).fill(0.25);

const lost = (length: number) => {
  const array = new Float32Array(length);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
};

const cases = channelled.flatMap(({ activation, parameter }) =>
  operationsOf(activation).map((operation) => ({ path: operation.path, operation, parameter })),
);

describe.each(cases)("$path, $parameter", ({ path, operation, parameter }) => {
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
    refuses(
      { [parameter]: new Float32Array(5) },
      { ...length, message: `${parameter} has length 5, expected a divisor of the length of ${like}, 12` },
    );
    refuses(
      { [parameter]: new Float32Array(0) },
      { ...length, message: `${parameter} has length 0, expected a divisor of the length of ${like}, 12` },
    );
    refuses(
      { [parameter]: new Float32Array(3), shape: [2, 3, 2], channelAxis: 0 },
      { ...length, message: `${parameter} has length 3, expected shape[0] = 2` },
    );
    refuses(
      { [parameter]: new Float32Array(12), shape: [2, 3, 2] },
      { ...length, message: `${parameter} has length 12, expected shape[1] = 3` },
    );
  });

  test("slopes of the other type, and arrays that have lost their memory", () => {
    const message = `${parameter} is a Float64Array, expected a Float32Array like ${like}`;
    refuses({ [parameter]: new Float64Array(3) }, { kind: TypeError, code: "HILLOCK_TYPE", message });
    const outs = outputs.map(fresh);
    const call = (options: object, given: unknown[] = inputs.map(fresh)) => raw(...given, { out: outOf(outs), ...options });
    expectRefusal(() => call({ [parameter]: lost(3) }), detached(path, parameter));
    expectRefusal(() => call({ [parameter]: lost(3), shape: [4, 3] }), detached(path, parameter));
    inputs.forEach((name, i) => {
      const given = inputs.map((_, k) => (k === i ? lost(LENGTH) : fresh()));
      expectRefusal(() => call({ [parameter]: new Float32Array(3) }, given), detached(path, name));
    });
  });

  test("shapes and axes", () => {
    const shape = { kind: RangeError, code: "HILLOCK_SHAPE" } as const;
    for (const slopes of [new Float32Array(3), 0.5]) {
      refuses({ [parameter]: slopes, shape: [5, 3] }, { ...shape, message: `${like} has length 12, expected that of shape, 5 * 3 = 15` });
      const axis = "channelAxis is 2, expected a whole number from -2 to 1 for a shape of 2 dimensions";
      refuses({ [parameter]: slopes, shape: [4, 3], channelAxis: 2 }, { ...shape, message: axis });
      const first = "shape has 1 dimension, expected 2 dimensions at least: channelAxis is 1 by default";
      refuses({ [parameter]: slopes, shape: [12] }, { ...shape, message: first });
      const given = "channelAxis is 1, expected a whole number from -1 to 0 for a shape of 1 dimension";
      refuses({ [parameter]: slopes, shape: [12], channelAxis: 1 }, { ...shape, message: given });
    }
    const option = { kind: TypeError, code: "HILLOCK_OPTION" } as const;
    refuses({ channelAxis: 1 }, { ...option, message: "channelAxis is given without the shape that it is an axis of" });
  });

  test("outputs on the slopes", () => {
    const room = new Float32Array(2 * LENGTH).fill(0.25);
    outputs.forEach((name, k) => {
      const outs = outputs.map((_, i) => (i === k ? room.subarray(0, LENGTH) : fresh()));
      const message = `${name} overlaps ${parameter}; it needs memory of its own`;
      const overlap = { kind: RangeError, code: "HILLOCK_OVERLAP", message } as const;
      refuses({ [parameter]: room.subarray(0, LENGTH), out: outOf(outs) }, overlap);
      refuses({ [parameter]: room.subarray(LENGTH - 1, LENGTH + 2), out: outOf(outs) }, overlap);
      expect(room.every((x) => x === 0.25)).toBe(true);
    });
  });

  test("arrays of slopes and shapes where the argument is a number", () => {
    const number = (options: object, code: Refusal["code"], message: string) =>
      expectRefusal(() => raw(...inputs.map(() => 0.5), options), { kind: TypeError, code, message: `hillock.${path}: ${message}` });
    number(
      { [parameter]: new Float32Array(1) },
      "HILLOCK_PARAMETER",
      `${parameter} is a Float32Array, expected a number, as the argument is one`,
    );
    number({ shape: [1] }, "HILLOCK_OPTION", "shape is given for a number, expected it only with arrays");
  });

  const { minimum, maximum } = operation.activation.spec.parameters[parameter] ?? {};
  test.runIf(minimum !== undefined && maximum !== undefined)("entries that are beyond the limits of numbers", () => {
    const expected = `expected a finite number of at least ${minimum} and of at most ${maximum}`;
    for (const entry of [Number.NaN, Infinity, -Infinity, 2 * (minimum as number), 2 * (maximum as number)]) {
      const slopes = Float32Array.of(0.5, 0, entry);
      const message = `${parameter}[2] is ${slopes[2]}, ${expected}`;
      refuses({ [parameter]: slopes }, { kind: RangeError, code: "HILLOCK_PARAMETER", message });
      refuses({ [parameter]: slopes, shape: [4, 3] }, { kind: RangeError, code: "HILLOCK_PARAMETER", message });
    }
  });

  test.runIf(minimum === undefined && maximum === undefined && method === "value")("entries without limits are numbers like others", () => {
    const x = Float32Array.of(-1, -2, -3, 1, 3, 2);
    expect(raw(x, { [parameter]: Float32Array.of(Infinity, NaN, 1) })).toEqual(Float32Array.of(-Infinity, NaN, -3, 1, 3, 2));
  });

  const { minimumFromOutput = -Infinity } = operation.activation.spec.parameters[parameter] ?? {};
  if (method === "backwardFromOutput" && minimumFromOutput > -Infinity)
    test("slopes for which the output does not tell the derivative", () => {
      for (const slope of [minimumFromOutput - 0.5, Number.NaN]) {
        const message = `${parameter}[2] is ${slope}, expected at least ${minimumFromOutput}: below, the output does not tell the derivative; use backward`;
        refuses({ [parameter]: Float32Array.of(0.5, 0, slope) }, { kind: RangeError, code: "HILLOCK_PARAMETER", message });
      }
    });
});

/** Activations with several parameters that may be arrays. */
const several = [...new Set(channelled.map(({ activation }) => activation))].flatMap((activation) => {
  const [first, second] = channelled.filter((one) => one.activation === activation).map(({ parameter }) => parameter);
  return first && second ? operationsOf(activation).map((operation) => ({ path: operation.path, operation, first, second })) : [];
});

test.each(several)("$path: arrays of $first and $second that do not go together", ({ path, operation, first, second }) => {
  const { inputs, outputs, raw } = operation;
  const refuses = (options: object, refusal: Omit<Refusal, "message"> & { message: string }) => {
    const outs = outputs.map(fresh);
    const call = () => raw(...inputs.map(fresh), { out: outOf(outs), ...options });
    expectRefusal(call, { ...refusal, message: `hillock.${path}: ${refusal.message}` });
    for (const out of outs) expect(out.every((x) => x === 0.25)).toBe(true);
  };
  const length = { kind: RangeError, code: "HILLOCK_LENGTH" } as const;
  const three = new Float32Array(3);
  refuses(
    { [first]: three, [second]: new Float32Array(4) },
    { ...length, message: `${second} has length 4, expected that of ${first} = 3` },
  );
  refuses(
    { [first]: three, [second]: new Float32Array(4), shape: [4, 3] },
    { ...length, message: `${second} has length 4, expected shape[1] = 3` },
  );
  const other = `${second} is a Float64Array, expected a Float32Array like ${inputs[0]}`;
  refuses({ [first]: three, [second]: new Float64Array(3) }, { kind: TypeError, code: "HILLOCK_TYPE", message: other });
  const room = fresh();
  const overlap = { kind: RangeError, code: "HILLOCK_OVERLAP" } as const;
  const outs = outputs.map((_, i) => (i === 0 ? room : fresh()));
  const message = `${outputs[0]} overlaps ${second}; it needs memory of its own`;
  refuses({ [first]: three, [second]: room.subarray(1, 4), out: outOf(outs) }, { ...overlap, message });
  expect(room.every((x) => x === 0.25)).toBe(true);
});

test.each(several)("$path: numbers beside an array of $first are held to their rules", ({ operation, first, path }) => {
  const { activation, inputs, outputs, raw } = operation;
  for (const [name, { maximum = Infinity }] of Object.entries(activation.spec.parameters)) {
    if (name === first) continue;
    const outs = outputs.map(fresh);
    for (const value of [2 * maximum, Number.NaN]) {
      const call = () => raw(...inputs.map(fresh), { out: outOf(outs), [first]: new Float32Array(3), [name]: value });
      expectRefusal(call, { kind: RangeError, code: "HILLOCK_PARAMETER", message: new RegExp(`^hillock\\.${path}: ${name} is `) });
    }
    for (const out of outs) expect(out.every((x) => x === 0.25)).toBe(true);
  }
});

const learnables = [
  ...all.map((f) => ({ name: f.name, f, names: ["dy", "x"], known: bindableOf(f).join(", ") })),
  ...allGated.map((f) => ({ name: f.name, f, names: ["dy", "value", "gate"], known: Object.keys(f.spec.parameters).join(", ") })),
].filter(({ f }) => "parameterGradients" in f);

describe.each(learnables)("$name.parameterGradients", ({ name, f, names, known }) => {
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

test.each(channelled.filter(({ activation }) => "parameterGradients" in activation))(
  "$activation.name.parameterGradients of $parameter that does not fit",
  ({ activation, parameter }) => {
    const [dy, x] = [fresh(), fresh()];
    const { parameterGradients } = activation as unknown as { parameterGradients: (...values: unknown[]) => unknown };
    const refuses = (options: object, message: string) =>
      expectRefusal(() => parameterGradients(dy, x, options), {
        kind: RangeError,
        code: "HILLOCK_LENGTH",
        message: `hillock.${activation.name}.parameterGradients: ${parameter} has length ${message}`,
      });
    refuses({ [parameter]: new Float32Array(5) }, "5, expected a divisor of the length of dy, 12");
    refuses({ [parameter]: new Float32Array(2), shape: [4, 3] }, "2, expected shape[1] = 3");
    const { maximum } = activation.spec.parameters[parameter] ?? {};
    if (maximum === undefined) return;
    expectRefusal(() => parameterGradients(dy, x, { [parameter]: Float32Array.of(1, Infinity, 1) }), {
      kind: RangeError,
      code: "HILLOCK_PARAMETER",
      message: new RegExp(`^hillock\\.${activation.name}\\.parameterGradients: ${parameter}\\[1\\] is Infinity, expected a finite number`),
    });
  },
);
