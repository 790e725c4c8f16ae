/**
 * The results of a layer, by its definition: on whole numbers, whose sums are exact in any order,
 * every bit of every result.
 */
import { describe, expect, test } from "vitest";
import { dense as publicDense } from "../src/index.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, randomizer, types } from "./support/arrays.js";
import { type AnyDense, arraysOf, definitionsOf, evaluate, layouts, lengthsOf, type Sizes, whole } from "./support/layer.js";
import { sample } from "./support/sample.js";

const dense = publicDense as unknown as AnyDense;

/** Nothing, one, around the vectors of four and two, around register tiles. */
const few = [0, 1, 2, 3, 4, 5, 7, 8, 9] as const;
const many = [13, 16, 17, 31, 32, 33, 64, 67] as const;

function* sizesOf(): Generator<readonly [batch: number, inputs: number, outputs: number]> {
  for (const batch of few) for (const inputs of few) for (const outputs of few) yield [batch, inputs, outputs];
  const random = randomizer(7);
  const any = () => [...few, ...many][Math.floor(random() * (few.length + many.length))];
  for (let i = 0; i < 150; i++) yield [any(), any(), any()];
  // Beyond the blocks that sums are split into, on either side.
  for (const inputs of [251, 252, 253, 504, 505, 1008, 1009, 2020]) yield [3, inputs, 9];
  for (const size of [
    [300, 5, 11],
    [5, 11, 300],
    [260, 130, 140],
  ] as const)
    yield size;
}

const cases = types.flatMap((type) => layouts.map((weightsLayout) => ({ type, name: type.name, weightsLayout })));

function check(type: Constructor, sizes: Sizes, seed: number, given: { bias: boolean; batch: boolean }): void {
  const about = JSON.stringify({ ...sizes, ...given, type: type.name });
  const arrays = arraysOf(sizes, type, whole(seed));
  const { x, weights, dy } = arrays;
  const bias = given.bias ? arrays.bias : null;
  const definitions = definitionsOf(sizes, { ...arrays, bias });
  const { batch, ...others } = sizes;
  const options = given.batch || sizes.inputs === 0 ? sizes : others;

  const z = evaluate(definitions.z, type);
  expectSame(dense(x, weights, bias, options), z, about);
  const out = new type(z.length).fill(NaN);
  const preactivation = new type(z.length).fill(NaN);
  expect(dense(x, weights, bias, { ...options, out, preactivation })).toBe(out);
  expectSame(out, z, `${about}, out`);
  expectSame(preactivation, z, `${about}, preactivation`);

  const gradients = dense.backward(dy, x, weights, options);
  expect(Object.keys(gradients)).toEqual(["x", "weights", "bias"]);
  for (const name of ["x", "weights", "bias"] as const) {
    const wanted = evaluate(definitions[name], type);
    expectSame(gradients[name], wanted, `${about}, gradient of ${name}`);
    const before = type.from({ length: wanted.length }, whole(seed + 1));
    const one = before.slice();
    const result = dense.backward(dy, x, weights, { ...options, out: { [name]: one } });
    expect(Object.keys(result)).toEqual([name]);
    expect(result[name]).toBe(one);
    expectSame(one, wanted, `${about}, gradient of ${name} alone`);
    one.set(before);
    dense.backward(dy, x, weights, { ...options, out: { [name]: one }, accumulate: true });
    expectSame(one, wanted.map((value, i) => value + before[i]) as Floats, `${about}, gradient of ${name} accumulated`);
  }
}

test.each(cases)("$name, $weightsLayout: the products of their definitions, for all sizes", ({ type, weightsLayout }) => {
  let seed = 1;
  for (const [batch, inputs, outputs] of sample([...sizesOf()])) {
    check(type, { batch, inputs, outputs, weightsLayout }, seed, { bias: seed % 3 > 0, batch: seed % 2 > 0 });
    seed++;
  }
});

