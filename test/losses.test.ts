/**
 * The losses by hand: what PyTorch's formulas give, worked out on rows whose probabilities are
 * whole eighths.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alloc, entmax15Loss, focalLoss, free, sigmoidBinaryCrossEntropy, softmaxCrossEntropy, sparsemaxLoss } from "../src/index.js";
import { types } from "./support/arrays.js";
import { expectNear, sigmoidLoss, softmaxLoss } from "./support/lossResults.js";

const { log, LN2 } = Math;

/** The same cases every time. */
fc.configureGlobal({ seed: 20261124 });

test.each([entmax15Loss, sparsemaxLoss, focalLoss, softmaxCrossEntropy, sigmoidBinaryCrossEntropy])("%o says what it is", (loss) => {
  const { spec } = loss;
  expect(loss.name).toBe(spec.name);
  expect(spec.bounds.float32.gradient).toBeLessThan(1);
  for (const part of [spec, spec.formula, spec.bounds, spec.bounds.float32, spec.bounds.float64]) expect(part).toSatisfy(Object.isFrozen);
});

describe.each(types.map((type) => ({ type, name: type.name })))("softmaxCrossEntropy, $name", ({ type }) => {
  /**
   * Probabilities 1/8, 2/8, 5/8; and 1/2, 1/4, 1/4. In float32 logits are off by 2^-24, which is
   * within the tolerance.
   */
  const x = type.from([0, LN2, log(5), 1 + LN2, 1, 1]);
  const shape = [2, 3];
  const p = [1 / 8, 2 / 8, 5 / 8, 1 / 2, 1 / 4, 1 / 4];
  const tolerant = type === Float32Array ? 3e-7 : 1e-15;
  const near = (got: ArrayLike<number>, wanted: readonly number[]) => {
    expect(got.length).toBe(wanted.length);
    for (const [i, value] of wanted.entries())
      expect(Math.abs((got[i] as number) - value), `element ${i}`).toBeLessThanOrEqual(tolerant * 4);
  };

  test("labels", () => {
    const { mean, loss, gradient } = softmaxLoss(x, Uint8Array.of(2, 0), { shape });
    near(loss, [log(1.6), LN2]);
    near([mean], [(log(1.6) + LN2) / 2]);
    near(
      gradient,
      [p[0], p[1], p[2] - 1, p[3] - 1, p[4], p[5]].map((one) => one / 2),
    );
    expect([loss.constructor.name, gradient.constructor.name]).toEqual([type.name, type.name]);
  });

  test("class weights: the mean is over the weights of the labels", () => {
    const classWeights = type.from([1, 2, 3]);
    const { mean, loss, gradient } = softmaxLoss(x, Int32Array.of(2, 0), { shape, classWeights });
    near(loss, [3 * log(1.6), LN2]);
    near([mean], [(3 * log(1.6) + LN2) / 4]);
    near(gradient, [(3 / 4) * p[0], (3 / 4) * p[1], (3 / 4) * (p[2] - 1), (p[3] - 1) / 4, p[4] / 4, p[5] / 4]);
  });

  test("smoothing gives every class a share of its weight", () => {
    const classWeights = type.from([1, 2, 3]);
    const { mean, loss, gradient } = softmaxLoss(x, Uint16Array.of(2, 0), { shape, classWeights, smoothing: 0.375 });
    const all = [log(8) + 2 * log(4) + 3 * log(1.6), LN2 + 2 * log(4) + 3 * log(4)];
    const wanted = [0.625 * 3 * log(1.6) + 0.125 * all[0], 0.625 * LN2 + 0.125 * all[1]];
    near(loss, wanted);
    near([mean], [(wanted[0] + wanted[1]) / 4]);
    const shares = [0.125, 0.25, 0.375 + 0.625 * 3, 0.125 + 0.625, 0.25, 0.375];
    const sums = [shares[0] + shares[1] + shares[2], shares[3] + shares[4] + shares[5]];
    near(
      gradient,
      p.map((one, i) => (one * sums[i < 3 ? 0 : 1] - shares[i]) / 4),
    );
  });

  test("distributions: the mean is over the rows, whatever the weights", () => {
    const targets = type.from([0.5, 0.5, 0, 0, 0.25, 0.75]);
    const plain = softmaxLoss(x, targets, { shape });
    near(plain.loss, [(log(8) + log(4)) / 2, log(4)]);
    near([plain.mean], [((log(8) + log(4)) / 2 + log(4)) / 2]);
    near(
      plain.gradient,
      p.map((one, i) => (one - targets[i]) / 2),
    );
    const weighted = softmaxLoss(x, targets, { shape, classWeights: type.from([4, 2, 1]) });
    near(weighted.loss, [2 * log(8) + log(4), 0.5 * log(4) + 0.75 * log(4)]);
    near([weighted.mean], [(2 * log(8) + 2.25 * log(4)) / 2]);
    const shares = [2, 1, 0, 0, 0.5, 0.75];
    near(
      weighted.gradient,
      p.map((one, i) => (one * (i < 3 ? 3 : 1.25) - shares[i]) / 2),
    );
  });

  test("at a temperature logits are divided by it, and gradients too", () => {
    const targets = type.from([0.5, 0.5, 0, 0, 0.25, 0.75]);
    for (const temperature of [0.5, 4, 2 ** -99, 2 ** 99])
      for (const options of [{ classWeights: type.from([1, 2, 3]) }, { smoothing: 0.375 }])
        for (const given of [Uint8Array.of(2, 0), targets]) {
          const scaled = x.map((logit) => logit * temperature);
          const wanted = softmaxLoss(x, given, { shape, ...options });
          const { mean, loss, gradient } = softmaxLoss(scaled, given, { shape, temperature, ...options });
          expect([mean, loss]).toEqual([wanted.mean, wanted.loss]);
          expect(gradient.map((slope) => slope * temperature)).toEqual(wanted.gradient);
        }
    const { loss, gradient } = softmaxLoss(
      x.map((logit) => 3 * logit),
      Uint8Array.of(2, 0),
      { shape, temperature: 3 },
    );
    near(loss, [log(1.6), LN2]);
    near(
      gradient.map((slope) => 3 * slope),
      [p[0], p[1], p[2] - 1, p[3] - 1, p[4], p[5]].map((one) => one / 2),
    );
  });

  test("smoothed distributions", () => {
    const targets = type.from([0.5, 0.5, 0, 0, 0.25, 0.75]);
    const { loss, gradient } = softmaxLoss(x, targets, { shape, smoothing: 0.75 });
    const shares = Array.from(targets, (target) => 0.25 * target + 0.25);
    const distances = p.map((one) => -log(one));
    near(
      loss,
      [0, 3].map((from) => [0, 1, 2].reduce((sum, j) => sum + shares[from + j] * distances[from + j], 0)),
    );
    near(
      gradient,
      p.map((one, i) => (one - shares[i]) / 2),
    );
  });

  test("a label is a distribution of one class", () => {
    const targets = type.from([0, 0, 1, 1, 0, 0]);
    for (const smoothing of [0, 0.1]) {
      const labels = softmaxLoss(x, Uint8Array.of(2, 0), { shape, smoothing });
      const distributions = softmaxLoss(x, targets, { shape, smoothing });
      near(labels.loss, Array.from(distributions.loss));
      near(labels.gradient, Array.from(distributions.gradient));
      near([labels.mean], [distributions.mean]);
    }
  });

  test.each([Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array])("takes labels of a %o", (labels) => {
    expect(softmaxLoss(x, labels.of(2, 0), { shape })).toEqual(softmaxLoss(x, Uint8Array.of(2, 0), { shape }));
  });

  test.each([BigInt64Array, BigUint64Array])("takes labels of a %o", (labels) => {
    const classWeights = type.from([1, 2, 3]);
    for (const options of [{}, { classWeights }, { smoothing: 0.1 }]) {
      const wanted = softmaxLoss(x, Uint8Array.of(2, 0), { shape, ...options });
      expect(softmaxLoss(x, labels.of(2n, 0n), { shape, ...options })).toEqual(wanted);
    }
    const wanted = softmaxLoss(x, Uint8Array.of(2, 0), { shape, ignoreIndex: 2 });
    for (const ignoreIndex of [2, 2n]) expect(softmaxLoss(x, labels.of(2n, 0n), { shape, ignoreIndex })).toEqual(wanted);
  });

  test("labels say how many rows there are", () => {
    const { mean, loss, gradient } = softmaxLoss(x, Uint8Array.of(2, 0), {});
    expect({ mean, loss, gradient }).toEqual(softmaxLoss(x, Uint8Array.of(2, 0), { shape }));
    expect(softmaxLoss(x, Uint8Array.of(2), { smoothing: 0.1 })).toEqual(softmaxLoss(x, Uint8Array.of(2), { shape: [6], smoothing: 0.1 }));
    expect(softmaxLoss(new type(0), new Uint8Array(0), {})).toEqual({ mean: NaN, loss: new type(0), gradient: new type(0) });
  });

  describe("ignored labels", () => {
    const ignored = [
      { what: "below all classes", ignoreIndex: -100, label: -100 },
      { what: "beyond all classes", ignoreIndex: 255, label: 255 },
      { what: "a class", ignoreIndex: 1, label: 1 },
      { what: "a bigint", ignoreIndex: -100n, label: -100 },
    ];
    const options = [
      {},
      { smoothing: 0.375 },
      { classWeights: type.from([1, 2, 3]) },
      { classWeights: type.from([1, 2, 3]), smoothing: 0.375 },
    ];
    const garbage = [
      [5, -1, 3],
      [NaN, 0, 1],
      [Infinity, Infinity, 1],
      [-Infinity, -Infinity, -Infinity],
    ];

    test.each(ignored)("$what: as if the rows were not there", ({ ignoreIndex, label }) => {
      for (const other of options) {
        const alone = softmaxLoss(x, Int16Array.of(2, 0), { shape, ...other });
        for (const row of garbage) {
          const all = type.from([...row, ...x.slice(0, 3), ...row, ...row, ...x.slice(3), ...row]);
          const labels = Int16Array.of(label, 2, label, label, 0, label);
          const given = { ...other, ignoreIndex };
          const { mean, loss, gradient } = softmaxLoss(all, labels, given);
          expect(mean).toBe(alone.mean);
          expect(loss).toEqual(type.from([0, alone.loss[0], 0, 0, alone.loss[1], 0]));
          const none = [0, 0, 0];
          const [first, second] = [alone.gradient.slice(0, 3), alone.gradient.slice(3)];
          expect(gradient).toEqual(type.from([...none, ...first, ...none, ...none, ...second, ...none]));
          expect(softmaxLoss(all, labels, { ...given, out: { gradient: all } }).gradient).toEqual(gradient);
        }
      }
    });

    test("count neither in the weights nor in the smoothing", () => {
      const classWeights = type.from([1, 2, 3]);
      const labels = Int32Array.of(2, -100);
      const weighted = softmaxLoss(x, labels, { classWeights, ignoreIndex: -100 });
      near([weighted.mean, ...weighted.loss], [log(1.6), 3 * log(1.6), 0]);
      const { mean, loss } = softmaxLoss(x, labels, { classWeights, smoothing: 0.375, ignoreIndex: -100 });
      const wanted = 0.625 * 3 * log(1.6) + 0.125 * (log(8) + 2 * log(4) + 3 * log(1.6));
      near([mean, ...loss], [wanted / 3, wanted, 0]);
    });

    test("all of them have the mean NaN, and losses and gradients of 0", () => {
      for (const other of options) {
        const { mean, loss, gradient } = softmaxLoss(x, Int8Array.of(-1, -1), { ...other, ignoreIndex: -1 });
        expect([mean, loss, gradient]).toEqual([NaN, new type(2), new type(6)]);
      }
    });

    test("a label that no row has changes nothing", () => {
      for (const other of options)
        expect(softmaxLoss(x, Uint8Array.of(2, 0), { ...other, ignoreIndex: 7 })).toEqual(softmaxLoss(x, Uint8Array.of(2, 0), other));
    });
  });

  describe("classes along another axis", () => {
    const columns = type.from([x[0], x[3], x[1], x[4], x[2], x[5]]);

    test("the first of two", () => {
      const wanted = softmaxLoss(x, Uint8Array.of(2, 0), { shape });
      const { mean, loss, gradient } = softmaxLoss(columns, Uint8Array.of(2, 0), { shape: [3, 2], axis: 0 });
      expect([mean, loss]).toEqual([wanted.mean, wanted.loss]);
      const [a, b, c, d, e, f] = wanted.gradient;
      expect(gradient).toEqual(type.from([a, d, b, e, c, f] as number[]));
    });

    test("PyTorch's [N, C, d1, d2]", () => {
      const given = type.from([...columns, ...columns]);
      const labels = Uint8Array.of(2, 0, 1, 1);
      const wanted = softmaxLoss(type.from([...x, ...x]), labels, { shape: [4, 3] });
      for (const axis of [1, -3]) {
        const { mean, loss, gradient } = softmaxLoss(given, labels, { shape: [2, 3, 2, 1], axis });
        expect([mean, loss]).toEqual([wanted.mean, wanted.loss]);
        expect(gradient[4]).toBe(wanted.gradient[2]);
        expect(gradient[11]).toBe(wanted.gradient[11]);
      }
    });
  });

  test("any leading dimensions are rows, and one dimension is one row", () => {
    const flat = softmaxLoss(x, Uint8Array.of(2, 0), { shape: [2, 3] });
    expect(softmaxLoss(x, Uint8Array.of(2, 0), { shape: [1, 2, 3] })).toEqual(flat);
    expect(softmaxLoss(x, Uint8Array.of(2, 0), { shape: [2, 1, 1, 3] })).toEqual(flat);
    const one = softmaxLoss(x.slice(0, 3), Uint8Array.of(2), { shape: [3] });
    expect(one.loss[0]).toBe(flat.loss[0]);
    expect(one.mean).toBeCloseTo(log(1.6), 6);
  });

  test("a confident row keeps its digits", () => {
    const { mean, loss, gradient } = softmaxLoss(type.from([20, 0]), Uint8Array.of(0), { shape: [1, 2] });
    expectNear(type, [loss[0] * 1e9, mean * 1e9], [2.061153620314381, type === Float32Array ? mean * 1e9 : 2.061153620314381]);
    expect(mean * 1e9).toBeCloseTo(2.0611536203, 8);
    expect(gradient[0]).toBe(-gradient[1]);
    expect(gradient[1] * 1e9).toBeCloseTo(2.0611536182, 6);
    const far = softmaxLoss(type.from([0, 100]), Uint8Array.of(1), { shape: [1, 2] });
    expect(far.loss[0] / 3.720075976020836e-44).toBeCloseTo(1, type === Float32Array ? 1 : 13);
  });

  test("logits of any size", () => {
    const largest = type === Float32Array ? 3.4028234663852886e38 : 8e307;
    for (const size of [1e4, largest]) {
      const { loss, gradient } = softmaxLoss(type.from([size, -size, -size, size, 0, size]), Uint8Array.of(1, 2), { shape: [2, 3] });
      expect([loss[0], loss[1]]).toEqual([type.from([2 * size])[0], type.from([LN2])[0]]);
      expect([...gradient]).toEqual([0.5, -0.5, 0, 0.25, 0, -0.25]);
    }
  });

  test("-Infinity is probability 0", () => {
    const { mean, loss, gradient } = softmaxLoss(type.from([-Infinity, 1, 0, -Infinity]), Uint8Array.of(0, 0), { shape: [2, 2] });
    expect([mean, ...loss]).toEqual([Infinity, Infinity, 0]);
    expect(Array.from(gradient, (value) => value + 0)).toEqual([-0.5, 0.5, 0, 0]);
    // PyTorch has 0 * -Infinity = NaN here.
    const none = softmaxLoss(type.from([-Infinity, 1, 1]), type.from([0, 0.5, 0.5]), { shape: [1, 3] });
    near(none.loss, [LN2]);
    expect(Array.from(none.gradient, (value) => value + 0)).toEqual([0, 0, 0]);
  });

  test("a row without probabilities is NaN, and the others are not", () => {
    for (const bad of [
      [NaN, 0, 1],
      [0, 1, NaN],
      [Infinity, 0, 1],
      [Infinity, Infinity, 1],
      [-Infinity, -Infinity, -Infinity],
    ]) {
      const all = type.from([...x.slice(0, 3), ...bad, ...x.slice(3)]);
      const alone = softmaxLoss(x, Uint8Array.of(2, 0), { shape });
      for (const options of [{}, { smoothing: 0.1 }, { classWeights: new type([0, 1, 1]) }]) {
        const { mean, loss, gradient } = softmaxLoss(all, Uint8Array.of(2, 0, 1), { shape: [3, 3], ...options });
        expect(mean).toBeNaN();
        expect(Array.from(loss, Number.isNaN)).toEqual([false, true, false]);
        expect(Array.from(gradient, Number.isNaN)).toEqual([false, false, false, true, true, true, false, false, false]);
      }
      expect(softmaxLoss(all, Uint8Array.of(2, 0, 0), { shape: [3, 3] }).loss[0]).toBe(alone.loss[0]);
    }
  });

  test("no rows have the mean NaN, no weight as well, one class costs nothing", () => {
    const none = softmaxLoss(new type(0), new Uint8Array(0), { shape: [0, 10] });
    expect([none.mean, none.loss.length, none.gradient.length]).toEqual([NaN, 0, 0]);
    expect(softmaxLoss(new type(0), new type(0), { shape: [2, 0] })).toEqual({
      mean: NaN,
      loss: new type([NaN, NaN]),
      gradient: new type(0),
    });
    const weightless = softmaxLoss(x, Uint8Array.of(2, 0), { shape, classWeights: new type([0, 1, 0]) });
    expect([weightless.mean, ...weightless.loss]).toEqual([NaN, 0, 0]);
    expect(weightless.gradient.every(Number.isNaN)).toBe(true);
    expect(softmaxLoss(type.from([3, -2]), Uint8Array.of(0, 0), { shape: [2, 1] })).toMatchObject({ mean: 0, loss: new type([0, 0]) });
  });

  test("with out, only what it names is computed", () => {
    const wanted = softmaxLoss(x, Uint8Array.of(2, 0), { shape });
    const [loss, gradient] = [new type(2), new type(6)];
    const both = softmaxLoss(x, Uint8Array.of(2, 0), { shape, out: { loss, gradient } });
    expect([both.loss, both.gradient]).toEqual([wanted.loss, wanted.gradient]);
    expect([both.loss === loss, both.gradient === gradient]).toEqual([true, true]);
    for (const smoothing of [0, 0.1]) {
      const all = softmaxLoss(x, Uint8Array.of(2, 0), { shape, smoothing });
      expect(softmaxLoss(x, Uint8Array.of(2, 0), { shape, smoothing, out: { loss } })).toEqual({ ...all, gradient: undefined });
      expect(softmaxLoss(x, Uint8Array.of(2, 0), { shape, smoothing, out: { gradient } })).toEqual({ ...all, loss: undefined });
      expect(softmaxLoss(x, Uint8Array.of(2, 0), { shape, smoothing, out: {} })).toEqual({
        mean: all.mean,
        loss: undefined,
        gradient: undefined,
      });
    }
  });

  test("an undefined option is absent", () => {
    const options = { shape, smoothing: undefined, classWeights: undefined, out: undefined };
    expect(softmaxLoss(x, Uint8Array.of(2, 0), options)).toEqual(softmaxLoss(x, Uint8Array.of(2, 0), { shape }));
  });
});

