/**
 * The products behind the dense layer: every size, layout and place, against products in twice the
 * precision.
 */
import { describe, expect, inject, test } from "vitest";
import { exactProduct, type Matrix } from "../oracle/matrixProducts.js";
import { loops, productsOn, type Sizes } from "../src/functions/layer/product.js";
import { createRuntime, defaultRuntime } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, Place, randomizer, residences, types } from "./support/arrays.js";

const backend = inject("backend");
const random = randomizer(20261124);
const below = (n: number) => Math.floor(random() * n);

/** A product to call, with the arrays in their order, of which the last is written. */
interface Method {
  readonly name: string;
  readonly lengths: (sizes: Sizes) => readonly number[];
  /** Terms of each sum. */
  readonly terms: (sizes: Sizes) => number;
  readonly call: (type: Constructor, places: readonly Located[], sizes: Sizes, accumulate: boolean) => void;
  readonly exact: (arrays: readonly Floats[], sizes: Sizes, start: Floats | undefined) => ReturnType<typeof exactProduct>;
}

interface Located {
  readonly array: Floats;
  readonly at: number;
}

const productFor = (type: Constructor) => productsOn(defaultRuntime(), type.name as "Float32Array") ?? loops;

const matrix = (array: Floats, rows: number, columns: number): Matrix => ({ rows, columns, at: (i, j) => array[i * columns + j] });
const transpose = ({ rows, columns, at }: Matrix): Matrix => ({ rows: columns, columns: rows, at: (i, j) => at(j, i) });
const weightsOf = (array: Floats, { inputs, outputs, transposed }: Sizes): Matrix =>
  transposed ? transpose(matrix(array, outputs, inputs)) : matrix(array, inputs, outputs);
const from = (start: Floats | undefined, columns: number) => (i: number, j: number) => start?.[i * columns + j] ?? 0;

const methods: readonly Method[] = [
  {
    name: "forward",
    lengths: ({ batch, inputs, outputs }) => [batch * inputs, inputs * outputs, outputs, batch * outputs],
    terms: ({ inputs }) => inputs,
    call: (type, [x, weights, bias, z], sizes) => productFor(type).forward(x, weights, bias, z, sizes),
    exact: ([x, weights, bias], sizes) => exactProduct(matrix(x, sizes.batch, sizes.inputs), weightsOf(weights, sizes), (_, j) => bias[j]),
  },
  {
    name: "forward without a bias",
    lengths: ({ batch, inputs, outputs }) => [batch * inputs, inputs * outputs, batch * outputs],
    terms: ({ inputs }) => inputs,
    call: (type, [x, weights, z], sizes) => productFor(type).forward(x, weights, null, z, sizes),
    exact: ([x, weights], sizes) => exactProduct(matrix(x, sizes.batch, sizes.inputs), weightsOf(weights, sizes), () => 0),
  },
  {
    name: "inputGradient",
    lengths: ({ batch, inputs, outputs }) => [batch * outputs, inputs * outputs, batch * inputs],
    terms: ({ outputs }) => outputs,
    call: (type, [dz, weights, dx], sizes, accumulate) => productFor(type).inputGradient(dz, weights, dx, sizes, accumulate),
    exact: ([dz, weights], sizes, start) =>
      exactProduct(matrix(dz, sizes.batch, sizes.outputs), transpose(weightsOf(weights, sizes)), from(start, sizes.inputs)),
  },
  {
    name: "weightsGradient",
    lengths: ({ batch, inputs, outputs }) => [batch * inputs, batch * outputs, inputs * outputs],
    terms: ({ batch }) => batch,
    call: (type, [x, dz, dw], sizes, accumulate) => productFor(type).weightsGradient(x, dz, dw, sizes, accumulate),
    exact: ([x, dz], { batch, inputs, outputs, transposed }, start) => {
      const [left, right] = [matrix(x, batch, inputs), matrix(dz, batch, outputs)];
      return transposed
        ? exactProduct(transpose(right), left, from(start, inputs))
        : exactProduct(transpose(left), right, from(start, outputs));
    },
  },
  {
    name: "biasGradient",
    lengths: ({ batch, outputs }) => [batch * outputs, outputs],
    terms: ({ batch }) => batch,
    call: (type, [dz, db], sizes, accumulate) => productFor(type).biasGradient(dz, db, sizes, accumulate),
    exact: ([dz], { batch, outputs }, start) =>
      exactProduct({ rows: 1, columns: batch, at: () => 1 }, matrix(dz, batch, outputs), from(start, outputs)),
  },
];

/**
 * Sums of more than 252 terms begin again from 0 and are added up: so few roundings are in a sum.
 */
