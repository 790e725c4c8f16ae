/**
 * Presets made up here: in every method, on numbers and arrays, what their parents are at those
 * parameters, bit for bit.
 */
import { describe, expect, test } from "vitest";
import type { ErrorBounds } from "../src/functions/definition.js";
import { createGated } from "../src/functions/gated.js";
import { internalsOf } from "../src/functions/internals.js";
import { createPreset } from "../src/functions/preset.js";
import { withFast } from "../src/functions/variants.js";
import { dense, elu, leakyRelu, softplus, swiglu, swish } from "../src/index.js";
import { fast as swishFast } from "../src/kernels/activations/swish.fast.js";
import { float32, float64 } from "../src/kernels/gated/swiglu.js";
import { type AnyActivation, operationsOf, type Values } from "./support/activations.js";
import { expectSame, fillWith, types } from "./support/arrays.js";

const cases = [
  { parent: leakyRelu, parameters: { negativeSlope: 0.2 }, fromOutput: true },
  { parent: leakyRelu, parameters: { negativeSlope: -0.5 }, fromOutput: false },
  { parent: swish, parameters: { beta: 1.702 }, fromOutput: false },
  { parent: elu, parameters: { alpha: 1.67326 }, fromOutput: true },
  { parent: softplus, parameters: { beta: 3.7 }, fromOutput: true },
] as unknown as { parent: AnyActivation; parameters: Values; fromOutput: boolean }[];

const presetOf = (parent: AnyActivation, parameters: Values) =>
  createPreset("madeUp", parent as never, parameters as never) as unknown as AnyActivation;

describe.each(cases)("$parent.name at $parameters", ({ parent, parameters, fromOutput }) => {
  const preset = presetOf(parent, parameters);

  test("every method is the parent's, on arrays and numbers, in hillock/fast too", () => {
    const others = parent === (swish as unknown) ? [[withFast(preset as never, swishFast), withFast(parent as never, swishFast)]] : [];
    for (const [one, like] of [[preset, parent], ...(others as unknown as [AnyActivation, AnyActivation][])] as const) {
      const operations = operationsOf(one);
      expect(operations.some(({ method }) => method === "backwardFromOutput")).toBe(fromOutput);
      for (const { method, inputs, path, call, numbers } of operations) {
        const own = operationsOf(like).find((operation) => operation.method === method);
        for (const type of types) {
          const given = inputs.map(() => new type(257));
          given.forEach((array, i) => {
            fillWith(array, i + 1);
          });
          const wanted = own?.call(given, undefined, parameters) ?? [];
          call(given).forEach((result, i) => {
            expectSame(result, wanted[i] as never, `${path} ${type.name}`, given);
          });
        }
        expect(numbers(inputs.map((_, i) => 0.7 - i))).toEqual(
          own?.numbers(
            inputs.map((_, i) => 0.7 - i),
            parameters,
          ),
        );
      }
    }
  });

  test("is a function of its own, on the modules of its parent", () => {
    expect([preset.name, preset.spec.name, preset.spec.parameters]).toEqual(["madeUp", "madeUp", {}]);
    expect(internalsOf("test", "preset", preset).kernels.float32).toBe(internalsOf("test", "parent", parent).kernels.float32);
    const words = JSON.stringify(preset.spec);
    for (const [name, value] of Object.entries(parameters)) {
      expect(words).not.toMatch(new RegExp(`\\b${name}\\b`));
      expect(words).toContain(`${value}`);
    }
    expect("parameterGradients" in preset).toBe(false);
    expect(() => preset(1, parameters)).toThrow("hillock.madeUp: unknown option");
    expect(preset.with({})(-1)).toBe(preset(-1));
  });

  test("is taken by a layer", () => {
    const [x, weights] = [Float32Array.of(1, -2, 3, -4), Float32Array.of(1, -1, 2, 0.5)];
    const layer = (activation: unknown) => dense(x, weights, null, { inputs: 2, outputs: 2, activation: activation as never });
    expect(layer(preset)).toEqual(layer(parent.with(parameters)));
  });
});

test("a preset promises what its parent promises of other parameters, and may have words of its own", () => {
  const { value, derivative, secondDerivative } = (swish.spec.bounds as { readonly float32: ErrorBounds }).float32;
  expect(createPreset("madeUp", swish, { beta: 1 }).spec.bounds?.float32).toEqual({ value, derivative, secondDerivative });
  expect(createPreset("madeUp", swish, { beta: 2 }).spec.bounds?.float32).toEqual({ value: 1, derivative: 1, secondDerivative: 1 });
  expect(createPreset("madeUp", swish, { beta: 1 }, { range: "[-0.3, Infinity)" }).spec.range).toBe("[-0.3, Infinity)");
});

test("a preset is refused parameters that its parent refuses, and parents that are none", () => {
  expect(() => createPreset("madeUp", softplus, { beta: -1 })).toThrow("hillock.madeUp: beta is -1, expected a finite number of at least");
  expect(() => createPreset("madeUp", Math.tanh as never, {} as never)).toThrow("hillock.madeUp: parent is a function");
});

test("a gate may be a preset, or an activation with parameters bound", () => {
  const [value, gate, dy] = [Float64Array.of(2, -3, 0.5), Float64Array.of(-1, 0.3, 4), Float64Array.of(1, 2, -1)];
  const kernels = { float32, float64 };
  for (const activation of [createPreset("madeUp", swish, { beta: 1.702 }), swish.with({ beta: 1.702 })]) {
    const gated = createGated<object>({ name: "madeUpGlu", gate: activation as never, kernels });
    const bound = swiglu.with({ beta: 1.702 });
    expect(gated(value, gate)).toEqual(bound(value, gate));
    expect(gated(2, -1)).toBe(bound(2, -1));
    expect(gated.backward(dy, value, gate)).toEqual(bound.backward(dy, value, gate));
    expect(gated.packed(value.subarray(0, 2), { layout: "interleaved" })).toEqual(
      bound.packed(value.subarray(0, 2), { layout: "interleaved" }),
    );
    expect(gated.spec.bounds.float64.backward).toBeGreaterThanOrEqual(bound.spec.bounds.float64.backward);
  }
});
