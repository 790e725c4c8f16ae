/**
 * Activations that draw numbers in training: the numbers are those of the specification, to the
 * bit, on every backend, for any seed and however a batch is split; they are uniform and within
 * their bounds; what is computed with them is within its own.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Exact } from "../oracle/exact.js";
import { float32, float64 } from "../oracle/formats.js";
import { parse } from "../oracle/formula.js";
import { specification } from "../oracle/oracle.js";
import { drawn, formulasInTraining, philox as philoxOfOracle, uniform } from "../oracle/random.js";
import type { ActivationEntry, RandomEntry } from "../specification/schema.js";
import { onRuntime } from "../src/functions/variants.js";
import { dense, leakyRelu, rrelu } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { type Block, philox } from "../src/scalar/philox.js";
import { type AnyActivation, all, type Floats, on, operationsOf } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, residences, special, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";

/**
 * The known answers that Random123 publishes with the generator (tests/kat_vectors): counter, key,
 * block.
 */
const KNOWN = [
  ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

test.each(KNOWN)("Philox4x32-10 of %s by %s", (counter, key, block) => {
  const words = (text: string) => text.split(" ").map((word) => Number.parseInt(word, 16));
  expect(philox(words(counter) as unknown as Block, words(key) as [number, number])).toEqual(words(block));
  expect(philoxOfOracle(words(counter).map(BigInt), words(key).map(BigInt))).toEqual(words(block).map(BigInt));
});

test("arrays have the words of the published block", () => {
  const slopes = rrelu.derivative(Float64Array.of(-1, -1, -1, -1), { lower: 0, upper: 1, training: true, seed: 0 });
  expect([...slopes].map((slope) => (slope * 2 ** 32).toString(16)).join(" ")).toBe(KNOWN[0][2]);
});

const randomized = all.flatMap((activation) => {
  const { random } = specification[activation.name] as { readonly random?: RandomEntry };
  return random ? [{ name: activation.name, activation, random }] : [];
});

/** Compares the results of a method, bit for bit. */
function expectAllSame(results: readonly Floats[], wanted: readonly Floats[], about: string): void {
  expect(results.length).toBe(wanted.length);
  for (const [k, result] of results.entries()) expectSame(result, wanted[k] as Floats, about);
}

const whole = fc.maxSafeNat();
const place = fc.oneof(
  fc.nat(100),
  whole.map((n) => Math.max(0, n - 5000)),
  fc.constantFrom(2 ** 32 - 3, 2 ** 34 - 7, 2 ** 53 - 6000),
);
const length = fc.oneof(fc.nat(40), fc.constantFrom(1023, 1024, 1025, 2047, 2049, 4097));

describe.each(randomized)("$name in training", ({ name, activation, random }) => {
  const operations = operationsOf(activation);
  const sampleOf = (type: Constructor, count: number, seed: number): Floats => {
    const array = new type(count);
    fillWith(array, seed);
    return array;
  };

  test("its numbers are those of the specification, to the bit", () => {
    fc.assert(
      fc.property(whole, place, length, fc.constantFrom(...SLOPES), (seed, offset, count, parameters) => {
        const slopes = on(activation, "derivative").call([new Float64Array(count).fill(-1)], undefined, {
          ...parameters,
          training: true,
          seed,
          offset,
        });
        expectSame(slopes[0] as Floats, drawn(random, parameters, seed, offset, count), `seed ${seed}, offset ${offset}, ${count}`);
      }),
      { numRuns: 60, examples: [1, 2, 3, 4, 17, 1025, 4097].map((count) => [7, 2 ** 53 - count, count, SLOPES[1]] as const) as never },
    );
  });

  test("numbers, arrays of either type and JavaScript have the same bits", () => {
    const js = onRuntime(activation as never, createRuntime({ backend: "js" })) as typeof activation;
    fc.assert(
      fc.property(
        whole,
        place,
        length,
        fc.constantFrom(...types),
        fc.constantFrom(...operations),
        (seed, offset, count, type, { method, inputs }) => {
          const given = inputs.map((_, i) => sampleOf(type, count, i + 1));
          const options = { training: true, seed, offset };
          const results = on(activation, method).call(given, undefined, options);
          expectAllSame(on(js, method).call(given, undefined, options), results, `${method}, in JavaScript`);
          for (let i = 0; i < count; i += 7) {
            const numbers = on(activation, method).numbers(
              given.map((array) => array[i] as number),
              { ...options, offset: offset + i },
            );
            expectSame(
              type.from(numbers),
              type.from(results.map((result) => result[i] as number)),
              `${method} of element ${i}, as a number`,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a batch that is split anywhere gives the same, wherever its parts live", () => {
    fc.assert(
      fc.property(
        whole,
        place,
        length,
        fc.array(fc.nat(4097), { maxLength: 4 }),
        fc.constantFrom(...types),
        fc.constantFrom(...operations),
        fc.constantFrom(...residences),
        (seed, offset, count, cuts, type, { method, inputs, outputs }, residence) => {
          const given = inputs.map((_, i) => sampleOf(type, count, i + 3));
          const bound = on(activation.with({ training: true, seed }), method);
          const wanted = bound.call(given, undefined, { offset });
          const ends = [0, ...cuts.filter((cut) => cut <= count).sort((a, b) => a - b), count];
          for (const [i, end] of ends.slice(1).entries()) {
            const from = ends[i] as number;
            const ins = given.map((array, k) => {
              const at = new Place(residence, type, end - from, k);
              at.view.set(array.subarray(from, end));
              return at;
            });
            const outs = outputs.map((_, k) => (k === 0 ? (ins.at(-1) as Place) : new Place(residence, type, end - from, k)));
            const results = bound.call(
              ins.map(({ view }) => view),
              outs.map(({ view }) => view),
              { offset: offset + from },
            );
            const parts = wanted.map((array) => array.subarray(from, end));
            expectAllSame(results, parts, `${method}, ${from} to ${end}`);
            for (const at of new Set([...ins, ...outs])) {
              expect(at.intact).toBe(true);
              at.free();
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(operations.filter(({ method }) => method !== "secondDerivative"))("$path is within its bound", ({ method, inputs, call }) => {
    const terms = formulasByMethod(specification[name] as ActivationEntry);
    const exact = terms[method as keyof typeof terms].map((formula) => new Exact(parse(formula)));
    for (const type of types) {
      const format = type === Float32Array ? float32 : float64;
      for (const parameters of SLOPES.filter(({ lower }) => method !== "backwardFromOutput" || lower >= 0)) {
        const x = type.from([...special.filter(Number.isFinite), ...sampleOf(type, 200, 5)].filter(Number.isFinite));
        const dy = sampleOf(type, x.length, 6).map((value) => (Number.isFinite(value) ? value : 1.25));
        const options = { ...parameters, training: true, seed: 12, offset: 3 };
        const results = call(inputs.length === 1 ? [x] : [dy, x], undefined, options);
        const a = drawn(random, parameters, 12, 3, x.length);
        x.forEach((_, i) => {
          const at = { x: x[i] as number, y: x[i] as number, dy: dy[i] as number, a: a[i] as number };
          results.forEach((result, k) => {
            const { ulp, rounded } = (exact[k] as Exact).judge(format, at, result[i] as number);
            if (!(ulp <= (type === Float32Array ? 0.51 : 0.5)))
              expect.fail(`${method} at ${JSON.stringify(at)} is ${result[i]}, not ${rounded}`);
          });
        });
      }
    }
  });

  test("NaN stays, infinities give limits, and a zero its sign", () => {
    const options = { training: true, seed: 4 };
    for (const type of types) {
      const [y] = on(activation, "value").call([type.from([NaN, Infinity, -Infinity, 0, -0])], undefined, options);
      expect(y).toEqual(type.from([NaN, Infinity, -Infinity, 0, -0]));
      const [d] = on(activation, "derivative").call([type.from([NaN, Infinity])], undefined, options);
      expect(d).toEqual(type.from([NaN, 1]));
      const [flat] = on(activation, "value").call([type.from([-Infinity])], undefined, { ...options, lower: 0, upper: 0 });
      expect(flat).toEqual(type.from([-0]));
    }
  });

  test("without training it is as ever, and seed and offset are of no account", () => {
    for (const { method, inputs, call } of operations)
      for (const type of types) {
        const given = inputs.map((_, i) => sampleOf(type, 100, i + 1));
        const wanted = call(given);
        for (const options of [{ training: false }, { seed: 3, offset: 9 }, { training: undefined, seed: undefined, offset: undefined }])
          expectAllSame(call(given, undefined, options), wanted, method);
        const back = on(activation.with({ training: true, seed: 3 }), method).call(given, undefined, { training: false });
        expectAllSame(back, wanted, method);
      }
  });

  test.each([
    [{ training: 1 }, TypeError, "HILLOCK_OPTION", "training is 1, expected true or false"],
    [{ training: null }, TypeError, "HILLOCK_OPTION", "training is null, expected true or false"],
    [
      { training: true },
      TypeError,
      "HILLOCK_OPTION",
      "seed is missing, expected a whole number from 0 to 9007199254740991: training draws its random numbers from it",
    ],
    [{ seed: "7" }, TypeError, "HILLOCK_PARAMETER", 'seed is "7", expected a number'],
    [{ seed: null }, TypeError, "HILLOCK_PARAMETER", "seed is null, expected a number"],
    [{ seed: -1 }, RangeError, "HILLOCK_PARAMETER", "seed is -1, expected a whole number from 0 to 9007199254740991"],
    [{ seed: 0.5 }, RangeError, "HILLOCK_PARAMETER", "seed is 0.5, expected a whole number from 0 to 9007199254740991"],
    [{ seed: NaN }, RangeError, "HILLOCK_PARAMETER", "seed is NaN, expected a whole number from 0 to 9007199254740991"],
    [{ seed: 2 ** 53 }, RangeError, "HILLOCK_PARAMETER", `seed is ${2 ** 53}, expected a whole number from 0 to 9007199254740991`],
    [{ offset: -3 }, RangeError, "HILLOCK_PARAMETER", "offset is -3, expected a whole number from 0 to 9007199254740991"],
  ] as const)("refuses %o", (options, kind, code, message) => {
    for (const { path, inputs, raw, method } of operations) {
      if (method === "secondDerivative" && "training" in options && options.training === true) continue;
      for (const given of [inputs.map(() => -1), inputs.map(() => Float32Array.of(-1)), inputs.map(() => Float64Array.of(-1))])
        expectRefusal(() => raw(...given, options), { kind, code, message: `hillock.${path}: ${message}` });
    }
    if (!("training" in options && options.training === true))
      expectRefusal(() => activation.with(options), { kind, code, message: `hillock.${name}.with: ${message}` });
  });

  test("refuses an index that a number cannot tell from the next, and wrong arrays as ever", () => {
    const training = activation.with({ training: true, seed: 1, offset: 2 ** 53 - 3 });
    expectRefusal(() => training(new Float32Array(4)), {
      kind: RangeError,
      code: "HILLOCK_PARAMETER",
      message: `hillock.${name}: offset is 9007199254740989, expected at most 9007199254740988, for 4 elements`,
    });
    expect(training(new Float32Array(2))).toEqual(new Float32Array(2));
    const calls: readonly (readonly [() => unknown, string])[] = [
      [() => training("1" as never), 'x is "1", expected a number, Float32Array or Float64Array'],
      [() => (training as unknown as () => void)(), "x is undefined, expected a number, Float32Array or Float64Array"],
      [() => training(1, { out: new Float32Array(1) }), "out is given for a number, expected it only with arrays"],
      [() => training(new Float32Array(2), { out: new Float32Array(3) }), "out has length 3, expected 2"],
    ];
    for (const [call, message] of calls) expect(call).toThrow(`hillock.${name}: ${message}`);
    expect(() => training.backward(1, new Float32Array(1))).toThrow("dy is 1 and x is a Float32Array, expected two numbers or two arrays");
  });

  test("an index of map is none of the stream", () => {
    const training = activation.with({ training: true, seed: 1 });
    expect([-1, -1].map(training as never)).toEqual([training(-1), training(-1)]);
    expect([-1, -1].map(activation as never)).toEqual([activation(-1), activation(-1)]);
  });
});

/** Bounds of slopes: usual ones, and such that roundings matter. */
const SLOPES = [
  { lower: 1 / 8, upper: 1 / 3 },
  { lower: 0, upper: 1 },
  { lower: -0.3, upper: 0.1 },
  { lower: 0.2, upper: 0.2 },
  { lower: 1, upper: 1 + 2 ** -52 },
  { lower: 3, upper: 3 + 2 ** -49 },
  { lower: -1e100, upper: 1e100 },
  { lower: 0, upper: 1e-100 },
  { lower: 1e-100, upper: 1e100 },
] as const;

/** The formulas of each method's results with the number that is drawn, `a`. */
function formulasByMethod(entry: ActivationEntry) {
  const { value, derivative, derivativeFromOutput } = formulasInTraining(entry);
  return {
    value: [value],
    derivative: [derivative],
    valueAndDerivative: [value, derivative],
    backward: [`dy*${derivative}`],
    backwardFromOutput: [`dy*${derivativeFromOutput}`],
  };
}

const COUNT = 2 ** 18;
const slopesOf = (lower: number, upper: number, seed: number) =>
  rrelu.derivative(new Float64Array(COUNT).fill(-1), { lower, upper, training: true, seed });

test.each(SLOPES)("in evaluation rrelu from $lower to $upper is leakyRelu with their mean", ({ lower, upper }) => {
  for (const type of types) {
    const x = new type(200);
    fillWith(x, 8);
    for (const method of ["value", "derivative", "backward"]) {
      const given = method === "backward" ? [x, x] : [x];
      const leaky = on(leakyRelu as unknown as AnyActivation, method).call(given, undefined, { negativeSlope: (lower + upper) / 2 });
      expectAllSame(on(rrelu as unknown as AnyActivation, method).call(given, undefined, { lower, upper }), leaky, method);
    }
  }
});

test.each([0, 1, 2 ** 32, 2 ** 53 - 1])("numbers of seed %d are uniform", (seed) => {
  const u = slopesOf(0, 1, seed);
  const mean = u.reduce((sum, value) => sum + value, 0) / COUNT;
  const variance = u.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
  const neighbours = u.reduce((sum, value, i) => sum + (value - 0.5) * ((u[i + 1] ?? 0.5) - 0.5), 0) / COUNT;
  // Five standard deviations of each.
  expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / COUNT));
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / COUNT));
  expect(Math.abs(neighbours)).toBeLessThan((5 / 12) * Math.sqrt(1 / COUNT));
  const cells = new Float64Array(256);
  for (const value of u) cells[Math.floor(value * 256)] = (cells[Math.floor(value * 256)] as number) + 1;
  const square = cells.reduce((sum, count) => sum + (count - COUNT / 256) ** 2 / (COUNT / 256), 0);
  expect(Math.abs(square - 255)).toBeLessThan(5 * Math.sqrt(2 * 255));
});

test.each(SLOPES)("slopes from $lower are below $upper", ({ lower, upper }) => {
  const slopes = slopesOf(lower, upper, 77);
  const [least, most] = [slopes.reduce((a, b) => Math.min(a, b)), slopes.reduce((a, b) => Math.max(a, b))];
  expect(least).toBeGreaterThanOrEqual(lower);
  if (lower === upper) expect(most).toBe(upper);
  else expect(most).toBeLessThan(upper);
});

test("a layer has the slopes of its output, whatever rows come at a time", () => {
  const [inputs, outputs, batch] = [5, 7, 9];
  const filled = (n: number, seed: number) => {
    const array = new Float32Array(n);
    fillWith(array, seed);
    return array.map((value) => (Number.isFinite(value) ? value : 1));
  };
  const [x, weights, dy] = [filled(batch * inputs, 1), filled(inputs * outputs, 2), filled(batch * outputs, 3)];
  const layer = { inputs, outputs };
  const training = rrelu.with({ training: true, seed: 5 });
  const preactivation = new Float32Array(batch * outputs);
  const y = dense(x, weights, null, { ...layer, activation: training, preactivation });
  expectSame(y, training(preactivation), "the layer");
  for (const [from, to] of [
    [0, 4],
    [4, 9],
  ] as const) {
    const part = dense(x.subarray(from * inputs, to * inputs), weights, null, {
      ...layer,
      activation: training.with({ offset: from * outputs }),
    });
    expectSame(part, y.subarray(from * outputs, to * outputs), `rows ${from} to ${to}`);
  }
  const own = dense.backward(dy, x, weights, { ...layer, activation: training, preactivation });
  const apart = dense.backward(training.backward(dy, preactivation), x, weights, layer);
  expect(own).toEqual(apart);
});

test("words of the oracle are not those of another seed or place", () => {
  const numbers = [uniform(0, 0), uniform(1, 0), uniform(2 ** 32, 0), uniform(0, 1), uniform(0, 4), uniform(0, 2 ** 34)];
  expect(new Set(numbers).size).toBe(numbers.length);
});
