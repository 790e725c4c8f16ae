/**
 * hillock/fast: the same functions by the same names, quicker for Float32Array; the rest is as it
 * was.
 */
import { describe, expect, test } from "vitest";
import { float32 } from "../oracle/formats.js";
import { Reference } from "../oracle/oracle.js";
import * as fast from "../src/fast.js";
import * as features from "../src/features/index.js";
import * as gated from "../src/gated/index.js";
import { activations } from "../src/index.js";
import * as rowwise from "../src/rowwise/index.js";
import { type AnyActivation, allFast, on, operationsOf, parameterSets } from "./support/activations.js";
import { expectSame, fillWith, special } from "./support/arrays.js";

const LENGTH = 300;
const defaultOf = ({ name }: AnyActivation) => (activations as unknown as Record<string, AnyActivation>)[name];

test("it has all the names, and a form of its own for some", () => {
  const standard: Record<string, unknown> = { ...activations, ...gated, ...rowwise, ...features };
  expect(Object.keys(fast).sort()).toEqual(Object.keys(standard).sort());
  for (const [name, f] of Object.entries(fast)) {
    expect(f.name).toBe(name);
    const promised = (f.spec.bounds as { fast?: unknown }).fast !== undefined;
    expect(f !== standard[name], name).toBe(promised);
  }
});

describe.each(allFast.map((activation) => ({ name: activation.name, activation })))("fast $name", ({ activation }) => {
  test("has the spec and the methods of the default one", () => {
    expect(activation.spec).toEqual(defaultOf(activation).spec);
    expect(operationsOf(activation).map(({ method }) => method)).toEqual(operationsOf(defaultOf(activation)).map(({ method }) => method));
  });

  test("gives the same as the default one for Float64Array and numbers", () => {
    for (const operation of operationsOf(activation)) {
      const given = operation.inputs.map((_, i) => {
        const array = new Float64Array(LENGTH);
        fillWith(array, i + 1);
        return array;
      });
      const standard = on(defaultOf(activation), operation.method);
      const wanted = standard.call(given);
      operation.call(given).forEach((result, i) => {
        expectSame(result, wanted[i], operation.path, given);
      });
      const numbers = operation.inputs.map(() => 0.75);
      expect(operation.numbers(numbers)).toEqual(standard.numbers(numbers));
    }
  });

  test("stays fast through with", () => {
    for (const values of parameterSets(activation)) {
      const x = new Float32Array(LENGTH);
      fillWith(x, 3);
      const [wanted] = on(activation, "value").call([x], undefined, values);
      expectSame(on(activation.with(values), "value").call([x])[0], wanted, activation.name);
    }
  });

  test.each(["value", "derivative", "secondDerivative"] as const)("keeps NaN, infinities and zeros: %s", (method) => {
    for (const values of parameterSets(activation)) {
      const defaults = Object.fromEntries(Object.entries(activation.spec.parameters).map(([name, { default: value }]) => [name, value]));
      const reference = new Reference(activation.name, method, { ...defaults, ...values });
      const x = Float32Array.from([...special, ...activation.spec.kinks]);
      const [result] = on(activation, method).call([x], undefined, values);
      x.forEach((value, i) => {
        const { ulp, absolute, rounded } = reference.judge(float32, [value], result[i]);
        if (!(ulp <= 64 || absolute <= 2 ** -126))
          expect.fail(`fast ${activation.name}.${method}(${value}) is ${result[i]}, expected ${rounded}`);
      });
    }
  });
});
