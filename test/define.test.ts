/** A user's own activation is like hillock's: same calls, same errors, plain JavaScript inside. */
import { describe, expect, test } from "vitest";
import { activations, defineActivation, load } from "../src/index.js";
import { type AnyActivation, operationsOf } from "./support/activations.js";
import { expectSame, fillWith, Place, residences, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";

/** A soft sign with parameters, and everything that can be given. */
const definition = {
  name: "curve",
  parameters: { width: { default: 1, minimum: 0, exclusiveMinimum: true, maximum: 100 }, offset: 0 },
  value: (x: number, { width, offset }: Record<string, number>) => x / ((width as number) + Math.abs(x)) + (offset as number),
  derivative: (x: number, { width }: Record<string, number>) => (width as number) / ((width as number) + Math.abs(x)) ** 2,
  secondDerivative: (x: number, { width }: Record<string, number>) =>
    (-2 * Math.sign(x) * (width as number)) / ((width as number) + Math.abs(x)) ** 3,
  derivativeFromOutput: (y: number, { width, offset }: Record<string, number>) =>
    (1 - Math.abs(y - (offset as number))) ** 2 / (width as number),
};
const curve = defineActivation(definition as never) as unknown as AnyActivation;
const square = defineActivation({ name: "square", value: (x) => x * x, derivative: (x) => 2 * x }) as unknown as AnyActivation;

test("has the methods for which there are functions", () => {
  expect(operationsOf(curve).map(({ method }) => method)).toEqual([
    "value",
    "derivative",
    "secondDerivative",
    "valueAndDerivative",
    "backward",
    "backwardFromOutput",
  ]);
  expect(operationsOf(square).map(({ method }) => method)).toEqual(["value", "derivative", "valueAndDerivative", "backward"]);
  expect("secondDerivative" in square).toBe(false);
  expect("backwardFromOutput" in square).toBe(false);
  expect(curve.name).toBe("curve");
  expect(Object.isFrozen(curve.spec)).toBe(true);
  expect(Object.keys(curve.spec.parameters)).toEqual(["width", "offset"]);
  expect(Object.values(activations)).not.toContain(curve);
});

describe.each(operationsOf(curve).map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { inputs, outputs, method } = operation;

  /** The results by the definition itself. */
  function exact(values: readonly number[], parameters: Record<string, number>): number[] {
    const [first, second] = values as [number, number];
    if (method === "valueAndDerivative") return [definition.value(first, parameters), definition.derivative(first, parameters)];
    if (method === "backward") return [first * definition.derivative(second, parameters)];
    if (method === "backwardFromOutput") return [first * definition.derivativeFromOutput(second, parameters)];
    return [definition[method as "value"](first, parameters)];
  }

  test.each([{}, { width: 2.5 }, { width: 0.5, offset: -3 }])("computes what its functions say: %o", (values) => {
    const parameters = { width: 1, offset: 0, ...values };
    const numbers = [0.75, -1.25].slice(0, inputs.length);
    expect(operation.numbers(numbers, values)).toEqual(exact(numbers, parameters));
    for (const type of types)
      for (const residence of residences)
        for (const length of [0, 1, 7, 5000]) {
          const ins = inputs.map((_, i) => {
            const place = new Place(residence, type, length, i);
            fillWith(place.view, i + 1);
            return place;
          });
          const outs = outputs.map(() => new Place(residence, type, length, 3));
          const wanted = outputs.map((_, k) =>
            type.from(
              { length },
              (_, i) =>
                exact(
                  ins.map(({ view }) => view[i]),
                  parameters,
                )[k] as number,
            ),
          );
          const views = ins.map(({ view }) => view);
          for (const [on, options] of [
            [operation, values],
            [operationsOf(curve.with(values)).find((other) => other.method === method) as typeof operation, {}],
          ] as const)
            on.call(
              views,
              outs.map(({ view }) => view),
              options,
            ).forEach((result, i) => {
              expectSame(result, wanted[i], path, views);
            });
          expect([...ins, ...outs].every(({ intact }) => intact)).toBe(true);
          for (const place of [...ins, ...outs]) place.free();
        }
  });

  test("refuses as hillock's own do", () => {
    const x = () => inputs.map(() => new Float32Array(4));
    const first = inputs[0];
    expectRefusal(() => operation.raw(...inputs.map(() => [1])), {
      kind: TypeError,
      code: "HILLOCK_TYPE",
      message: new RegExp(`^hillock\\.${path}: ${first} is an Array, expected a number, Float32Array or Float64Array`),
    });
    expectRefusal(
      () =>
        operation.call(
          x(),
          outputs.map(() => new Float32Array(3)),
        ),
      { kind: RangeError, code: "HILLOCK_LENGTH", message: `hillock.${path}: ${outputs[0]} has length 3, expected 4` },
    );
    expectRefusal(() => operation.call(x(), undefined, { slope: 1 }), {
      kind: TypeError,
      code: "HILLOCK_OPTION",
      message: `hillock.${path}: unknown option "slope", expected one of width, offset, out`,
    });
    for (const value of [0, -1, 101, NaN])
      expectRefusal(() => operation.call(x(), undefined, { width: value }), {
        kind: RangeError,
        code: "HILLOCK_PARAMETER",
        message: `hillock.${path}: width is ${value}, expected a finite number above 0 and of at most 100`,
      });
  });
});

