/**
 * Slopes along several axes: as NumPy broadcasts `slopeShape` to `shape`, for every method, type
 * and place.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dense, dynamicTanh, prelu } from "../src/index.js";
import { channelled, type Floats, operationsOf } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, types } from "./support/arrays.js";
import { expectRefusal, type Refusal } from "./support/errors.js";
import { sample } from "./support/sample.js";

const product = (dimensions: readonly number[]) => dimensions.reduce((a, b) => a * b, 1);

function filled(type: Constructor, length: number, seed: number): Floats {
  const array = new type(length);
  fillWith(array, seed);
  return array.map((x) => (Number.isFinite(x) ? x : 0.5));
}

/** The number of the slope of element `i`, by NumPy's rule. */
function slopeOf(shape: readonly number[], slopeShape: readonly number[], i: number): number {
  let [rest, slope, stride] = [i, 0, 1];
  for (let k = 1; k <= slopeShape.length; k++) {
    const size = shape.at(-k) as number;
    if (slopeShape.at(-k) !== 1) slope += (rest % size) * stride;
    stride *= slopeShape.at(-k) as number;
    rest = Math.floor(rest / size);
  }
  return slope;
}

/** Small and large, with one period and with several, with runs of all lengths. */
const cases: readonly { shape: number[]; slopeShape: number[] }[] = [
  { shape: [6], slopeShape: [6] },
  { shape: [6], slopeShape: [1] },
  { shape: [4, 3], slopeShape: [3] },
  { shape: [4, 3], slopeShape: [4, 1] },
  { shape: [2, 3, 4, 5], slopeShape: [3, 1, 1] },
  { shape: [2, 3, 4, 5], slopeShape: [3, 1, 5] },
  { shape: [2, 3, 4, 5], slopeShape: [3, 4, 1] },
  { shape: [2, 3, 4, 5], slopeShape: [2, 1, 4, 1] },
  { shape: [2, 3, 4, 5], slopeShape: [2, 3, 4, 5] },
  { shape: [2, 1, 4, 1, 3], slopeShape: [2, 1, 1, 1, 3] },
  { shape: [3, 5, 70], slopeShape: [3, 1, 1] },
  { shape: [2, 4, 3, 900], slopeShape: [2, 1, 3, 1] },
  { shape: [2, 3, 5, 1100], slopeShape: [2, 1, 5, 1] },
  { shape: [70, 3, 61], slopeShape: [70, 1, 61] },
  { shape: [3, 1503], slopeShape: [1503] },
  { shape: [5, 701, 3], slopeShape: [701, 1] },
  { shape: [3, 0, 2], slopeShape: [3, 1, 2] },
];

const operations = channelled.flatMap(({ activation, parameter }) =>
  operationsOf(activation).map((operation) => ({ path: operation.path, operation, parameter })),
);

describe.each(operations)("$path, $parameter", ({ operation, parameter }) => {
  const { method, inputs, outputs } = operation;

  test.each(sample(cases))("gives each element what its slope gives: $shape, $slopeShape", ({ shape, slopeShape }) => {
    for (const type of types)
      for (const residence of ["memory", "heap"] as const) {
        const length = product(shape);
        const slopes = type.from({ length: product(slopeShape) }, (_, i) => (method === "backwardFromOutput" ? i % 7 : (i % 7) - 3) / 4);
        const ins = inputs.map((_, i) => new Place(residence, type, length, i));
        const outs = outputs.map((_, i) => new Place(residence, type, length, 3 + i));
        ins.forEach((place, i) => {
          place.view.set(filled(type, length, i + 1));
        });
        const views = ins.map(({ view }) => view);
        operation.call(
          views,
          outs.map(({ view }) => view),
          { [parameter]: slopes, shape, slopeShape },
        );
        const ofOne = new Map([...new Set(slopes)].map((slope) => [slope, operation.call(views, undefined, { [parameter]: slope })]));
        outs.forEach(({ view }, k) => {
          const wanted = type.from({ length }, (_, i) => ofOne.get(slopes[slopeOf(shape, slopeShape, i)] as number)?.[k]?.[i] as number);
          expectSame(view, wanted, `${operation.path} ${type.name} ${residence}`, views);
        });
        expect([...ins, ...outs].every(({ intact }) => intact)).toBe(true);
        for (const place of [...ins, ...outs]) place.free();
      }
  });
});

test.each(cases)("parameterGradients adds over what repeats: $shape, $slopeShape", ({ shape, slopeShape }) => {
  for (const type of types) {
    const length = product(shape);
    // Whole numbers: every sum is exact.
    const whole = (seed: number) => filled(type, length, seed).map((_, i) => ((i * (seed + 7919)) % 17) - 8);
    const [dy, x] = [whole(1), whole(2)] as [Float32Array, Float32Array];
    const wanted = new type(product(slopeShape));
    for (let i = 0; i < length; i++)
      if ((x[i] as number) <= 0) wanted[slopeOf(shape, slopeShape, i)] += (dy[i] as number) * (x[i] as number);
    const alpha = new type(wanted.length) as Float32Array;
    expect(prelu.parameterGradients(dy, x, { alpha, shape, slopeShape }).alpha).toEqual(wanted);
    expect(prelu.with({ shape, slopeShape }).parameterGradients(dy, x, { alpha }).alpha).toEqual(wanted);
  }
});

