/**
 * How exact a layer is, element by element, against exact sums: within what n roundings can do, and
 * as if n were never above a few hundred.
 */
import { describe, expect, test } from "vitest";
import { errorOfSum, gamma } from "../oracle/products.js";
import { dense as publicDense } from "../src/index.js";
import type { Floats } from "./support/activations.js";
import { randomizer, types } from "./support/arrays.js";
import { type AnyDense, type Arrays, arraysOf, type Definition, definitionsOf, layouts, type Sizes, signed } from "./support/layer.js";

const dense = publicDense as unknown as AnyDense;

/**
 * Products are summed in blocks of this many from zero, and the blocks then: n products see that
 * many roundings at most.
 */
const BLOCK = 252;
const roundings = (n: number): number => Math.min(n, BLOCK + Math.ceil(n / BLOCK) + 3);

/** Sizes where every kernel has a turn, and its edges. */
const shapes: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [1, 2, 3],
  [2, 7, 5],
  [1, 784, 64],
  [3, 783, 31],
  [8, 300, 40],
  [17, 100, 33],
  [32, 784, 16],
  [67, 513, 21],
  [700, 9, 10],
  [1, 5000, 7],
  [1, 7, 5000],
];

const kinds: Readonly<Record<string, (seed: number) => () => number>> = {
  "of both signs": (seed) => signed(seed),
  positive: (seed) => randomizer(seed),
  "of very different sizes": (seed) => {
    const [value, exponent] = [signed(seed), randomizer(seed + 1)];
    return () => value() * 2 ** Math.floor(exponent() * 24 - 12);
  },
};

/**
 * The largest error of some elements, in units of u times the sum of magnitudes, over what is
 * allowed for them.
 */
function worst({ m, n, at, factors }: Definition, result: Floats, precision: number, samples: number, before?: Floats): number {
  const random = randomizer(m * n);
  let largest = 0;
  for (let sample = 0; sample < samples; sample++) {
    const [i, j] = [Math.floor(random() * m), Math.floor(random() * n)];
    const products = factors(i, j);
    const terms = before ? [...products, [before[at(i, j)], 1] as const] : products;
    largest = Math.max(largest, errorOfSum(terms, result[at(i, j)], precision) / gamma(roundings(terms.length), precision));
  }
  return largest;
}

const cases = types.flatMap((type) => layouts.map((weightsLayout) => ({ name: type.name, type, weightsLayout })));

describe.each(cases)("$name, $weightsLayout", ({ type, weightsLayout }) => {
  const precision = type.name === "Float32Array" ? 24 : 53;

  test.each(Object.keys(kinds))("sums of products %s are within gamma(n) of the sum of magnitudes", (kind) => {
    shapes.forEach(([batch, inputs, outputs], seed) => {
      const sizes: Sizes = { batch, inputs, outputs, weightsLayout };
      const arrays = arraysOf(sizes, type, kinds[kind](seed + 1));
      const { x, weights, bias, dy } = arrays;
      const definitions = definitionsOf(sizes, arrays);
      const gradients = dense.backward(dy, x, weights, sizes);
      const errors = {
        z: worst(definitions.z, dense(x, weights, bias, sizes), precision, 12),
        "z without bias": worst(definitionsOf(sizes, { ...arrays, bias: null }).z, dense(x, weights, null, sizes), precision, 12),
        ...Object.fromEntries(
          (["x", "weights", "bias"] as const).map((name) => [name, worst(definitions[name], gradients[name], precision, 12)]),
        ),
      };
      const out = arraysOf(sizes, type, kinds[kind](seed + 9));
      const before: Omit<Arrays, "dy"> = { x: out.x.slice(), weights: out.weights.slice(), bias: out.bias.slice() };
      dense.backward(dy, x, weights, { ...sizes, out: { x: out.x, weights: out.weights, bias: out.bias }, accumulate: true });
      for (const name of ["x", "weights", "bias"] as const)
        Object.assign(errors, { [`${name} added`]: worst(definitions[name], out[name], precision, 12, before[name]) });
      for (const [name, error] of Object.entries(errors))
        expect(error, `${name} of ${batch} x ${inputs} -> ${outputs}`).toBeLessThanOrEqual(1);
    });
  });

  // A single chain of equal terms errs in one direction for long stretches.
  test("the error of a long sum does not grow with its length", () => {
    const long = 20_000;
    const chain = new type(1);
    for (let i = 0; i < long; i++) chain[0] += new type([0.7])[0];
    const terms = Array.from({ length: long }, () => [1, new type([0.7])[0]] as const);
    expect(errorOfSum(terms, chain[0], precision)).toBeGreaterThan(2 * roundings(long));

    for (const [batch, inputs, outputs] of [
      [1, long, 6],
      [20, long, 2],
      [long, 2, 3],
      [2, 3, long],
    ] as const) {
      const sizes: Sizes = { batch, inputs, outputs, weightsLayout };
      const arrays = arraysOf(sizes, type, () => 0.7);
      arrays.x.fill(1);
      const definitions = definitionsOf(sizes, { ...arrays, bias: null });
      const gradients = dense.backward(arrays.dy, arrays.x, arrays.weights, sizes);
      const about = `${batch} x ${inputs} -> ${outputs}`;
      expect(worst(definitions.z, dense(arrays.x, arrays.weights, null, sizes), precision, 3), about).toBeLessThanOrEqual(1);
      for (const name of ["x", "weights", "bias"] as const)
        expect(worst(definitions[name], gradients[name], precision, 3), `${about}, ${name}`).toBeLessThanOrEqual(1);
    }
  });
});
