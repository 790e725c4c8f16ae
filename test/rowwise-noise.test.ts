/**
 * Rows with noise: what is drawn is the distribution that it should be, with the same bits
 * everywhere; hard samples, gradients, refusals.
 */
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { uniform } from "../oracle/random.js";
import { entriesOf } from "../oracle/rows.js";
import rows from "../specification/rows.json" with { type: "json" };
import { onRuntime } from "../src/functions/variants.js";
import { gumbelSoftmax, hardmax, softmax } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { gumbel } from "../src/scalar/gumbel.js";
import type { Floats, Options } from "./support/activations.js";
import { type Constructor, expectSame, Place, randomizer, residences, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";

const random = randomizer(13);
const fill = (type: Constructor, length: number): Floats => type.from({ length }, () => (random() - 0.5) * 6);
const js = onRuntime(gumbelSoftmax as never, createRuntime({ backend: "js" })) as typeof gumbelSoftmax;
const { preset } = rows.gumbelSoftmax;
type Call = (x: Floats, options?: Options) => Floats;

test("the noise is within 1.5 units of its formula, the larger of 1 and itself, between its ends", () => {
  const exact = new Exact(parse("-log(-log(u))"));
  const words = [0, 1, 2, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 2, Math.floor(2 ** 32 / Math.E), Math.floor(2 ** 32 * Math.exp(-Math.exp(-1)))];
  const drawn = Array.from({ length: 20_000 }, () => Math.floor(random() * 2 ** 32));
  for (const word of [...words, ...drawn]) {
    const g = gumbel(word / 2 ** 32);
    const { absolute } = exact.judge(float64, { u: (word + 0.5) / 2 ** 32 }, g);
    const unit = 2 ** (Math.floor(Math.log2(Math.max(1, Math.abs(g)))) - 52);
    if (!(absolute <= 1.5 * unit)) expect.fail(`word ${word}: ${g} is ${absolute / unit} units off`);
    expect(g).toBeGreaterThan(-3.14);
    expect(g).toBeLessThan(22.9);
  }
});

describe.each(types.map((type) => ({ name: type.name, type })))("$name", ({ type }) => {
  const f = gumbelSoftmax as unknown as Call;

  test("entries are those of the specification, within what logarithms are off", () => {
    for (const [seed, offset] of [
      [0, 0],
      [5, 3],
      [2 ** 53 - 1, 2 ** 40 + 1],
      [6, 2 ** 53 - 400],
    ] as const) {
      const x = fill(type, 400);
      const z = type.from(entriesOf(preset, x, seed, offset));
      const y = f(x, { seed, offset });
      softmax(z as Float64Array).forEach((wanted, i) => {
        expect(Math.abs((y[i] as number) / wanted - 1)).toBeLessThan(type === Float64Array ? 1e-14 : 1e-6);
      });
    }
  });

  test("hard samples are what hardmax makes of the sums, the same on every backend", () => {
    for (const options of [
      { shape: [40, 7] },
      { shape: [4, 7, 10], axis: 1 },
      { shape: [280] },
      { shape: [40, 7], mask: type.from({ length: 7 }, () => 3 * random()) },
    ] as Options[])
      for (const offset of [0, 1, 2 ** 33 + 5]) {
        const x = fill(type, 280);
        const z = x.map((value, i) => value + gumbel(uniform(9, offset + i)));
        const hard = f(x, { ...options, seed: 9, offset, hard: true, temperature: 0.5 });
        expectSame(hard, (hardmax as unknown as Call)(z, { ...options, temperature: 0.5 }), JSON.stringify(options));
        expectSame((js as unknown as Call)(x, { ...options, seed: 9, offset, hard: true, temperature: 0.5 }), hard, "in JavaScript");
      }
  });

  test("a batch that is split anywhere gives the same, wherever its parts live, and in place", () => {
    const [count, n] = [300, 37];
    const x = fill(type, count * n);
    for (const hard of [false, true]) {
      const whole = f(x, { shape: [count, n], seed: 3, offset: 11, hard });
      for (const cut of [1, 2, 77, 299])
        for (const residence of residences)
          for (const [from, to] of [
            [0, cut],
            [cut, count],
          ] as const) {
            const place = new Place(residence, type, (to - from) * n, 1);
            place.view.set(x.subarray(from * n, to * n));
            f(place.view, { shape: [to - from, n], seed: 3, offset: 11 + from * n, hard, out: place.view });
            expectSame(place.view, whole.subarray(from * n, to * n), `${from} to ${to}, ${residence}`);
            expect(place.intact).toBe(true);
            place.free();
          }
    }
  });

  test("backward draws the same noise again: the gradient of the soft sample, for hard ones too, in place of x", () => {
    for (const options of [
      { shape: [6, 8] },
      { shape: [6, 8], axis: 0 },
      { shape: [6, 8], temperature: 0.3, mask: Uint8Array.of(1, 1, 0, 1, 1, 1, 0, 1) },
      { shape: [8, 6], causal: { offset: 0 } },
    ] as Options[]) {
      const [x, dy] = [fill(type, 48), fill(type, 48)] as [Floats, Floats];
      const { mask: _, causal: __, ...unmasked } = options;
      const soft = f(x, { ...options, seed: 21 });
      const wanted = softmax.backwardFromOutput(dy as Float64Array, soft as Float64Array, unmasked as object);
      const { backward } = gumbelSoftmax as unknown as { backward(dy: Floats, x: Floats, options: Options): Floats };
      for (const hard of [false, true]) expectSame(backward(dy, x, { ...options, seed: 21, hard }), wanted, "backward");
      const own = x.slice();
      expect(backward(dy, own, { ...options, seed: 21, out: own })).toBe(own);
      expectSame(own, wanted, "in place");
    }
  });
});

test("hard samples have the probabilities of softmax", () => {
  const n = 5;
  const count = 40_000;
  const row = [1, 0, -1, 2, 0.5];
  const x = Float32Array.from({ length: count * n }, (_, i) => row[i % n] as number);
  const sample = gumbelSoftmax(x, { shape: [count, n], seed: 1, hard: true });
  const times = new Float64Array(n);
  sample.forEach((value, i) => {
    times[i % n] = (times[i % n] as number) + value;
  });
  const chi = softmax(Float64Array.from(row)).reduce((sum, p, i) => sum + ((times[i] as number) - count * p) ** 2 / (count * p), 0);
  // Of four degrees of freedom, a chi-square beyond 23.5 has a probability of 1e-4; the seed is the
  // same every time.
  expect(chi).toBeLessThan(23.5);
});

test("the published block of Philox gives its noise", () => {
  const words = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8];
  const z = Float64Array.from(words, (word) => -Math.log(-Math.log((word + 0.5) / 2 ** 32)));
  const y = gumbelSoftmax(new Float64Array(4), { seed: 0 });
  softmax(z).forEach((wanted, i) => {
    expect(y[i]).toBeCloseTo(wanted, 14);
  });
});

