/**
 * A layer with a gate: the bits of the layer without an activation and of the gate after it, in
 * every layout, forward and backward.
 */
import { beforeAll, describe, expect, inject, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { alloc, free, gelu, info, dense as publicDense, swiglu } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, Place, residences, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";
import { type AnyGated, allGated, fastGated, layouts } from "./support/gated.js";
import { type AnyDense, signed, layouts as weightsLayouts } from "./support/layer.js";
import { sample } from "./support/sample.js";

const dense = publicDense as unknown as AnyDense;
const names = ["x", "weights", "bias"] as const;

interface Sizes {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** Nothing, one, and around the blocks of rows in which the gate is applied. */
const shapes: readonly Sizes[] = [
  [1, 1, 1],
  [3, 7, 5],
  [4, 0, 3],
  [0, 3, 4],
  [3, 4, 0],
  [191, 5, 6],
  [193, 5, 33],
  [400, 17, 9],
].map(([batch, inputs, outputs]) => ({ batch, inputs, outputs }) as Sizes);

function arraysOf({ batch, inputs, outputs }: Sizes, type: Constructor, seed: number) {
  const make = (length: number, k: number) => type.from({ length }, signed(seed + k, 2));
  return {
    x: make(batch * inputs, 1),
    weights: make(2 * inputs * outputs, 2),
    bias: make(2 * outputs, 3),
    dy: make(batch * outputs, 4),
  };
}

const cases = [
  ...allGated.map((gate) => ({ label: gate.name, gate, made: types as readonly Constructor[] })),
  ...fastGated.map((gate) => ({ label: `fast ${gate.name}`, gate, made: [Float32Array] as readonly Constructor[] })),
  { label: "swiglu at another rate", gate: swiglu.with({ beta: -0.5 }) as unknown as AnyGated, made: types as readonly Constructor[] },
];

describe.each(cases)("$label", ({ gate, made }) => {
  test.each(layouts)("%s: what the layer and the gate give one after the other", (layout) => {
    for (const type of made)
      for (const [seed, sizes] of sample([...shapes.entries()]))
        for (const weightsLayout of weightsLayouts) {
          const { x, weights, bias, dy } = arraysOf(sizes, type, seed);
          const wide = { ...sizes, outputs: 2 * sizes.outputs, weightsLayout };
          const packing = { layout, shape: [sizes.batch, wide.outputs] };
          const layer = { ...sizes, activation: gate, layout, weightsLayout };
          const about = JSON.stringify({ ...sizes, weightsLayout, type: type.name });
          const z = dense(x, weights, bias, wide);
          const y = gate.packed(z, packing) as Floats;
          expectSame(dense(x, weights, bias, layer), y, about);
          const [out, preactivation] = [new type(y.length).fill(7), new type(z.length).fill(7)];
          expect(dense(x, weights, bias, { ...layer, out, preactivation })).toBe(out);
          expectSame(out, y, `${about}, out beside preactivation`);
          expectSame(preactivation, z, `${about}, preactivation`);
          expectSame(dense(x, weights, null, layer), gate.packed(dense(x, weights, null, wide), packing) as Floats, `${about}, no bias`);

          const dz = gate.backwardPacked(dy, z, packing) as Floats;
          const wanted = dense.backward(dz, x, weights, wide);
          const gradients = dense.backward(dy, x, weights, { ...layer, preactivation });
          for (const name of names) expectSame(gradients[name], wanted[name], `${about}, gradient of ${name}`);
          const sums = { weights: weights.slice(), bias: bias.slice() };
          const others = { weights: weights.slice(), bias: bias.slice() };
          dense.backward(dz, x, weights, { ...wide, out: sums, accumulate: true });
          expect(dense.backward(dy, x, weights, { ...layer, preactivation, out: others, accumulate: true })).toEqual(sums);
        }
  });
});

describe.each(types.map((type) => ({ name: type.name, type: type as Constructor })))("$name", ({ type }) => {
  test("wherever the arrays live", () => {
    const sizes = { batch: 200, inputs: 9, outputs: 7 };
    const given = arraysOf(sizes, type, 5);
    const layer = { ...sizes, activation: swiglu, layout: "gateFirst" };
    const wanted = dense(given.x, given.weights, given.bias, layer);
    for (const [a, b, c, d] of [0, 1, 2, 3, 5, 7, 8, 10, 15].map((bits) => [1, 2, 4, 8].map((bit) => (bits & bit ? 1 : 0)))) {
      const place = (residence: number | undefined, length: number) => new Place(residences[residence as 0 | 1], type, length, 3);
      const [x, weights, z, out] = [
        place(a, given.x.length),
        place(b, given.weights.length),
        place(c, 2 * wanted.length),
        place(d, wanted.length),
      ];
      x.view.set(given.x);
      weights.view.set(given.weights);
      for (const kept of [{}, { preactivation: z.view }]) {
        out.view.fill(7);
        dense(x.view, weights.view, given.bias, { ...layer, ...kept, out: out.view });
        expectSame(out.view, wanted, `${[a, b, c, d]} ${Object.keys(kept)}`);
      }
      expect([x, weights, z, out].every(({ intact }) => intact)).toBe(true);
      for (const one of [x, weights, z, out]) one.free();
    }
  });

  test("a row has the same bits whatever the batch", () => {
    const sizes = { batch: 500, inputs: 20, outputs: 6 };
    const { x, weights, bias } = arraysOf(sizes, type, 6);
    const layer = { inputs: 20, outputs: 6, activation: swiglu, layout: "interleaved" };
    const whole = dense(x, weights, bias, layer);
    for (const row of [0, 191, 192, 384, 499])
      expectSame(dense(x.subarray(20 * row, 20 * (row + 1)), weights, bias, layer), whole.subarray(6 * row, 6 * (row + 1)), `row ${row}`);
  });
});

describe("what it refuses", () => {
  const layer = { batch: 2, inputs: 3, outputs: 5, activation: swiglu, layout: "valueFirst" };
  const given = () => {
    const arrays = arraysOf(layer, Float32Array, 1);
    return { ...arrays, preactivation: new Float32Array(20), out: new Float32Array(10) };
  };
  const calls = {
    dense: ({ x, weights, bias, preactivation, out }: Record<string, unknown>, others: object) =>
      dense(x, weights, bias, { ...layer, preactivation, out, ...others }),
    "dense.backward": ({ x, weights, dy, preactivation }: Record<string, unknown>, others: object) =>
      dense.backward(dy, x, weights, { ...layer, preactivation, ...others }),
  };

  test.each(Object.entries(calls))("%s", (where, call) => {
    const refused = (kind: ErrorConstructor, code: "HILLOCK_OPTION" | "HILLOCK_LENGTH", message: string, changes: object, others = {}) => {
      const arrays = { ...given(), ...changes };
      const before = Object.entries(arrays).map(([name, array]) => [name, array && (array as Floats).slice()]);
      expectRefusal(() => call(arrays, others), { kind, code, message: `hillock.${where}: ${message}` });
      expect(arrays).toEqual(Object.fromEntries(before));
    };
    const expected = 'expected "valueFirst", "gateFirst" or "interleaved"';
    for (const [words, layout] of [
      ["undefined", undefined],
      ['"rows"', "rows"],
      ["null", null],
    ] as const)
      refused(TypeError, "HILLOCK_OPTION", `layout is ${words}, ${expected}`, {}, { layout });
    const alone = "for a layer without a gate, expected it only with an activation such as swiglu";
    for (const activation of [undefined, gelu]) refused(TypeError, "HILLOCK_OPTION", `layout is "valueFirst" ${alone}`, {}, { activation });
    const lengths = {
      x: "batch * inputs = 2 * 3 = 6",
      weights: "inputs * 2 * outputs = 3 * 2 * 5 = 30",
      preactivation: "batch * 2 * outputs = 2 * 2 * 5 = 20",
      ...(where === "dense"
        ? { bias: "2 * outputs = 2 * 5 = 10", out: "batch * outputs = 2 * 5 = 10" }
        : { dy: "batch * outputs = 2 * 5 = 10" }),
    };
    for (const [name, because] of Object.entries(lengths))
      refused(RangeError, "HILLOCK_LENGTH", `${name} has length 4, expected ${because}`, { [name]: new Float32Array(4) });
    const turned = { weights: new Float32Array(4) };
    const because = "2 * outputs * inputs = 2 * 5 * 3 = 30";
    refused(RangeError, "HILLOCK_LENGTH", `weights has length 4, expected ${because}`, turned, { weightsLayout: "outputsInputs" });
  });

  test("a backward pass without the sums", () => {
    const { x, weights, dy } = given();
    for (const others of [{}, { output: dy }])
      expectRefusal(() => dense.backward(dy, x, weights, { ...layer, ...others }), {
        kind: TypeError,
        code: "HILLOCK_OPTION",
        message: /^hillock\.dense\.backward: preactivation is missing, expected it for the derivative of swiglu/,
      });
  });
});

describe("memory", () => {
  const sizes = { batch: 300, inputs: 4, outputs: 50 };
  const layer = { ...sizes, activation: swiglu, layout: "gateFirst" };

  beforeAll(() => free(alloc(Float32Array, 1)));

  test("calls take none that they do not give back, and need none that there is not", () => {
    const { x, weights, bias } = arraysOf(sizes, Float32Array, 1);
    const resident = alloc(Float32Array, weights.length);
    resident.set(weights);
    const wanted = dense(x, weights, bias, layer);
    const before = info().memory;
    expectSame(dense(x, resident, bias, layer), wanted, "with room");
    expect(info().memory).toEqual(before);
    const filling: Floats[] = [];
    for (let bytes = before.bytes; bytes >= 64; bytes /= 2)
      try {
        for (;;) filling.push(alloc(Float32Array, Math.floor(bytes / 4)));
      } catch {}
    expectSame(dense(x, resident, bias, layer), wanted, "without room");
    for (const array of [resident, ...filling]) free(array);
  });

  test("a layer of another runtime takes the gate there", () => {
    const { x, weights, bias } = arraysOf(sizes, Float64Array, 2);
    const runtime = createRuntime({ backend: inject("backend") });
    const elsewhere = onRuntime(publicDense, runtime) as unknown as AnyDense;
    expectSame(elsewhere(x, weights, bias, layer), dense(x, weights, bias, layer), "elsewhere");
  });
});