test("parameters keep the order that the definition demands, whichever of them is given", () => {
  const parameters = { low: { default: -1, lessThan: "high" }, high: { default: 1, atMost: "top" }, top: 1 };
  const own = { name: "clamp", parameters, value: (x: number) => x, derivative: () => 1 };
  const clamp = defineActivation(own as never) as unknown as AnyActivation;
  const refuse = (run: () => unknown, where: string, message: string) =>
    expectRefusal(run, { kind: RangeError, code: "HILLOCK_PARAMETER", message: `hillock.${where}: ${message}` });
  for (const operation of operationsOf(clamp))
    for (const make of [() => 0.5, () => new Float32Array(4)]) {
      const call = (values: object) => () => operation.raw(...operation.inputs.map(() => make()), values);
      refuse(call({ low: 1 }), operation.path, "low is 1, expected less than high, which is 1");
      refuse(call({ high: -3 }), operation.path, "low is -1, expected less than high, which is -3");
      refuse(call({ high: 1.5 }), operation.path, "high is 1.5, expected at most top, which is 1");
      expect(call({ low: 2, high: 3, top: 3 })).not.toThrow();
    }
  refuse(() => clamp.with({ low: 7 }), "clamp.with", "low is 7, expected less than high, which is 1");
  const raised = clamp.with({ high: 4, top: 5 });
  refuse(() => raised(0, { low: 4 }), "clamp", "low is 4, expected less than high, which is 4");
  expect(raised(0, { low: 3 })).toBe(0);
  refuse(
    () => defineActivation({ ...own, parameters: { ...parameters, top: 0 } } as never),
    "defineActivation",
    "high is 1, expected at most top, which is 0",
  );
});

test("a function that throws is heard", () => {
  const boom = new Error("boom");
  const broken = defineActivation({
    name: "broken",
    value: () => {
      throw boom;
    },
    derivative: () => 0,
  });
  expect(() => broken(new Float32Array(3))).toThrow(boom);
  expect(() => broken(1)).toThrow(boom);
});

test("it can be loaded, which does nothing", async () => {
  await expect(load(curve as never)).resolves.toBeUndefined();
});

test("the definition is read once: later changes do not reach it", () => {
  const own = { name: "own", parameters: { a: 2 }, value: (x: number, { a }: { a: number }) => a * x, derivative: () => 1 };
  const activation = defineActivation(own);
  own.value = () => 99;
  own.parameters.a = 99;
  own.name = "other";
  expect(activation(1)).toBe(2);
  expect(activation.name).toBe("own");
});

test("a definition that is none is refused, part by part", () => {
  const whole = { name: "own", value: (x: number) => x, derivative: () => 1 };
  const refuse = (own: unknown, code: "HILLOCK_TYPE" | "HILLOCK_OPTION", message: string) =>
    expectRefusal(() => defineActivation(own as never), { kind: TypeError, code, message: `hillock.defineActivation: ${message}` });
  refuse(null, "HILLOCK_OPTION", "definition is null, expected an object");
  refuse(() => 0, "HILLOCK_OPTION", "definition is a function, expected an object");
  refuse(
    { ...whole, slope: 1 },
    "HILLOCK_OPTION",
    'unknown option "slope", expected one of name, parameters, value, derivative, secondDerivative, derivativeFromOutput',
  );
  for (const [words, name] of [
    ["undefined", undefined],
    ['""', ""],
    ["3", 3],
  ] as const)
    refuse({ ...whole, name }, "HILLOCK_TYPE", `name is ${words}, expected a text`);
  for (const part of ["value", "derivative"])
    refuse({ ...whole, [part]: undefined }, "HILLOCK_TYPE", `${part} is undefined, expected a function of one number`);
  for (const part of ["value", "derivative", "secondDerivative", "derivativeFromOutput"])
    refuse({ ...whole, [part]: 1 }, "HILLOCK_TYPE", `${part} is 1, expected a function of one number`);
  for (const [words, parameters] of [
    ["null", null],
    ["1", 1],
  ] as const)
    refuse({ ...whole, parameters }, "HILLOCK_TYPE", `parameters is ${words}, expected an object`);
  for (const [words, a] of [
    ["null", null],
    ['"1"', "1"],
    ["an Object", {}],
  ] as const)
    refuse({ ...whole, parameters: { a } }, "HILLOCK_TYPE", `parameters.a is ${words}, expected its default`);
  refuse({ ...whole, parameters: { out: 1 } }, "HILLOCK_TYPE", "parameters.out is not possible: out is where results go");
});