test("rows of which nothing is left, and hard ones", () => {
  const x = Float32Array.of(1, 2, -Infinity, -Infinity);
  const shape = [2, 2];
  expect([...gumbelSoftmax(x, { shape, seed: 1 }).subarray(2)]).toEqual([NaN, NaN]);
  for (const hard of [false, true])
    expect([...gumbelSoftmax(x, { shape, seed: 1, hard, emptyRow: 0.25 }).subarray(2)]).toEqual([0.25, 0.25]);
  expect([...gumbelSoftmax(Float32Array.of(0, Infinity), { seed: 1, hard: true })]).toEqual([0, 1]);
  expect([...gumbelSoftmax(Float32Array.of(0, NaN), { seed: 1, hard: true })]).toEqual([NaN, NaN]);
});

test("what is refused, before anything is written", () => {
  const x = Float32Array.of(1, 2, 3, 4);
  const refuse = (options: object | undefined, kind: ErrorConstructor, code: string, message: string) => {
    expectRefusal(() => gumbelSoftmax(x, options as never), { kind, code: code as never, message: `hillock.gumbelSoftmax: ${message}` });
    expect(x).toEqual(Float32Array.of(1, 2, 3, 4));
  };
  const whole = "a whole number from 0 to 9007199254740991";
  const missing = `seed is missing, expected ${whole}: the noise is drawn from it`;
  refuse(undefined, TypeError, "HILLOCK_OPTION", missing);
  refuse({ hard: true, out: x }, TypeError, "HILLOCK_OPTION", missing);
  refuse({ seed: -1 }, RangeError, "HILLOCK_PARAMETER", `seed is -1, expected ${whole}`);
  refuse({ seed: "1" }, TypeError, "HILLOCK_PARAMETER", 'seed is "1", expected a number');
  refuse({ seed: 1, offset: 0.5 }, RangeError, "HILLOCK_PARAMETER", `offset is 0.5, expected ${whole}`);
  refuse(
    { seed: 1, offset: 2 ** 53 - 1, out: x },
    RangeError,
    "HILLOCK_PARAMETER",
    "offset is 9007199254740991, expected at most 9007199254740988, for 4 elements",
  );
  refuse({ seed: 1, hard: 1 }, TypeError, "HILLOCK_OPTION", "hard is 1, expected true or false");
  const names = "shape, axis, temperature, causal, maskShape, emptyRow, seed, offset, hard, mask, out";
  refuse({ seed: 1, tau: 2 }, TypeError, "HILLOCK_OPTION", `unknown option "tau", expected one of ${names}`);
  expectRefusal(() => gumbelSoftmax.backward(x, x, undefined as never), {
    kind: TypeError,
    code: "HILLOCK_OPTION",
    message: `hillock.gumbelSoftmax.backward: ${missing}`,
  });
  expectRefusal(() => gumbelSoftmax.backwardFromOutput(x, x, { seed: 1 } as never), {
    kind: TypeError,
    code: "HILLOCK_OPTION",
    message: 'hillock.gumbelSoftmax.backwardFromOutput: unknown option "seed", expected one of shape, axis, temperature, out',
  });
  const bound = gumbelSoftmax.with({ seed: 4, hard: true });
  expect(bound(x)).toEqual(gumbelSoftmax(x, { seed: 4, hard: true }));
  expect(bound(x, { hard: false, temperature: 2 })).toEqual(gumbelSoftmax(x, { seed: 4, temperature: 2 }));
});
