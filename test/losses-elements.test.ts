/** The losses of elements by hand: sigmoidBinaryCrossEntropy and focalLoss. */
import { describe, expect, test } from "vitest";
import { types } from "./support/arrays.js";
import { expectNear, focal, sigmoidLoss, softmaxLoss } from "./support/lossResults.js";

const { log, log1p, LN2 } = Math;

describe.each(types.map((type) => ({ type, name: type.name })))("sigmoidBinaryCrossEntropy, $name", ({ type }) => {
  test("the definition", () => {
    const [x, t] = [type.from([0, log(3), -log(3), log(3)]), type.from([0, 1, 1, 0.25])];
    const { mean, loss, gradient } = sigmoidLoss(x, t);
    const wanted = [LN2, -log(0.75), log(4), -0.25 * log(0.75) + 0.75 * log(4)];
    expectNear(type, loss, wanted);
    expectNear(Float32Array, [mean], [wanted.reduce((a, b) => a + b) / 4]);
    expectNear(type, gradient, [0.5 / 4, -0.25 / 4, -0.75 / 4, 0.5 / 4]);
  });

  test("positiveWeight weighs the targets, not the mean", () => {
    const { mean, loss, gradient } = sigmoidLoss(type.from([0, 0]), type.from([1, 0]), { positiveWeight: 3 });
    expectNear(type, loss, [3 * LN2, LN2]);
    expectNear(Float32Array, [mean], [2 * LN2]);
    expectNear(type, gradient, [-0.75, 0.25]);
    const none = sigmoidLoss(type.from([5, -5]), type.from([1, 1]), { positiveWeight: 0 });
    expect([none.mean, ...none.loss, ...none.gradient].map((value) => value + 0)).toEqual([0, 0, 0, 0, 0]);
  });

  test("a weight for each class", () => {
    const [x, t] = [type.from([0.5, -3, 2, 1, 0, -0.5, 7, -8]), type.from([1, 1, 0, 1, 1, 0.25, 0, 1])];
    const weights = type.from([0.5, 3]);
    const each = (layout: (i: number) => number) => Array.from(x, (_, i) => sigmoidLoss(x, t, { positiveWeight: weights[layout(i)] }));
    const layouts = [
      { options: {}, layout: (i: number) => i % 2 },
      { options: { shape: [4, 2] }, layout: (i: number) => i % 2 },
      { options: { shape: [2, 2, 2] }, layout: (i: number) => i % 2 },
      { options: { shape: [2, 2, 2], axis: 1 }, layout: (i: number) => (i >> 1) % 2 },
      { options: { shape: [2, 4], axis: -2 }, layout: (i: number) => i >> 2 },
    ];
    for (const { options, layout } of layouts) {
      const { mean, loss, gradient } = sigmoidLoss(x, t, { positiveWeight: weights, ...options });
      const wanted = each(layout);
      expect(loss).toEqual(type.from(wanted.map((result, i) => result.loss[i] as number)));
      expect(gradient).toEqual(type.from(wanted.map((result, i) => result.gradient[i] as number)));
      expectNear(Float32Array, [mean], [Array.from(loss).reduce((a, b) => a + b) / 8]);
    }
    expect(sigmoidLoss(x, t, { positiveWeight: type.from([3]) })).toEqual(sigmoidLoss(x, t, { positiveWeight: 3 }));
    expect(sigmoidLoss(x, t, { positiveWeight: 3, shape: [2, 4] })).toEqual(sigmoidLoss(x, t, { positiveWeight: 3 }));
    expect(sigmoidLoss(new type(0), new type(0), { positiveWeight: new type(0) }).mean).toBeNaN();
  });

  test.each([Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array])("takes targets of a %o", (integers) => {
    const x = type.from([0.5, -3, 2, 1, -40]);
    const options = { positiveWeight: type.from([1, 2, 3, 4, 5]) };
    expect(sigmoidLoss(x, integers.of(0, 1, 1, 0, 1), options)).toEqual(sigmoidLoss(x, type.from([0, 1, 1, 0, 1]), options));
  });

  test.each([BigInt64Array, BigUint64Array])("takes targets of a %o", (integers) => {
    const x = type.from([0.5, -3, 2, 1, -40]);
    expect(sigmoidLoss(x, integers.of(0n, 1n, 1n, 0n, 1n))).toEqual(sigmoidLoss(x, type.from([0, 1, 1, 0, 1])));
  });

  test("both tails keep their digits", () => {
    const { loss, gradient } = sigmoidLoss(type.from([40, -40, 100]), type.from([1, 0, 1]));
    const small = [4.248354255291589e-18, 4.248354255291589e-18, 3.720075976020836e-44];
    for (const [i, value] of small.entries()) {
      expect(loss[i] / value).toBeCloseTo(1, value < 1e-40 && type === Float32Array ? 1 : 6);
      expect(Math.abs(gradient[i]) / (value / 3)).toBeCloseTo(1, value < 1e-40 && type === Float32Array ? 1 : 6);
    }
    expect([...gradient].map(Math.sign)).toEqual([-1, 1, -1]);
  });

  test("logits of any size, and infinite ones", () => {
    const largest = type === Float32Array ? 3.4028234663852886e38 : Number.MAX_VALUE;
    for (const size of [1e4, largest, Infinity]) {
      const { loss, gradient } = sigmoidLoss(type.from([size, size, -size, -size]), type.from([1, 0, 1, 0]));
      expect([...loss]).toEqual([0, size, size, 0].map((value) => type.from([value])[0]));
      expect(Array.from(gradient, (value) => value + 0)).toEqual([0, 0.25, -0.25, 0]);
    }
  });

  test("NaN stays where it is, and no elements have the mean NaN", () => {
    const { mean, loss, gradient } = sigmoidLoss(type.from([1, NaN, -1, NaN, 2]), type.from([1, 0, 0, 1, 0]));
    expect(mean).toBeNaN();
    expect(Array.from(loss, Number.isNaN)).toEqual([false, true, false, true, false]);
    expect(Array.from(gradient, Number.isNaN)).toEqual([false, true, false, true, false]);
    expect(sigmoidLoss(new type(0), new type(0))).toEqual({ mean: NaN, loss: new type(0), gradient: new type(0) });
  });

  test("zeros of either sign have one gradient", () => {
    const { loss, gradient } = sigmoidLoss(type.from([0, -0]), type.from([0.25, 0.25]));
    expect([loss[0], gradient[0]]).toEqual([loss[1], gradient[1]]);
    expect(gradient[0]).toBe(0.125);
  });

  test("with out, only what it names is computed", () => {
    const [x, t] = [type.from([0.5, -3, 2]), type.from([0, 1, 0.5])];
    const all = sigmoidLoss(x, t);
    const [loss, gradient] = [new type(3), new type(3)];
    expect(sigmoidLoss(x, t, { out: { loss } })).toEqual({ ...all, gradient: undefined });
    expect(sigmoidLoss(x, t, { out: { gradient } })).toEqual({ ...all, loss: undefined });
    expect(sigmoidLoss(x, t, { out: {} })).toEqual({ mean: all.mean, loss: undefined, gradient: undefined });
    expect(sigmoidLoss(x, t, { out: { loss, gradient } }).gradient).toBe(gradient);
  });

  test("two classes of softmax are a sigmoid", () => {
    const x = [-30, -2, -0.1, 0, 0.3, 7, 25];
    const sigmoid = sigmoidLoss(type.from(x), type.from(x.map(() => 1)));
    const softmax = softmaxLoss(type.from(x.flatMap((value) => [value, 0])), new Uint8Array(x.length), { shape: [x.length, 2] });
    for (const i of x.keys()) {
      expect(softmax.loss[i] / sigmoid.loss[i]).toBeCloseTo(1, 6);
      expect(softmax.gradient[2 * i] / sigmoid.gradient[i]).toBeCloseTo(1, 6);
      expect(sigmoid.loss[i] / log1p(Math.exp(-(x[i] as number)))).toBeCloseTo(1, 6);
    }
  });
});

