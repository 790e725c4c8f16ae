/**
 * A layer passes its sums through an activation of any kind, and their gradients back: the bits
 * that it gives by itself.
 */
import { describe, expect, test } from "vitest";
import { defineActivation, dynamicTanh, free, info, leakyRelu, prelu, dense as publicDense, relu } from "../src/index.js";
import { type AnyActivation, channelled, type Floats, type Options, parameterSets } from "./support/activations.js";
import { expectSame, take, types } from "./support/arrays.js";
import { detached, expectRefusal } from "./support/errors.js";
import { type AnyDense, arraysOf, layouts, type Sizes, signed } from "./support/layer.js";
import { fastRepresentatives, representatives } from "./support/representatives.js";

const dense = publicDense as unknown as AnyDense;

const own = defineActivation({
  name: "own",
  parameters: { slope: 2 },
  value: (x, { slope }) => Math.tanh(slope * x),
  derivative: (x, { slope }) => slope * (1 - Math.tanh(slope * x) ** 2),
  derivativeFromOutput: (y, { slope }) => slope * (1 - y ** 2),
}) as unknown as AnyActivation;

const cases = [
  ...representatives.flatMap((activation) => parameterSets(activation).map((values) => ({ label: activation.name, activation, values }))),
  ...fastRepresentatives.map((activation) => ({ label: `fast ${activation.name}`, activation, values: {} })),
  ...[{}, { slope: -3 }].map((values) => ({ label: "one of the user's", activation: own, values })),
].map(({ label, activation, values }) => ({ label: `${label} ${JSON.stringify(values)}`, activation: activation.with(values) }));

/** Sums of all sizes: from where activations are straight to where they bend. */
const shapes: readonly Omit<Sizes, "weightsLayout">[] = [
  { batch: 1, inputs: 1, outputs: 1 },
  { batch: 3, inputs: 7, outputs: 5 },
  { batch: 33, inputs: 20, outputs: 130 },
  { batch: 4, inputs: 0, outputs: 3 },
  { batch: 0, inputs: 3, outputs: 4 },
];

const all3 = ["x", "weights", "bias"] as const;

describe.each(cases)("$label", ({ activation }) => {
  test.each(types)("forward and backward: %o", (type) => {
    for (const [seed, shape] of shapes.entries())
      for (const weightsLayout of layouts) {
        const sizes = { ...shape, weightsLayout };
        const { x, weights, bias, dy } = arraysOf(sizes, type, signed(seed + 1, 2));
        const z = dense(x, weights, bias, sizes);
        const y = activation(z);
        expectSame(dense(x, weights, bias, { ...sizes, activation }), y, "the result");
        const [out, preactivation] = [take(type, z.length), take(type, z.length)];
        expect(dense(x, weights, bias, { ...sizes, activation, out, preactivation })).toBe(out);
        expectSame(preactivation, z, "preactivation");
        expectSame(out, y, "out beside preactivation");

        const dz = activation.backward(dy, z) as Floats;
        const wanted = dense.backward(dz, x, weights, sizes);
        const compare = (options: Options, wanted: Record<string, Floats>) => {
          const gradients = dense.backward(dy, x, weights, { ...sizes, activation, ...options });
          for (const name of all3) expectSame(gradients[name], wanted[name], `gradient of ${name}`);
        };
        compare({ preactivation }, wanted);
        compare({ preactivation, output: new type(z.length).fill(NaN) }, wanted);
        const { backwardFromOutput, spec } = activation;
        if (backwardFromOutput && Object.values(spec.parameters).every((one) => one.default >= (one.minimumFromOutput ?? -Infinity)))
          compare({ output: y }, dense.backward(backwardFromOutput(dy, y), x, weights, sizes));
        const start = arraysOf(sizes, type, signed(99));
        const sums = { x: start.x.slice(), weights: start.weights.slice(), bias: start.bias.slice() };
        dense.backward(dz, x, weights, { ...sizes, out: sums, accumulate: true });
        compare({ preactivation, out: { x: start.x, weights: start.weights, bias: start.bias }, accumulate: true }, sums);
        free(out);
        free(preactivation);
      }
  });
});

describe("without an activation", () => {
  test("neither preactivation nor output is needed, and either may be given", () => {
    const sizes: Sizes = { batch: 3, inputs: 4, outputs: 2, weightsLayout: "inputsOutputs" };
    const { x, weights, dy } = arraysOf(sizes, Float32Array, signed(1));
    const wanted = dense.backward(dy, x, weights, sizes);
    for (const others of [{ preactivation: dy.slice() }, { output: dy.slice() }, { preactivation: dy, output: dy }])
      expect(dense.backward(dy, x, weights, { ...sizes, ...others })).toEqual(wanted);
  });
});

