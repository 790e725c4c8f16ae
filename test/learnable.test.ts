/**
 * Parameters that are arrays, and the gradients of parameters: what their formulas say, wherever
 * channels and arrays lie.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { load, prelu } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { all, channelled, type Floats, type Operation, on, operationsOf } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, type Residence, residences, types } from "./support/arrays.js";
import { allGated } from "./support/gated.js";
import { sample } from "./support/sample.js";

function filled(type: Constructor, length: number, seed: number): Floats {
  const array = new type(length);
  fillWith(array, seed);
  return array;
}

/**
 * Slopes of either sign, among them 0, as far as they are allowed; from the output only those that
 * it tells. Those of a second parameter repeat after another number of channels.
 */
function slopesOf(type: Constructor, count: number, { activation, method }: Operation, parameter: string, place = 0): Floats {
  const { minimum = -Infinity, maximum = Infinity, minimumFromOutput = -Infinity } = activation.spec.parameters[parameter] ?? {};
  const least = method === "backwardFromOutput" ? Math.max(minimum, minimumFromOutput) : minimum;
  const slopes = [0.25, 0, -0.5, 1.5, 0.01, -3].slice(place).filter((slope) => slope >= least && slope <= maximum);
  return type.from({ length: count }, (_, i) => slopes[i % slopes.length] as number);
}

/** Shapes, the axis of the channels, and how many elements of a channel stand together. */
const shapes = [
  { shape: [7], axis: 0, inner: 1 },
  { shape: [5, 3], axis: 1, inner: 1 },
  { shape: [300, 3], axis: -1, inner: 1 },
  { shape: [4, 5, 2], axis: 1, inner: 2 },
  { shape: [2, 3, 9, 7], axis: 1, inner: 63 },
  { shape: [2, 3, 8, 8], axis: 1, inner: 64 },
  { shape: [1, 70, 10, 10], axis: -3, inner: 100 },
  { shape: [2, 2, 1500], axis: 1, inner: 1500 },
  { shape: [3, 5001], axis: 1, inner: 1 },
  { shape: [2, 1200, 5], axis: 1, inner: 5 },
  { shape: [3, 4, 0], axis: 1, inner: 0 },
  { shape: [0, 4], axis: 1, inner: 1 },
];

const lengthOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** The parameters that may be arrays, each by itself and all at once. */
const cases = [...new Set(channelled.map(({ activation }) => activation))].flatMap((activation) => {
  const names = channelled.flatMap((one) => (one.activation === activation ? [one.parameter] : []));
  const chosen = [...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])];
  return chosen.flatMap((parameters) => operationsOf(activation).map((operation) => ({ path: operation.path, operation, parameters })));
});

describe.each(cases)("$path with arrays of $parameters", ({ operation, parameters }) => {
  const { method, inputs, outputs, activation } = operation;
  const arraysOf = (type: Constructor, count: number) =>
    Object.fromEntries(parameters.map((parameter, place) => [parameter, slopesOf(type, count, operation, parameter, place)]));

  test.each(sample(shapes))("gives each channel what one slope gives: $shape, axis $axis", ({ shape, axis, inner }) => {
    for (const type of types)
      for (const [from, to] of [
        ["memory", "memory"],
        ["heap", "memory"],
        ["heap", "heap"],
      ] as const satisfies (readonly [Residence, Residence])[]) {
        const length = lengthOf(shape);
        const count = shape.at(axis) as number;
        const slopes = parameters.map((parameter, place) => {
          const one = new Place(from, type, count, 1 + place);
          one.view.set(slopesOf(type, count, operation, parameter, place));
          return one;
        });
        const ins = inputs.map((_, i) => new Place(from, type, length, i));
        const outs = outputs.map((_, i) => new Place(to, type, length, 3 + i));
        ins.forEach((place, i) => {
          place.view.set(filled(type, length, i + 1));
        });
        const views = ins.map(({ view }) => view);
        operation.call(
          views,
          outs.map(({ view }) => view),
          { ...Object.fromEntries(parameters.map((parameter, k) => [parameter, slopes[k]?.view])), shape, channelAxis: axis },
        );
        const ofOne = new Map<string, readonly Floats[]>();
        const wantedOf = Array.from({ length: count }, (_, channel) => {
          const values = Object.fromEntries(parameters.map((parameter, k) => [parameter, slopes[k]?.view[channel] as number]));
          const key = JSON.stringify(values);
          if (!ofOne.has(key)) ofOne.set(key, operation.call(views, undefined, values));
          return ofOne.get(key) as readonly Floats[];
        });
        outs.forEach(({ view }, k) => {
          const wanted = type.from({ length }, (_, i) => wantedOf[Math.floor(i / inner) % count]?.[k]?.[i] as number);
          expectSame(view, wanted, `${operation.path} ${shape} ${type.name} ${from} to ${to}`, views);
        });
        expect([...ins, ...outs, ...slopes].every(({ intact }) => intact)).toBe(true);
        for (const place of [...ins, ...outs, ...slopes]) place.free();
      }
  });

  test("without a shape the channels are the last axis", () => {
    for (const type of types)
      for (const [length, count] of [
        [12, 4],
        [12, 12],
        [12, 1],
        [0, 3],
        [9000, 9],
      ] as const) {
        const given = inputs.map((_, i) => filled(type, length, i + 1));
        const slopes = arraysOf(type, count);
        const wanted = operation.call(given, undefined, { ...slopes, shape: [length / count, count] });
        operation.call(given, undefined, slopes).forEach((result, k) => {
          expectSame(result, wanted[k] as Floats, operation.path);
        });
        const bound = on(activation.with(slopes), method);
        bound.call(given).forEach((result, k) => {
          expectSame(result, wanted[k] as Floats, `${operation.path} bound`);
        });
      }
  });

  test("in place, on any input and with any output", () => {
    for (const residence of residences)
      for (const type of types)
        for (const target of inputs.keys())
          for (const own of outputs.keys()) {
            const given = inputs.map((_, i) => filled(type, 5000, i + 1));
            const options = { ...arraysOf(type, 50), shape: [10, 50, 10] };
            const wanted = operation.call(given, undefined, options);
            const ins = given.map((array) => {
              const place = new Place(residence, type, array.length, 2);
              place.view.set(array);
              return place;
            });
            const outs = outputs.map((_, i) => (i === own ? (ins[target] as Place).view : new type(5000)));
            operation
              .call(
                ins.map(({ view }) => view),
                outs,
                options,
              )
              .forEach((result, k) => {
                expectSame(result, wanted[k] as Floats, operation.path);
              });
            for (const place of ins) place.free();
          }
  });
});