describe.each(types.map((type) => ({ type, name: type.name })))("focalLoss, $name", ({ type }) => {
  test("the definition, with the defaults of torchvision", () => {
    // Probabilities of 1/2, 3/4, 1/4, 3/4.
    const [x, t] = [type.from([0, log(3), -log(3), log(3)]), type.from([0, 1, 1, 0])];
    const { mean, loss, gradient } = focal(x, t);
    const wanted = [0.75 * 0.25 * LN2, -0.25 * 0.0625 * log(0.75), 0.25 * 0.5625 * log(4), 0.75 * 0.5625 * log(4)];
    expectNear(type, loss, wanted);
    expectNear(Float32Array, [mean], [wanted.reduce((a, b) => a + b) / 4]);
    const slopes = [
      0.75 * 0.25 * (LN2 + 0.5),
      -0.25 * 0.0625 * (-1.5 * log(0.75) + 0.25),
      -0.25 * 0.5625 * (0.5 * log(4) + 0.75),
      0.75 * 0.5625 * (0.5 * log(4) + 0.75),
    ];
    expectNear(
      type,
      gradient,
      slopes.map((slope) => slope / 4),
    );
    expect(focal(x, Uint8Array.from(t))).toEqual({ mean, loss, gradient });
    expect(focal(x, t, { gamma: 2, alpha: 0.25 })).toEqual({ mean, loss, gradient });
  });

  test("without focus it is half the binary cross entropy", () => {
    const [x, t] = [type.from([0.5, -3, 40, -40, 100, -100, 7]), type.from([0, 1, 1, 0.25, 0.5, 1, 0.75])];
    const focused = focal(x, t, { gamma: 0, alpha: 0.5 });
    const plain = sigmoidLoss(x, t);
    for (const i of x.keys()) {
      expect((2 * focused.loss[i]) / plain.loss[i]).toBeCloseTo(1, 6);
      expect((2 * focused.gradient[i]) / plain.gradient[i]).toBeCloseTo(1, 6);
    }
  });

  test("a target between 0 and 1 is the expected loss of its label", () => {
    const x = type.from([-30, -2, -0.1, 0, 0.3, 7, 25]);
    const at = (t: number) => focal(x, new type(7).fill(t), { gamma: 3, alpha: 0.5 });
    const [zero, quarter, one] = [at(0), at(0.25), at(1)];
    expectNear(
      type,
      quarter.loss,
      Array.from(x, (_, i) => 0.75 * zero.loss[i] + 0.25 * one.loss[i]),
    );
    expectNear(
      type,
      quarter.gradient,
      Array.from(x, (_, i) => 0.75 * zero.gradient[i] + 0.25 * one.gradient[i]),
    );
  });

  test("both tails keep their digits, and what is right counts for next to nothing", () => {
    const { loss, gradient } = focal(type.from([10, -10]), type.from([1, 0]), { alpha: 0.5 });
    expect(loss[0]).toBe(loss[1]);
    expect(loss[0] / (0.5 * 4.5397868702434395e-5 ** 2 * 4.539889921686465e-5)).toBeCloseTo(1, 4);
    expect(gradient[0]).toBe(-gradient[1]);
    const far = focal(type.from([700, -700]), type.from([0, 1]), { gamma: 0.001, alpha: 0.5 });
    expectNear(Float32Array, far.loss, [350, 350]);
  });

  test("logits of any size, and infinite ones", () => {
    const largest = type === Float32Array ? 3.4028234663852886e38 : Number.MAX_VALUE;
    for (const gamma of [0, 0.5, 2, 10])
      for (const size of [1e4, largest, Infinity]) {
        const { loss, gradient } = focal(type.from([size, size, -size, -size]), type.from([1, 0, 1, 0]), { gamma, alpha: 0.5 });
        expect([...loss]).toEqual([0, size / 2, size / 2, 0].map((value) => type.from([value])[0]));
        expect(Array.from(gradient, (value) => value + 0)).toEqual([0, 0.125, -0.125, 0]);
        const soft = focal(type.from([size, -size]), type.from([0.5, 0.5]), { gamma, alpha: 0 });
        expect([...soft.loss]).toEqual([type.from([size / 2])[0], 0]);
      }
  });

  test("NaN stays where it is, and no elements have the mean NaN", () => {
    for (const t of [1, 0.5]) {
      const { mean, loss, gradient } = focal(type.from([1, NaN, -1, NaN, 2]), new type(5).fill(t));
      expect(mean).toBeNaN();
      expect(Array.from(loss, Number.isNaN)).toEqual([false, true, false, true, false]);
      expect(Array.from(gradient, Number.isNaN)).toEqual([false, true, false, true, false]);
    }
    expect(focal(new type(0), new type(0))).toEqual({ mean: NaN, loss: new type(0), gradient: new type(0) });
  });
});