test.each(cases)("parameterGradients adds all parameters over what repeats: $shape, $slopeShape", ({ shape, slopeShape }) => {
  for (const type of types) {
    const length = product(shape);
    // Whole numbers, and tanh is -1 or 1: every sum is exact.
    const dy = filled(type, length, 1).map((_, i) => ((i * 7919) % 17) - 8) as Float32Array;
    const x = filled(type, length, 2).map((_, i) => (i % 3 === 0 ? -1000 : 1000)) as Float32Array;
    const [gamma, beta] = [0, 1].map(() => new type(product(slopeShape)) as Float32Array) as [Float32Array, Float32Array];
    const wanted = { alpha: 0, gamma: gamma.slice(), beta: beta.slice() };
    for (let i = 0; i < length; i++) {
      const slope = slopeOf(shape, slopeShape, i);
      wanted.gamma[slope] += (dy[i] as number) * Math.sign(x[i] as number);
      wanted.beta[slope] += dy[i] as number;
    }
    expect(dynamicTanh.parameterGradients(dy, x, { gamma, beta, shape, slopeShape })).toEqual(wanted);
  }
});

test("any shape, any axes that repeat", () => {
  const axis = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean());
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.array(axis, { minLength: 1, maxLength: 5 }), fc.nat(4), (type, axes, missing) => {
      const shape = axes.map(([size]) => size);
      const slopeShape = axes.map(([size, repeats]) => (repeats ? 1 : size)).slice(Math.min(missing, axes.length - 1));
      const x = filled(type, product(shape), 3) as Float32Array;
      const alpha = type.from({ length: product(slopeShape) }, (_, i) => i - 3) as Float32Array;
      const wanted = x.map(
        (value, i) => prelu(type.from([value]) as Float32Array, { alpha: alpha[slopeOf(shape, slopeShape, i)] as number })[0] as number,
      );
      expectSame(prelu(x, { alpha, shape, slopeShape }), wanted, `${shape} ${slopeShape}`);
    }),
    { numRuns: 150, seed: 5 },
  );
});

test("an axis of channels is a slopeShape, and either replaces what is bound of the other", () => {
  const x = filled(Float32Array, 24, 1) as Float32Array;
  const alpha = Float32Array.of(0.5, 2, -1);
  const shape = [2, 3, 4];
  const wanted = prelu(x, { alpha, shape, channelAxis: 1 });
  expectSame(prelu(x, { alpha, shape, slopeShape: [3, 1] }), wanted, "slopeShape");
  expectSame(prelu.with({ shape, slopeShape: [2, 1, 1] })(x, { alpha, channelAxis: 1 }), wanted, "channelAxis replaces");
  expectSame(prelu.with({ shape, channelAxis: 0 })(x, { alpha, slopeShape: [3, 1] }), wanted, "slopeShape replaces");
  const layer = { inputs: 1, outputs: 12, activation: prelu.with({ alpha, shape, slopeShape: [3, 1] }) };
  const z = dense(Float32Array.of(1, -1), x.subarray(0, 12), null, { inputs: 1, outputs: 12 });
  expectSame(dense(Float32Array.of(1, -1), x.subarray(0, 12), null, layer), prelu(z, { alpha, shape, slopeShape: [3, 1] }), "dense");
});

test("what does not broadcast is refused", () => {
  const x = new Float32Array(24);
  const alpha = new Float32Array(3);
  const shape = [2, 3, 4];
  const refuses = (options: object, code: Refusal["code"], message: string, kind: ErrorConstructor = RangeError) =>
    expectRefusal(() => prelu(x, { alpha, ...options } as never), { kind, code, message: `hillock.prelu: ${message}` });
  refuses({ slopeShape: [3, 1] }, "HILLOCK_OPTION", "slopeShape is given without the shape that it broadcasts to", TypeError);
  refuses(
    { shape, slopeShape: [3, 1], channelAxis: 1 },
    "HILLOCK_OPTION",
    "channelAxis and slopeShape are both given, expected one of them",
    TypeError,
  );
  refuses({ shape, slopeShape: 3 }, "HILLOCK_SHAPE", "slopeShape is 3, expected an array such as [64, 1, 1]", TypeError);
  refuses({ shape, slopeShape: [] }, "HILLOCK_SHAPE", "slopeShape is empty, expected one dimension at least");
  refuses({ shape, slopeShape: ["3", 1] }, "HILLOCK_SHAPE", 'slopeShape[0] is "3", expected a number of elements', TypeError);
  refuses({ shape, slopeShape: [-3, 1] }, "HILLOCK_SHAPE", "slopeShape[0] is -3, expected a whole number, 0 or more");
  refuses({ shape, slopeShape: [1, 1, 3, 1] }, "HILLOCK_SHAPE", "slopeShape has 4 dimensions, expected at most as many as shape, 3");
  refuses({ shape, slopeShape: [3] }, "HILLOCK_SHAPE", "slopeShape[0] is 3, expected 1 or shape[2] = 4");
  refuses({ shape, slopeShape: [2, 3, 1] }, "HILLOCK_LENGTH", "alpha has length 3, expected that of slopeShape, 2 * 3 * 1 = 6");
  refuses({ alpha: 0.5, shape, slopeShape: [3] }, "HILLOCK_SHAPE", "slopeShape[0] is 3, expected 1 or shape[2] = 4");
  refuses({ shape: [5, 5], slopeShape: [5] }, "HILLOCK_SHAPE", "x has length 24, expected that of shape, 5 * 5 = 25");
});
