/** Gated functions: every way to call them, and that all ways give the same. */
import { describe, expect, test } from "vitest";
import { Exact, exactly as exactValue } from "../oracle/exact.js";
import { float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { gateFormulasOf, gates } from "../oracle/gates.js";
import { factsAt, type ParameterValues, Reference, specification } from "../oracle/oracle.js";
import { onRuntime } from "../src/functions/variants.js";
import { info, load } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats, Options } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, special, types } from "./support/arrays.js";
import { type AnyGated, allGated, gatedOperationsOf, layouts, unpack } from "./support/gated.js";

function filled(type: Constructor, length: number, seed: number): Floats {
  const array = new type(length);
  fillWith(array, seed);
  return array;
}

/** The defaults, and every example of a parameter. */
function parameterSets({ spec }: AnyGated): readonly Options[] {
  return [{}, ...Object.entries(spec.parameters).flatMap(([name, { examples }]) => examples.map((value) => ({ [name]: value })))];
}

function defaultsOf({ spec }: AnyGated): ParameterValues {
  return Object.fromEntries(Object.entries(spec.parameters).map(([name, { default: value }]) => [name, value]));
}

/**
 * The results at a value and a gate, the gradients of dy = 1, and the factors that the gate makes:
 * each rounded to float64.
 */
type ExactAt = (value: number, gate: number) => { readonly results: readonly number[]; readonly value: number; readonly slope: number };

function exactly(name: string, parameters: ParameterValues): ExactAt {
  const activation = gates[name]?.activation;
  if (activation) {
    const [act, derivative] = (["value", "derivative"] as const).map((method) => {
      const reference = new Reference(activation, method, parameters);
      return (gate: number) => reference.judge(float64, [gate], 0).rounded;
    }) as [(gate: number) => number, (gate: number) => number];
    return (v, gate) => {
      const [value, slope] = [act(gate), derivative(gate)];
      return { results: [v * value, value, v * slope], value, slope };
    };
  }
  const formulas = Object.values(gateFormulasOf(name)).map((formula) => new Exact(parse(formula)));
  return (value, gate) => {
    if (Number.isNaN(value) || Number.isNaN(gate)) return { results: [NaN, NaN, NaN], value: NaN, slope: NaN };
    // A formula that has both -Infinity and what is 0 there as factors is NaN.
    const at = { ...parameters, dy: 1, gate: Math.max(gate, -Number.MAX_VALUE) };
    const [, ofGate, slope] = formulas.map((formula) => formula.round(float64, { ...at, value: 0 })) as [number, number, number];
    return { results: formulas.map((formula) => formula.round(float64, { ...at, value })), value: ofGate, slope };
  };
}