test("slopes that are bound are read when they are used: they are being learnt", () => {
  const alpha = Float32Array.of(0.5, 0.25);
  const bound = prelu.with({ alpha });
  const x = Float32Array.of(-4, -4);
  expect([...bound(x)]).toEqual([-2, -1]);
  alpha.set([1, 2]);
  expect([...bound(x)]).toEqual([-4, -8]);
  expect([...bound(x, { alpha: 0.5 })]).toEqual([-2, -2]);
  expect([...bound.with({ alpha: 0.25 })(x)]).toEqual([-1, -1]);
  expect(Object.keys(bound).sort()).toEqual(Object.keys(prelu).sort());
});

test("a slope of 0 gives a zero at -Infinity, whatever the others", () => {
  for (const type of types) {
    const x = type.from([-Infinity, -Infinity, -Infinity, -Infinity, -Infinity]);
    expect([...prelu(x as Float32Array, { alpha: type.from([0, 1, -1, -0, 0.5]) as Float32Array })].map(Math.abs)).toEqual([
      0,
      Infinity,
      Infinity,
      0,
      Infinity,
    ]);
  }
});

/**
 * All that has gradients of parameters: the arrays that these are made of are dy and what the
 * function itself takes.
 */
const learnables = [...all.map((f) => ({ f, inputs: 2 })), ...allGated.map((f) => ({ f, inputs: 3 }))].flatMap(({ f, inputs }) => {
  const { parameterGradients } = f as { parameterGradients?: (...values: unknown[]) => Record<string, number> };
  return parameterGradients ? [{ name: f.name, f, inputs, parameterGradients }] : [];
});

test.each(learnables)("$name is loaded and moved to another runtime with its gradients", async ({ f, inputs, parameterGradients }) => {
  await load(f as never);
  const moved = onRuntime(f as never, createRuntime({ backend: "js" })) as unknown as (typeof learnables)[number];
  expect(Object.keys(moved).sort()).toEqual(Object.keys(f).sort());
  const values = Array.from({ length: inputs }, (_, i) => Float64Array.of(1, -2 - i, 3));
  const got = moved.parameterGradients(...values);
  for (const [parameter, wanted] of Object.entries(parameterGradients(...values))) expect(got[parameter]).toBeCloseTo(wanted, 12);
});

test("parameter gradients do not depend on where arrays are, nor on how they are cut off behind", () => {
  const length = fc.oneof(fc.nat(70), fc.constantFrom(4095, 4096, 4097, 9001));
  fc.assert(
    fc.property(fc.constantFrom(...types), length, fc.nat(2 ** 30), fc.nat(9), (type, length, seed, offset) => {
      for (const { inputs, parameterGradients } of learnables) {
        const given = Array.from({ length: inputs }, (_, i) => {
          const array = filled(type, length, seed + i);
          return array.map((x) => (Number.isFinite(x) ? x % 50 : 0.5));
        });
        const places = given.map((array) => {
          const place = new Place("memory", type, length, offset);
          place.view.set(array);
          return place;
        });
        const wanted = parameterGradients(...given);
        expect(parameterGradients(...places.map(({ view }) => view))).toEqual(wanted);
        for (const place of places) place.free();
      }
    }),
    { numRuns: 40, seed: 7 },
  );
});
