/**
 * The js backend multiplies as the simd kernels do: the same bits, also of sums that overflow on
 * the way.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { onRuntime } from "../../src/functions/variants.js";
import { dense } from "../../src/index.js";
import { createRuntime } from "../../src/runtime/runtime.js";
import { type Constructor, expectSame, special, types } from "../support/arrays.js";
import { type AnyDense, arraysOf, type Layout, layouts, lengthsOf, type Sizes, signed } from "../support/layer.js";

const [simd, js] = (["simd", "js"] as const).map(
  (backend) => onRuntime(dense as never, createRuntime({ backend })) as unknown as AnyDense,
) as [AnyDense, AnyDense];

const size = fc.oneof({ weight: 6, arbitrary: fc.nat(20) }, { weight: 2, arbitrary: fc.nat(100) });
const long = fc.constantFrom<readonly [number, number, number]>([3, 1100, 5], [2, 5, 1100], [600, 7, 6], [1, 530, 1], [20, 300, 20]);
const sizes = fc.record<Sizes>({ batch: size, inputs: size, outputs: size, weightsLayout: fc.constantFrom<Layout>(...layouts) });
const longSizes = fc
  .tuple(long, fc.constantFrom<Layout>(...layouts))
  .map(([[batch, inputs, outputs], weightsLayout]): Sizes => ({ batch, inputs, outputs, weightsLayout }));

/** Numbers of which products or sums overflow now and then, and special ones. */
function numbers(type: Constructor, seed: number, huge: boolean): () => number {
  const [value, choice] = [signed(seed), signed(seed + 7)];
  const root = type === Float32Array ? 1.3e19 : 1e154;
  return () => {
    if (Math.abs(choice()) < 0.003) return special[Math.floor(Math.abs(choice()) * special.length)] as number;
    return value() * (huge ? root : 3);
  };
}

test("forward and backward", () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Constructor>(...types),
      fc.oneof({ weight: 5, arbitrary: sizes }, { weight: 1, arbitrary: longSizes }),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      fc.nat(1000),
      (type, sizes, huge, biased, accumulate, seed) => {
        const { x, weights, bias, dy } = arraysOf(sizes, type, numbers(type, seed, huge));
        const b = biased ? bias : null;
        expectSame(js(x, weights, b, sizes), simd(x, weights, b, sizes), "dense");
        const lengths = lengthsOf(sizes);
        const out = () => ({
          x: new type(lengths.x).fill(1),
          weights: new type(lengths.weights).fill(-1),
          bias: new type(lengths.bias).fill(0.5),
        });
        const [got, wanted] = [js, simd].map((f) => f.backward(dy, x, weights, { ...sizes, accumulate, out: out() }));
        for (const name of ["x", "weights", "bias"] as const) expectSame(got[name], wanted[name], `gradient of ${name}`);
      },
    ),
    { numRuns: 300 },
  );
});

test("a sum that overflows on the way is infinite, whatever comes after", () => {
  const most = 3e38;
  for (const f of [simd, js])
    for (const weightsLayout of layouts) {
      const sizes: Sizes = { batch: 1, inputs: 3, outputs: 1, weightsLayout };
      expect([...f(Float32Array.of(most, most, -most), Float32Array.of(1, 1, 2), null, sizes)]).toEqual([NaN]);
      expect([...f(Float32Array.of(most, most, -most), Float32Array.of(1, 1, 1), null, sizes)]).toEqual([Infinity]);
    }
});
