/**
 * Where arrays live, and how many rows a batch has, change no bit of a result; nothing is written
 * beside it.
 */
import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import { gelu, isHillockError, dense as publicDense, tanh } from "../src/index.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, difference, expectSame, Place, type Residence, residences, special, types } from "./support/arrays.js";
import { type AnyDense, arraysOf, type Layout, layouts, lengthsOf, type Sizes, signed } from "./support/layer.js";

const dense = publicDense as unknown as AnyDense;
const runs = inject("backend") === "js" ? 60 : 150;

const size = fc.oneof({ weight: 6, arbitrary: fc.nat(20) }, { weight: 2, arbitrary: fc.nat(100) });
const sizes = fc.record<Sizes>({ batch: size, inputs: size, outputs: size, weightsLayout: fc.constantFrom<Layout>(...layouts) });
/** Longer than what a block or a staging slot holds, in one direction each. */
const long = fc.constantFrom<readonly [number, number, number]>([3, 5000, 9], [3, 9, 5000], [700, 40, 30], [5, 300, 260], [1, 1030, 1000]);
const longSizes = fc
  .tuple(long, fc.constantFrom<Layout>(...layouts))
  .map(([[batch, inputs, outputs], weightsLayout]): Sizes => ({ batch, inputs, outputs, weightsLayout }));
const someSizes = fc.oneof({ weight: 9, arbitrary: sizes }, { weight: 1, arbitrary: longSizes });
const type = fc.constantFrom<Constructor>(...types);
const residence = fc.constantFrom<Residence>(...residences);
const spot = fc.tuple(residence, fc.nat(15));
const activation = fc.constantFrom(undefined, gelu, tanh);

/** Numbers among which, now and then, stand those that are special. */
function mixed(seed: number): () => number {
  const [value, choice] = [signed(seed, 3), signed(seed + 7)];
  return () => (Math.abs(choice()) < 0.003 ? special[Math.floor(Math.abs(choice()) * special.length)] : value());
}

/** Arrays in guarded places, filled as others are. */
function placed(type: Constructor, spots: readonly (readonly [Residence, number])[], given: readonly Floats[]): Place[] {
  return given.map((array, i) => {
    const place = new Place(spots[i][0], type, array.length, spots[i][1]);
    place.view.set(array);
    return place;
  });
}

function expectUntouched(places: readonly Place[], given: readonly Floats[]): void {
  places.forEach((place, i) => {
    expectSame(place.view, given[i], `input ${i} itself`);
  });
}

