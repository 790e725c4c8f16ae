/** Every way to call an activation: numbers, arrays, outputs, parameters, options bound. */
import { describe, expect, test } from "vitest";
import { exactly } from "../oracle/exact.js";
import { float64 } from "../oracle/formats.js";
import { specification } from "../oracle/oracle.js";
import { activations } from "../src/index.js";
import {
  type AnyActivation,
  all,
  allows,
  type Floats,
  type Operation,
  on,
  operations,
  parameterSets,
  type Values,
} from "./support/activations.js";
import { type Constructor, expectSame, fillWith, types } from "./support/arrays.js";
import { representativeOperations as chosen } from "./support/representatives.js";

const LENGTH = 150;

function inputsOf({ activation, method, inputs }: Operation, type: Constructor): Floats[] {
  return inputs.map((_, i) => {
    const array = new type(LENGTH);
    fillWith(array, i + 1);
    return method === "backwardFromOutput" && i === 1 ? activation(array) : array;
  });
}

/** Where the specification has kinks at these parameters, and their slopes. */
function placesAt(name: string, values: Values) {
  const numberOf = (text: string) => exactly(text).round(float64, values);
  const places = specification[name]?.kinks?.filter(({ at }) => Number.isFinite(numberOf(at))) ?? [];
  return { kinks: places.map(({ at }) => numberOf(at)), slopes: places.map(({ left, right }) => [numberOf(left), numberOf(right)]) };
}

/**
 * Whether two results are within a few units in the last place: how near exactly is for the proof
 * to say.
 */
function close(a: number, b: number, type: Constructor): boolean {
  const unit = type === Float32Array ? 2 ** -23 : 2 ** -46;
  return Object.is(a, b) || a === b || Math.abs(a - b) <= 2 * unit * (Math.abs(b) + 2 ** -30);
}

describe.each(operations.map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { activation, outputs } = operation;

  test.each(parameterSets(activation).filter((values) => allows(operation, values)))("agrees with itself on numbers: %o", (values) => {
    for (const type of types) {
      const given = inputsOf(operation, type);
      const results = operation.call(given, undefined, values);
      for (let i = 0; i < LENGTH; i++) {
        const numbers = operation.numbers(
          given.map((array) => array[i]),
          values,
        );
        if (numbers.length !== outputs.length) expect.fail(`${path} has ${numbers.length} numbers, expected ${outputs.length}`);
        numbers.forEach((wanted, k) => {
          const got = results[k]?.[i];
          const rounded = type === Float32Array ? Math.fround(wanted) : wanted;
          if (!close(got, rounded, type))
            expect.fail(`${path}(${given.map((array) => array[i])}) is ${got} in an array and ${wanted} for numbers`);
        });
      }
    }
  });
});

describe.each(chosen.map((operation) => ({ path: operation.path, operation })))("$path", ({ path, operation }) => {
  const { activation, method, inputs, outputs, raw } = operation;

  test.each(types)("gives new arrays of its argument's type, and leaves the arguments alone (%o)", (type) => {
    const given = inputsOf(operation, type);
    const before = given.map((array) => array.slice());
    const results = operation.call(given);
    expect(results).toHaveLength(outputs.length);
    for (const result of results) {
      expect(Object.getPrototypeOf(result)).toBe(type.prototype);
      expect(result.length).toBe(LENGTH);
      expect(given.map((array) => array.buffer)).not.toContain(result.buffer);
    }
    expect(new Set(results.map((result) => result.buffer)).size).toBe(outputs.length);
    given.forEach((array, i) => {
      expectSame(array, before[i], inputs[i]);
    });
  });

  test.each(types)("writes the same bits to out, and returns it (%o)", (type) => {
    const given = inputsOf(operation, type);
    const wanted = operation.call(given);
    const out = outputs.map(() => new type(LENGTH).fill(7));
    operation.call(given, out).forEach((result, i) => {
      expect(result).toBe(out[i]);
      expectSame(result, wanted[i], path, given);
    });
  });

  test("gives empty arrays for empty arrays", () => {
    for (const type of types)
      expect(operation.call(inputs.map(() => new type())).map((result) => result.length)).toEqual(outputs.map(() => 0));
  });

  test("takes absent options in every spelling", () => {
    const given = inputsOf(operation, Float32Array);
    const wanted = operation.call(given);
    for (const options of [undefined, {}, { out: undefined }, Object.create(null)])
      operation.call(given, undefined, options).forEach((result, i) => {
        expectSame(result, wanted[i], path, given);
      });
  });

  test("binds parameters", () => {
    const given = inputsOf(operation, Float64Array);
    for (const values of parameterSets(activation).filter((values) => allows(operation, values))) {
      const wanted = operation.call(given, undefined, values);
      const bound = on(activation.with(values), method);
      bound.call(given).forEach((result, i) => {
        expectSame(result, wanted[i], path, given);
      });
    }
  });

  if (inputs.length === 1)
    test("works as the callback of map", () => {
      const numbers = [0.25, -1.5, 3];
      const one = raw as (x: number) => unknown;
      expect(numbers.map(raw as never)).toEqual(numbers.map((x) => one(x)));
    });
});

describe.each(all.map((activation) => ({ name: activation.name, activation })))("$name", ({ name, activation }) => {
  const bare = { ...activation };

  test("is in the registry under its name", () => {
    expect((activations as unknown as Record<string, AnyActivation>)[name]).toBe(activation);
    expect(activation.spec.name).toBe(name);
    expect(typeof activation).toBe("function");
  });

  test("has a spec that is frozen to its depth", () => {
    const frozen = (value: unknown): boolean =>
      (typeof value !== "object" && typeof value !== "function") ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(activation.spec)).toBe(true);
  });

  test("with gives the same kind of function and leaves the first as it was", () => {
    for (const values of parameterSets(activation)) {
      const bound = activation.with(values);
      expect(bound).not.toBe(activation);
      expect(bound.name).toBe(name);
      const parameters = Object.entries(activation.spec.parameters).map(([name, parameter]) => [
        name,
        { ...parameter, default: values[name] ?? parameter.default },
      ]);
      const places = placesAt(name, Object.fromEntries(Object.entries(bound.spec.parameters).map(([key, rule]) => [key, rule.default])));
      expect(bound.spec).toEqual({ ...activation.spec, parameters: Object.fromEntries(parameters), ...places });
      expect(Object.keys(bound).sort()).toEqual(Object.keys(activation).sort());
    }
    expect({ ...activation }).toEqual(bare);
  });

  test("with can be repeated; options of a call come first", () => {
    const x = Float64Array.of(-1.5, 0.5, 2);
    for (const values of parameterSets(activation)) {
      const wanted = on(activation, "value").call([x], undefined, values);
      const others = Object.fromEntries(
        Object.entries(activation.spec.parameters).map(([parameter, { default: value }]) => [parameter, value]),
      );
      const absent = Object.fromEntries(Object.keys(values).map((parameter) => [parameter, undefined]));
      expect(on(activation.with(others).with(values), "value").call([x])).toEqual(wanted);
      expect(on(activation.with(values).with({}), "value").call([x])).toEqual(wanted);
      expect(on(activation.with(others), "value").call([x], undefined, values)).toEqual(wanted);
      expect(on(activation.with(values), "value").call([x], undefined, absent)).toEqual(wanted);
    }
  });
});