describe.each(types.map((type) => ({ type, name: type.name })))("any row, $name", ({ type }) => {
  const logit = fc.oneof(fc.double({ min: -30, max: 30, noNaN: true }), fc.constantFrom(0, -Infinity, 1e4, -1e4, 100));
  const row = fc.array(logit, { minLength: 1, maxLength: 40 }).filter((logits) => logits.some(Number.isFinite));
  const problem = fc.tuple(row, fc.nat(), fc.constantFrom(0, 0.1, 1));
  const epsilon = type === Float32Array ? 2 ** -24 : 2 ** -53;

  test("the gradient adds up to 0", () => {
    fc.assert(
      fc.property(problem, ([logits, label, smoothing]) => {
        const { gradient } = softmaxLoss(type.from(logits), Uint8Array.of(label % logits.length), { shape: [logits.length], smoothing });
        const sum = Array.from(gradient).reduce((before, value) => before + value, 0);
        expect(Math.abs(sum)).toBeLessThanOrEqual(8 * logits.length * epsilon);
      }),
    );
  });

  test("what is added to all logits changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.integer({ min: -5000, max: 5000 }),
        (logits, label, shift) => {
          const at = (by: number) =>
            softmaxLoss(type.from(logits.map((value) => value + by)), Uint8Array.of(label % logits.length), { shape: [logits.length] });
          expect(at(shift)).toEqual(at(0));
        },
      ),
    );
  });

  test("rows know nothing of each other", () => {
    fc.assert(
      fc.property(fc.array(fc.array(logit, { minLength: 7, maxLength: 7 }), { minLength: 4, maxLength: 4 }), fc.nat(6), (rows, label) => {
        const together = softmaxLoss(type.from(rows.flat()), new Uint8Array(4).fill(label), { shape: [4, 7] });
        for (const [i, logits] of rows.entries()) {
          const alone = softmaxLoss(type.from(logits), Uint8Array.of(label), { shape: [7] });
          expect(together.loss[i]).toBe(alone.loss[0]);
          // A quarter of a subnormal number is rounded.
          for (const [j, value] of alone.gradient.entries())
            expect(Math.abs(together.gradient[7 * i + j] - value / 4)).toBeLessThanOrEqual(Math.abs(value) < 1e-37 ? 2 ** -149 : 0);
        }
      }),
    );
  });

  test("the mean is that of the losses", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 300 }), (logits) => {
        const x = alloc(type as Float32ArrayConstructor, logits.length);
        x.set(logits);
        const targets = new type(logits.map((_, i) => i % 2));
        const { mean, loss } = sigmoidLoss(x, targets);
        const sum = Array.from(loss).reduce((before, value) => before + value, 0);
        free(x);
        expect(Math.abs(mean - sum / logits.length)).toBeLessThanOrEqual((2 + logits.length) * epsilon * mean);
      }),
    );
  });
});