describe.each(types)("a slope for each output, %o", (type) => {
  const sizes: Sizes = { batch: 3, inputs: 4, outputs: 5, weightsLayout: "inputsOutputs" };
  const given = arraysOf(sizes, type, signed(3));
  const slopes = new type([0.5, 0.25, 0, 2, 0.125]);
  const { x, weights, bias, dy } = given;
  const z = dense(x, weights, bias, sizes);

  test.each(channelled)("works as $activation.name does by itself, $parameter", ({ activation: sloped, parameter }) => {
    for (const options of [
      { [parameter]: slopes },
      { [parameter]: slopes, shape: [3, 5] },
      { [parameter]: slopes.subarray(0, 3), shape: [3, 5], channelAxis: 0 },
    ]) {
      const activation = sloped.with(options);
      expectSame(dense(x, weights, bias, { ...sizes, activation }), activation(z), "forward");
      expectSame(dense(x, weights, null, { ...sizes, activation }), activation(dense(x, weights, null, sizes)), "without bias");
      const wanted = dense.backward(activation.backward(dy, z), x, weights, sizes);
      const sources = [{ preactivation: z }, ...("backwardFromOutput" in activation ? [{ output: activation(z) }] : [])];
      const gradients = sources.map((from) => dense.backward(dy, x, weights, { ...sizes, activation, ...from }));
      for (const one of gradients) for (const name of all3) expectSame(one[name], wanted[name], `gradient of ${name}`);
    }
  });

  test("refuses slopes that do not fit before it writes", () => {
    const other = type.name === "Float32Array" ? Float64Array : Float32Array;
    const room = new type(30).fill(0.25);
    const lost = new type(5);
    structuredClone(lost.buffer, { transfer: [lost.buffer as ArrayBuffer] });
    const message = (text: string) => `hillock.dense: ${text}`;
    for (const [f, options, kind, code, text] of [
      [prelu, { alpha: new type(4) }, RangeError, "HILLOCK_LENGTH", "alpha has length 4, expected a divisor of the length of out, 15"],
      [prelu, { alpha: new type(4), shape: [3, 5] }, RangeError, "HILLOCK_LENGTH", "alpha has length 4, expected shape[1] = 5"],
      [prelu, { alpha: slopes, shape: [4, 5] }, RangeError, "HILLOCK_SHAPE", "out has length 15, expected that of shape, 4 * 5 = 20"],
      [prelu, { alpha: new other(5) }, TypeError, "HILLOCK_TYPE", `alpha is a ${other.name}, expected a ${type.name} like out`],
      [prelu, { alpha: room.subarray(10, 15) }, RangeError, "HILLOCK_OVERLAP", "out overlaps alpha; it needs memory of its own"],
      [
        dynamicTanh,
        { gamma: slopes.with(3, -Infinity) },
        RangeError,
        "HILLOCK_PARAMETER",
        "gamma[3] is -Infinity, expected a finite number of at least -1e+30 and of at most 1e+30",
      ],
    ] as const) {
      const activation = (f as unknown as AnyActivation).with(options);
      const preactivation = new type(15).fill(0.25);
      const call = () => dense(x, weights, bias, { ...sizes, activation, preactivation, out: room.subarray(0, 15) });
      expectRefusal(call, { kind, code, message: message(text) });
      expect([...preactivation, ...room].every((value) => value === 0.25)).toBe(true);
    }
    const activation = (prelu as unknown as AnyActivation).with({ alpha: lost });
    expectRefusal(() => dense(x, weights, bias, { ...sizes, activation }), detached("dense", "alpha"));
    const out = { weights: new type(20).fill(0.25) };
    for (const alpha of [new type(4), new type(5).fill(-1)])
      expect(() =>
        dense.backward(dy, x, weights, { ...sizes, activation: prelu.with({ alpha: alpha as Float32Array }), output: z, out }),
      ).toThrow("alpha");
    expect(out.weights.every((value) => value === 0.25)).toBe(true);
  });
});

test("parameters travel by with, and a later call without them is not changed by them", () => {
  const sizes: Sizes = { batch: 1, inputs: 1, outputs: 1, weightsLayout: "inputsOutputs" };
  const [x, w] = [Float32Array.of(-1), Float32Array.of(8)];
  const leaky = (negativeSlope: number) => dense(x, w, null, { ...sizes, activation: leakyRelu.with({ negativeSlope }) })[0];
  expect([leaky(0.5), leaky(0.25)]).toEqual([-4, -2]);
  expect(dense(x, w, null, { ...sizes, activation: leakyRelu })[0]).toBe(Math.fround(-0.08));
});

test("what an activation of the user's throws comes through, and leaves nothing behind", () => {
  const broken = defineActivation({
    name: "broken",
    value: () => {
      throw new Error("value");
    },
    derivative: () => {
      throw new Error("derivative");
    },
  });
  const sizes: Sizes = { batch: 2, inputs: 2, outputs: 2, weightsLayout: "inputsOutputs" };
  const { x, weights, dy } = arraysOf(sizes, Float64Array, signed(1));
  expect(() => dense(x, weights, null, { ...sizes, activation: broken })).toThrow("value");
  const out = { weights: new Float64Array(4).fill(7) };
  expect(() => dense.backward(dy, x, weights, { ...sizes, activation: broken, preactivation: dy, out })).toThrow("derivative");
  expect(out.weights).toEqual(new Float64Array(4).fill(7));
  expect(info().memory.arrays).toBe(0);
  expect(dense(x, weights, null, { ...sizes, activation: relu })).toHaveLength(4);
});