const roundings = (terms: number) => Math.min(terms, 252) + terms / 252 + 8;

function expectClose(got: Floats, { values, magnitudes }: ReturnType<typeof exactProduct>, terms: number, about: string): void {
  const unit = got.BYTES_PER_ELEMENT === 4 ? 2 ** -24 : 2 ** -53;
  const at = values.findIndex((value, i) => !(Math.abs(got[i] - value) <= roundings(terms) * unit * magnitudes[i]));
  if (at >= 0)
    throw new Error(
      `${about}: element ${at} is ${got[at]}, expected ${values[at]}, off by ${Math.abs(got[at] - values[at]) / magnitudes[at] / unit} units`,
    );
}

const located = (place: Place): Located => ({ array: place.view, at: place.residence === "memory" ? place.view.byteOffset : -1 });

function randomPlaces(type: Constructor, lengths: readonly number[], residenceOf: (i: number) => Place["residence"]): Place[] {
  return lengths.map((length, i) => {
    const place = new Place(residenceOf(i), type, length, below(4));
    for (let k = 0; k < length; k++) place.view[k] = 2 * random() - 1;
    return place;
  });
}

const anywhere = () => residences[below(residences.length)];

/**
 * Calls with arrays in the given places; the result is right, and nothing else has changed. Returns
 * the result.
 */
function check(
  method: Method,
  type: Constructor,
  sizes: Sizes,
  accumulate: boolean,
  residenceOf = anywhere as (i: number) => Place["residence"],
) {
  const places = randomPlaces(type, method.lengths(sizes), residenceOf);
  const before = places.map(({ view }) => view.slice());
  const inputs = before.slice(0, -1);
  const start = before[before.length - 1];
  const about = `${method.name} ${type.name} ${JSON.stringify(sizes)} accumulate ${accumulate} ${places.map(({ residence }) => residence)}`;
  method.call(type, places.map(located), sizes, accumulate);
  const result = places[places.length - 1].view.slice();
  expectClose(result, method.exact(inputs, sizes, accumulate ? start : undefined), method.terms(sizes), about);
  places.slice(0, -1).forEach(({ view }, i) => {
    expectSame(view, inputs[i], `${about}, input ${i}`);
  });
  expect(
    places.every(({ intact }) => intact),
    `${about}: nothing beside the arrays is written`,
  ).toBe(true);
  for (const place of places) place.free();
  return { inputs, start, result, about };
}

/** The same call with all arrays in another place: the same bits. */
function expectSameIn(
  residence: Place["residence"],
  method: Method,
  type: Constructor,
  sizes: Sizes,
  accumulate: boolean,
  { inputs, start, result, about }: ReturnType<typeof check>,
) {
  const places = [...inputs, start].map((array, i) => {
    const place = new Place(residence, type, array.length, i);
    place.view.set(array);
    return place;
  });
  method.call(type, places.map(located), sizes, accumulate);
  expectSame(places[places.length - 1].view, result, `${about}, now in ${residence}`);
  for (const place of places) place.free();
}

const EDGES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65];

/**
 * Sizes with all remainders of tiles and vectors, now and then with one that takes several blocks;
 * at most so many products.
 */
function randomSizes(limit: number): Sizes {
  const one = () => (below(3) ? EDGES[below(EDGES.length)] : below(8) ? below(90) : 240 + below(1100));
  for (;;) {
    const [batch, inputs, outputs] = [one(), one(), one()];
    if (batch * inputs * outputs <= limit) return { batch, inputs, outputs, transposed: below(2) === 1 };
  }
}

/**
 * Sizes beyond each block: the kernels' of 252 and 1,008 terms, of 64 and 240 rows, of 1,024
 * columns, and those of staging.
 */
const BEYOND: readonly (readonly [number, number, number])[] = [
  [3, 2100, 5],
  [70, 300, 33],
  [245, 7, 40],
  [2, 5, 2600],
  [1, 1030, 520],
  [130, 255, 19],
  [9, 520, 260],
  [600, 3, 3],
  [1, 1, 40000],
  [40000, 1, 1],
  [1, 40000, 1],
];