test("forward: the same bits wherever the arrays are", () => {
  const spots = fc.array(spot, { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(
      type,
      someSizes,
      spots,
      activation,
      fc.boolean(),
      fc.boolean(),
      fc.nat(1000),
      (type, sizes, spots, activation, biased, keeps, seed) => {
        const arrays = arraysOf(sizes, type, mixed(seed));
        const given = [arrays.x, arrays.weights, arrays.bias];
        const options = { ...sizes, activation };
        const wanted = dense(arrays.x, arrays.weights, biased ? arrays.bias : null, options);
        const z = dense(arrays.x, arrays.weights, biased ? arrays.bias : null, sizes);
        const places = placed(type, spots, [...given, arrays.dy, arrays.dy]);
        try {
          const [x, weights, bias, out, preactivation] = places.map(({ view }) => view) as [Floats, Floats, Floats, Floats, Floats];
          dense(x, weights, biased ? bias : null, { ...options, out, ...(keeps && { preactivation }) });
          expectSame(out, wanted, "out");
          if (keeps) expectSame(preactivation, z, "preactivation");
          expectUntouched(places.slice(0, 3), given);
          expect(places.every(({ intact }) => intact)).toBe(true);
        } finally {
          for (const place of places) place.free();
        }
      },
    ),
    { numRuns: runs, seed: 1 },
  );
});

test("backward: the same bits wherever the arrays are, alone or together, added or not", () => {
  const spots = fc.array(spot, { minLength: 7, maxLength: 7 });
  const wants = fc.subarray(["x", "weights", "bias"] as const);
  fc.assert(
    fc.property(
      type,
      someSizes,
      spots,
      activation,
      wants,
      fc.boolean(),
      fc.nat(1000),
      (type, sizes, spots, activation, wants, accumulate, seed) => {
        const { x, weights, bias, dy } = arraysOf(sizes, type, mixed(seed));
        const z = dense(x, weights, bias, sizes);
        const given = [dy, x, weights, z];
        const options = { ...sizes, activation, accumulate };
        const wanted = { x: x.slice(), weights: weights.slice(), bias: bias.slice() };
        dense.backward(dy, x, weights, { ...options, preactivation: z, out: wanted });
        const places = placed(type, spots, [...given, x, weights, bias]);
        try {
          const views = places.map(({ view }) => view);
          const outputs = { x: views[4], weights: views[5], bias: views[6] };
          const out = Object.fromEntries(wants.map((name) => [name, outputs[name]]));
          const gradients = dense.backward(views[0], views[1], views[2], { ...options, preactivation: views[3], out });
          expect(Object.keys(gradients)).toEqual(wants);
          for (const name of wants) expectSame(gradients[name], wanted[name], `gradient of ${name}`);
          expectUntouched(places.slice(0, 4), given);
          expect(places.every(({ intact }) => intact)).toBe(true);
        } finally {
          for (const place of places) place.free();
        }
      },
    ),
    { numRuns: runs, seed: 1 },
  );
});

test("a row gives the same bits in every batch, at every position", () => {
  const batches = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }) },
    { weight: 1, arbitrary: fc.constantFrom(63, 64, 65, 130) },
  );
  fc.assert(
    fc.property(type, someSizes, batches, residence, fc.nat(1000), (type, { inputs, outputs, weightsLayout }, batch, residence, seed) => {
      const sizes: Sizes = { batch, inputs, outputs, weightsLayout };
      const arrays = arraysOf(sizes, type, mixed(seed));
      const places = placed(
        type,
        [0, 1, 2, 3].map((offset) => [residence, offset]),
        [arrays.x, arrays.weights, arrays.bias, arrays.dy],
      );
      try {
        const [x, weights, bias, dy] = places.map(({ view }) => view) as [Floats, Floats, Floats, Floats];
        const y = dense(x, weights, bias, sizes);
        const { x: dx } = dense.backward(dy, x, weights, sizes);
        for (const [from, rows] of [
          [0, 1],
          [batch - 1, 1],
          [batch >> 1, (batch + 1) >> 1],
          [batch > 3 ? 2 : 0, batch > 3 ? batch - 3 : batch],
        ] as const) {
          const part = { ...sizes, batch: rows };
          const of = (array: Floats, n: number) => array.subarray(from * n, (from + rows) * n);
          const about = `rows ${from} to ${from + rows} of ${JSON.stringify(sizes)}`;
          expectSame(dense(of(x, inputs), weights, bias, part), of(y, outputs), about);
          const gradients = dense.backward(of(dy, outputs), of(x, inputs), weights, part);
          expectSame(gradients.x, of(dx, inputs), `gradient of x, ${about}`);
        }
      } finally {
        for (const place of places) place.free();
      }
    }),
    { numRuns: runs, seed: 1 },
  );
});