describe.each(allGated.map((f) => ({ name: f.name, f })))("$name", ({ name, f }) => {
  test("says what it is, and what it promises", () => {
    expect(name in gates).toBe(true);
    expect(f.spec.name).toBe(name);
    expect(Object.isFrozen(f.spec) && Object.isFrozen(f.spec.bounds.float32)).toBe(true);
    expect(Object.keys(f.spec.formula)).toEqual(["value", "backwardToValue", "backwardToGate"]);
  });

  test("binds parameters, and is the same kind of function then", () => {
    const [value, gate] = [filled(Float64Array, 90, 1), filled(Float64Array, 90, 2)];
    for (const values of parameterSets(f)) {
      const bound = f.with(values);
      expect(bound.name).toBe(name);
      expect(Object.keys(bound).sort()).toEqual(Object.keys(f).sort());
      for (const [key, wanted] of Object.entries(values)) expect(bound.spec.parameters[key]?.default).toBe(wanted);
      expectSame(bound(value, gate) as Floats, f(value, gate, values) as Floats, name);
      expectSame(bound.with({})(value, gate, {}) as Floats, f(value, gate, values) as Floats, name);
      expectSame(bound(value, gate, defaultsOf(f)) as Floats, f(value, gate) as Floats, name);
    }
  });

  test("agrees with itself on numbers", () => {
    for (const type of types)
      for (const values of parameterSets(f)) {
        const [dy, value, gate] = [1, 2, 3].map((seed) => filled(type, 120, seed)) as [Floats, Floats, Floats];
        const results = f(value, gate, values) as Floats;
        const gradients = f.backward(dy, value, gate, values) as { value: Floats; gate: Floats };
        results.forEach((result, i) => {
          const numbers = f.backward(dy[i], value[i], gate[i], values) as { value: number; gate: number };
          const wanted = [f(value[i], gate[i], values) as number, numbers.value, numbers.gate];
          const got = [result, gradients.value[i], gradients.gate[i]];
          const unit = type === Float32Array ? 2 ** -23 : 2 ** -48;
          wanted.forEach((exact, k) => {
            const rounded = type === Float32Array ? Math.fround(exact) : exact;
            const near = got[k] === rounded || Math.abs((got[k] as number) - rounded) <= unit * Math.abs(rounded) + 2 ** -1000;
            if (!near && !Object.is(got[k], rounded))
              expect.fail(`${name} ${k} at ${value[i]}, ${gate[i]}: ${got[k]}, as numbers ${rounded}`);
          });
        });
      }
  });

  test("takes its exact value's kind at special values: NaN, infinite, zero, of that sign", () => {
    for (const values of parameterSets(f)) {
      const exactAt = exactly(name, { ...defaultsOf(f), ...(values as ParameterValues) });
      const pairs = special.flatMap((value) => special.map((gate) => [value, gate] as const));
      for (const type of types) {
        const [value, gate] = [0, 1].map((k) => type.from(pairs.map((pair) => pair[k as 0 | 1]))) as [Floats, Floats];
        const dy = new type(value.length).fill(1);
        const results = f(value, gate, values) as Floats;
        const gradients = f.backward(dy, value, gate, values) as { value: Floats; gate: Floats };
        value.forEach((v, i) => {
          const g = gate[i] as number;
          const exact = exactAt(v, g);
          const wanted = exact.results.map((x) => (type === Float32Array ? Math.fround(x) : x));
          [results[i], gradients.value[i], gradients.gate[i]].forEach((got, k) => {
            const right = wanted[k] as number;
            const distance = Math.abs((got as number) - right);
            const near = distance <= 1e-6 * Math.abs(right) || distance <= (type === Float32Array ? 2 ** -149 : 2 ** -1000);
            // Of a factor that underflows nothing is promised.
            const lost = Number.isFinite(g) && g !== 0 && Math.abs(k === 2 ? exact.slope : exact.value) < 2 ** -1000;
            if (!Object.is(got, right) && got !== right && !near && !lost)
              expect.fail(`${name} ${k} of ${v} and ${g} is ${got} in ${type.name}, expected ${right}`);
          });
        });
      }
    }
  });

  const activation = specification[gates[name]?.activation ?? ""];
  const defaults = defaultsOf(f);
  const limits = activation && factsAt(activation, defaults).limits.value.map((limit) => exactValue(limit).round(float64, defaults));
  test.runIf(limits)("0 times Infinity is NaN, on either side", () => {
    const [low, high] = limits as [number, number];
    for (const type of types) {
      const value = type.from([0, -0, Infinity, -Infinity]);
      const gate = type.from([Infinity, Infinity, -Infinity, 0]);
      expect([...(f(value, gate) as Floats)]).toEqual([0 * high, -0 * high, Infinity * low, -Infinity * (f(1, 0) as number)]);
      expect(f(0, Infinity)).toBe(0 * high);
    }
  });

  test.each(layouts)("packed, %s: what the unpacked arrays give, for rows of every length", (layout) => {
    const shapes = [[2], [6], [1, 14], [5, 6], [7, 2], [3, 140], [2, 3, 32], [2, 3, 30], [9, 126], [1, 9000], [300, 40], [2, 0], [0, 4]];
    for (const type of types)
      for (const shape of shapes)
        for (const residence of ["memory", "heap"] as const) {
          const length = shape.reduce((a, b) => a * b, 1);
          const n = (shape.at(-1) as number) / 2;
          const x = new Place(residence, type, length, 3);
          const dy = new Place(residence, type, length / 2, 5);
          x.view.set(filled(type, length, 4));
          dy.view.set(filled(type, length / 2, 5));
          const { value, gate } = unpack(x.view, n, layout);
          const about = `${name} ${layout} ${shape} ${type.name} ${residence}`;
          const options = { layout, shape };
          expectSame(f.packed(x.view, options) as Floats, f(value, gate) as Floats, about);
          const gradients = f.backward(dy.view, value, gate) as { value: Floats; gate: Floats };
          const packed = unpack(f.backwardPacked(dy.view, x.view, options) as Floats, n, layout);
          expectSame(packed.value, gradients.value, `${about}, gradient of the value`);
          expectSame(packed.gate, gradients.gate, `${about}, gradient of the gate`);
          if (shape.length === 1) expectSame(f.packed(x.view, { layout }) as Floats, f(value, gate) as Floats, about);
          for (const place of [x, dy]) place.free();
        }
  });

  test("gives new arrays of its argument's type, and leaves the arguments alone", () => {
    for (const type of types)
      for (const operation of gatedOperationsOf(f)) {
        const inputs = operation.inputs.map(([, width], i) => filled(type, 40 * width, i + 1));
        const before = inputs.map((array) => array.slice());
        const results = operation.call(inputs);
        results.forEach((result, i) => {
          expect(Object.getPrototypeOf(result)).toBe(type.prototype);
          expect(result.length).toBe(40 * (operation.outputs[i]?.[1] as number));
        });
        inputs.forEach((array, i) => {
          expectSame(array, before[i] as Floats, operation.label);
        });
        const out = results.map((result) => new type(result.length).fill(7));
        operation.call(inputs, out).forEach((result, i) => {
          expect(result).toBe(out[i]);
          expectSame(result, results[i] as Floats, operation.label);
        });
      }
  });

  test("is loaded and moved to another runtime like an activation", async () => {
    await load(f as never);
    if (info().backend !== "js") expect(info().kernels).toEqual(expect.arrayContaining([name, `${name}.float64`]));
    const elsewhere = createRuntime({ backend: "js" });
    const moved = onRuntime(f as never, elsewhere) as AnyGated;
    expect(Object.keys(moved).sort()).toEqual(Object.keys(f).sort());
    expect((moved(Float64Array.of(2), Float64Array.of(3)) as Floats)[0]).toBeCloseTo(f(2, 3) as number, 12);
    expect([...elsewhere.kernels.keys()]).toEqual([]);
  });
});