describe.each(types.map((type) => [type.name, type] as const))("%s", (_, type) => {
  test.each(methods)("$name is right for random sizes, wherever its arrays are, to the same bits", (method) => {
    for (let i = 0; i < 120; i++) {
      const sizes = randomSizes(60_000);
      const accumulate = !method.name.startsWith("forward") && below(2) === 1;
      const done = check(method, type, sizes, accumulate);
      expectSameIn("memory", method, type, sizes, accumulate, done);
      expectSameIn("heap", method, type, sizes, accumulate, done);
    }
  });

  test.each(methods)("$name is right beyond every block, to the same bits", (method) => {
    for (const [batch, inputs, outputs] of BEYOND)
      for (const transposed of [false, true]) {
        const sizes = { batch, inputs, outputs, transposed };
        const accumulate = !method.name.startsWith("forward") && transposed;
        const done = check(method, type, sizes, accumulate);
        expectSameIn("memory", method, type, sizes, accumulate, done);
        expectSameIn("heap", method, type, sizes, accumulate, done);
      }
  });

  test("a row has the same bits alone and in any batch", () => {
    for (const batch of [2, 3, 4, 5, 7, 16, 17, 64, 65, 241])
      for (const [inputs, outputs] of [
        [7, 5],
        [260, 19],
        [19, 260],
        [1, 1],
        [33, 1],
        [1, 33],
      ])
        for (const transposed of [false, true])
          for (const [name, input, output] of [
            ["forward without a bias", inputs, outputs],
            ["inputGradient", outputs, inputs],
          ] as const) {
            const method = methods.find((one) => one.name === name) as Method;
            const sizes = { batch, inputs, outputs, transposed };
            const [x, weights, y] = randomPlaces(type, method.lengths(sizes), anywhere);
            method.call(type, [x, weights, y].map(located), sizes, false);
            for (let i = 0; i < batch; i += 1 + below(batch)) {
              const row = { array: x.view.slice(i * input, (i + 1) * input), at: -1 };
              const alone = { array: new type(output), at: -1 };
              method.call(type, [row, located(weights), alone], { ...sizes, batch: 1 }, false);
              expectSame(alone.array, y.view.slice(i * output, (i + 1) * output), `${name} ${JSON.stringify(sizes)}, row ${i}`);
            }
            for (const place of [x, weights, y]) place.free();
          }
  });

  test("no terms leave the bias, zeros, or what was there", () => {
    const sizes = { batch: 3, inputs: 0, outputs: 5, transposed: false };
    for (const residence of residences) {
      const places = randomPlaces(type, [0, 0, 5, 15], () => residence);
      const [x, weights, bias, z] = places.map(located);
      const row = Array.from(bias.array);
      productFor(type).forward(x, weights, bias, z, sizes);
      expect(Array.from(z.array)).toEqual([...row, ...row, ...row]);
      productFor(type).forward(x, weights, null, z, sizes);
      expect(z.array.every((value) => value === 0)).toBe(true);
      const dx = located(places[3]);
      dx.array.fill(7);
      const none = { batch: 3, inputs: 5, outputs: 0, transposed: false };
      productFor(type).inputGradient(x, weights, dx, none, true);
      expect(dx.array.every((value) => value === 7)).toBe(true);
      productFor(type).inputGradient(x, weights, dx, none, false);
      expect(dx.array.every((value) => value === 0)).toBe(true);
      for (const place of places) place.free();
    }
  });

  test.runIf(backend !== "js" && typeof WebAssembly === "object")("in a region of a user's memory, nothing else is touched", () => {
    const PAGE = 65536;
    const memory = new WebAssembly.Memory({ initial: 40 });
    const bytes = new Uint8Array(memory.buffer).fill(0xa5);
    const region = { base: 3 * PAGE + 64, bytes: 2 ** 20 };
    const product = productsOn(createRuntime({ backend, memory, region }), type.name as "Float32Array");
    if (!product) throw new Error("there is no product");
    for (const [batch, inputs, outputs] of BEYOND.slice(0, 7))
      for (const transposed of [false, true]) {
        const sizes = { batch, inputs, outputs, transposed };
        const [x, dz, weights] = randomPlaces(type, [batch * inputs, batch * outputs, inputs * outputs], () => "heap").map(located);
        const results = [product, productFor(type)].map((one) => {
          const [z, dw] = [
            { array: new type(batch * outputs), at: -1 },
            { array: new type(inputs * outputs), at: -1 },
          ];
          one.forward(x, weights, null, z, sizes);
          one.weightsGradient(x, dz, dw, sizes, false);
          return [z.array, dw.array];
        });
        results[0].forEach((array, i) => {
          expectSame(array, results[1][i], JSON.stringify(sizes));
        });
      }
    const untouched = (part: Uint8Array) => part.every((byte) => byte === 0xa5);
    expect(untouched(bytes.subarray(0, region.base))).toBe(true);
    expect(untouched(bytes.subarray(region.base + region.bytes))).toBe(true);
    // The heap of the region is the user's too: no array was taken from it.
    expect(untouched(bytes.subarray(region.base + 320 * 1024, region.base + region.bytes))).toBe(true);
  });
});