describe.each(types)("%o", (type) => {
  const sizes: Sizes = { batch: 3, inputs: 5, outputs: 4, weightsLayout: "inputsOutputs" };
  const { x, weights, bias, dy } = arraysOf(sizes, type, whole(1));

  test("the weights are [inputs, outputs] unless they are said to be [outputs, inputs]", () => {
    const layer = { inputs: 2, outputs: 3 };
    const one = [
      [1, 10],
      [1, 2, 3, 4, 5, 6],
      [100, 200, 300],
    ].map((values) => new type(values));
    expect([...dense(...one, layer)]).toEqual([141, 252, 363]);
    expect([...dense(...one, { ...layer, weightsLayout: undefined })]).toEqual([141, 252, 363]);
    expect([...dense(...one, { ...layer, weightsLayout: "inputsOutputs" })]).toEqual([141, 252, 363]);
    expect([...dense(...one, { ...layer, weightsLayout: "outputsInputs" })]).toEqual([121, 243, 365]);
  });

  test("an option that is undefined is absent", () => {
    const absent = { batch: undefined, activation: undefined, weightsLayout: undefined, out: undefined };
    expectSame(dense(x, weights, bias, { ...sizes, ...absent, preactivation: undefined }), dense(x, weights, bias, sizes), "dense");
    const gradients = dense.backward(dy, x, weights, sizes);
    const others = { preactivation: undefined, output: undefined, accumulate: undefined };
    expect(dense.backward(dy, x, weights, { ...sizes, ...absent, ...others })).toEqual(gradients);
    const out = { x: undefined, weights: new type(weights.length), bias: undefined };
    expect(dense.backward(dy, x, weights, { ...sizes, out })).toEqual({ weights: gradients.weights });
    expect(dense.backward(dy, x, weights, { ...sizes, out: {} })).toEqual({});
  });

  test("accumulate adds to what is there, and new arrays begin at zero", () => {
    const gradients = dense.backward(dy, x, weights, { ...sizes, accumulate: true });
    expect(gradients).toEqual(dense.backward(dy, x, weights, sizes));
    const out = dense.backward(dy, x, weights, sizes);
    for (let i = 0; i < 3; i++) dense.backward(dy, x, weights, { ...sizes, out, accumulate: true });
    for (const name of ["x", "weights", "bias"] as const)
      expectSame(out[name], gradients[name].map((value) => 4 * value) as Floats, `gradient of ${name}`);
    dense.backward(dy, x, weights, { ...sizes, out, accumulate: false });
    expect(out).toEqual(gradients);
  });

  test("results are new arrays of plain kind, whatever the arguments are", () => {
    class Tensor extends (type as Float32ArrayConstructor) {}
    const lengths = lengthsOf(sizes);
    const y = dense(new Tensor(lengths.x), new Tensor(lengths.weights), new Tensor(lengths.bias), sizes);
    expect(Object.getPrototypeOf(y)).toBe(type.prototype);
    const gradients = dense.backward(new Tensor(lengths.y), new Tensor(lengths.x), new Tensor(lengths.weights), sizes);
    for (const gradient of Object.values(gradients)) expect(Object.getPrototypeOf(gradient)).toBe(type.prototype);
  });

  test("NaN and infinity reach what depends on them, and nothing else", () => {
    for (const value of [NaN, Infinity, -Infinity])
      for (const weightsLayout of layouts) {
        const sizes: Sizes = { batch: 6, inputs: 9, outputs: 11, weightsLayout };
        const arrays = arraysOf(sizes, type, () => 1);
        arrays.x[2 * sizes.inputs + 4] = value;
        const z = dense(arrays.x, arrays.weights, null, sizes);
        z.forEach((got, i) => {
          expect(got).toBe(Math.floor(i / sizes.outputs) === 2 ? value : sizes.inputs);
        });
        const { weights } = dense.backward(arrays.dy, arrays.x, arrays.weights, sizes);
        const { at } = definitionsOf(sizes, arrays).weights;
        for (let i = 0; i < sizes.inputs; i++)
          for (let o = 0; o < sizes.outputs; o++) expect(weights[at(i, o)]).toBe(i === 4 ? value : sizes.batch);
        // A zero does not hide what it is multiplied with.
        arrays.weights.fill(0);
        dense(arrays.x, arrays.weights, null, sizes).forEach((got, i) => {
          expect(got).toBe(Math.floor(i / sizes.outputs) === 2 ? NaN : 0);
        });
      }
  });
});