test("in one buffer, computes or refuses: never half of it", () => {
  const starts = fc.array(fc.nat(90), { minLength: 8, maxLength: 8 });
  const small = fc.record<Sizes>({
    batch: fc.nat(4),
    inputs: fc.nat(4),
    outputs: fc.nat(4),
    weightsLayout: fc.constantFrom<Layout>(...layouts),
  });
  fc.assert(
    fc.property(type, residence, small, starts, fc.boolean(), fc.nat(1000), (type, residence, sizes, starts, forward, seed) => {
      const room = new Place(residence, type, 110);
      try {
        const next = signed(seed);
        room.view.forEach((_, i) => {
          room.view[i] = next();
        });
        const before = new type(room.view);
        const { x, weights, bias, y } = lengthsOf(sizes);
        const lengths = forward ? [x, weights, bias, y, y] : [y, x, weights, y, x, weights, bias];
        const inputs = forward ? 3 : 4;
        const on = (array: Floats) => lengths.map((length, i) => array.subarray(starts[i], starts[i] + length)) as Floats[];
        const call = (a: Floats[]) =>
          forward
            ? dense(a[0], a[1], a[2], { ...sizes, preactivation: a[3], out: a[4] })
            : dense.backward(a[0], a[1], a[2], { ...sizes, output: a[3], out: { x: a[4], weights: a[5], bias: a[6] } });
        const apart = (i: number, k: number) =>
          lengths[i] === 0 || lengths[k] === 0 || starts[i] >= starts[k] + lengths[k] || starts[k] >= starts[i] + lengths[i];
        const allowed = lengths.every((_, k) => k < inputs || lengths.every((_, i) => i === k || apart(i, k)));
        const copies = on(before).map((array) => array.slice());
        call(copies);
        let refused: unknown;
        try {
          call(on(room.view));
        } catch (error) {
          refused = error;
        }
        if (allowed !== (refused === undefined)) throw refused ?? new Error("an overlap was not refused");
        if (refused !== undefined) expect(isHillockError(refused) && refused.code).toBe("HILLOCK_OVERLAP");
        const expected = new type(before);
        if (allowed) for (let k = inputs; k < lengths.length; k++) expected.set(copies[k], starts[k]);
        expect(difference(room.view, expected)).toBe(-1);
        expect(room.intact).toBe(true);
      } finally {
        room.free();
      }
    }),
    { numRuns: 4 * runs, seed: 1 },
  );
});

describe("whatever it is given", () => {
  const good = [0, 1, 4, 6].flatMap((length) => types.map((type) => () => new type(length).fill(0.25) as unknown));
  const bad = [null, undefined, 0.5, "x", true, [0.5], {}, new Int32Array(4), new ArrayBuffer(8), () => 0, Symbol("s"), 1n].map(
    (value) => () => value,
  );
  const argument = fc
    .oneof({ weight: 5, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) })
    .map((make) => make());
  const number = fc.oneof({ weight: 6, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.constantFrom<unknown>(-1, 0.5, NaN, "2", null) });
  const value = (key: string): fc.Arbitrary<unknown> => {
    if (["inputs", "outputs", "batch"].includes(key)) return number;
    if (key === "activation") return fc.constantFrom<unknown>(undefined, gelu, tanh, "gelu", Math.tanh);
    if (key === "weightsLayout") return fc.constantFrom<unknown>(...layouts, undefined, "rows");
    if (key === "accumulate") return fc.constantFrom<unknown>(true, false, 1);
    return argument;
  };
  const record = (keys: readonly string[], requiredKeys: string[]) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, value(key)])), { requiredKeys });
  const layer = ["inputs", "outputs", "batch", "activation", "weightsLayout", "preactivation"];
  const three = fc.tuple(argument, argument, argument);
  const outputs = fc.oneof(record(["x", "weights", "bias"], []), argument);
  const kinds = {
    dense: { call: dense, options: record([...layer, "out"], ["inputs", "outputs"]) },
    "dense.backward": {
      call: dense.backward,
      options: fc
        .tuple(record([...layer, "output", "accumulate", "unknown"], ["inputs", "outputs"]), outputs)
        .map(([options, out]) => ({ ...options, out })),
    },
  };

  test.each(Object.entries(kinds))("%s computes, or throws an error of hillock's and has written nothing", (where, { call, options }) => {
    fc.assert(
      fc.property(
        three,
        fc.oneof({ weight: 9, arbitrary: options as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: argument }),
        (given, options) => {
          const nested = typeof options === "object" && options !== null ? Object.values(options) : [];
          const more = nested.flatMap((one) =>
            typeof one === "object" && one !== null && !ArrayBuffer.isView(one) ? Object.values(one) : [],
          );
          const arrays = [...given, ...nested, ...more].filter((one) => ArrayBuffer.isView(one)) as Floats[];
          const before = arrays.map((array) => array.slice());
          try {
            call(...given, options);
          } catch (error) {
            if (!isHillockError(error) || !error.message.startsWith(`hillock.${where}: `)) throw error;
            expect(arrays.findIndex((array, i) => difference(array, before[i]) >= 0)).toBe(-1);
          }
        },
      ),
      { numRuns: 6 * runs, seed: 1 },
    );
  });
});
