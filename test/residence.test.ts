/**
 * Length, position and residence of the arrays change no bit of a result, and nothing is written
 * beside it: of every kernel at every length, and everywhere for one function of each kind, as what
 * brings arrays to kernels is the same code.
 */
import { describe, expect, inject, test } from "vitest";
import { type Floats, fastOperations, type Operation, operations } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, placements, type Residence, residences, types } from "./support/arrays.js";
import { fastRepresentativeOperations, representativeOperations } from "./support/representatives.js";

const SHORT = 67;
const SOURCE = 256;

/** Arrays that are staged are cut into tiles. JavaScript computes them where they are. */
const LONGEST = inject("backend") === "js" ? 4097 : 65537;

const casesOf = (ordinary: readonly Operation[], fast: readonly Operation[]) => [
  ...ordinary.flatMap((operation) => types.map((make) => ({ path: operation.path, type: make.name, make, operation }))),
  ...fast.map((operation) => ({ path: `fast ${operation.path}`, type: "Float32Array", make: Float32Array, operation })),
];

function sources(count: number, type: Constructor, length: number): Floats[] {
  return Array.from({ length: count }, (_, i) => {
    const array = new type(length);
    fillWith(array, 5 * i + 1);
    return array;
  });
}

describe.each(casesOf(operations, fastOperations))("$path $type", ({ path, make: type, operation }) => {
  const given = sources(operation.inputs.length, type, SOURCE);

  test(`lengths 0 to ${SHORT}: the bits of the same elements among others`, () => {
    const wanted = operation.call(given);
    for (let length = 0; length <= SHORT; length++) {
      const start = (length * 37) % (SOURCE - SHORT);
      operation.call(given.map((array) => array.subarray(start, start + length))).forEach((result, i) => {
        expectSame(result, wanted[i].subarray(start, start + length), `${path}, ${length} elements`);
      });
    }
  });

  test("one value gives one result at every position", () => {
    const constants = given.map((array, i) => new type(SHORT).fill(array[11 + 2 * i]));
    for (const result of operation.call(constants)) expectSame(result, new type(SHORT).fill(result[0]), path);
  });
});

const chosen = casesOf(representativeOperations, fastRepresentativeOperations);
describe.each(chosen)("$path $type, wherever its arrays live", ({ path, make: type, operation }) => {
  const { inputs, outputs } = operation;
  const given = sources(inputs.length, type, SOURCE);
  const wanted = operation.call(given);

  /**
   * Calls it on `length` elements of the sources from `start`, with the arrays at `offsets`, and
   * compares everything.
   */
  function check(start: number, length: number, [from, to]: readonly [Residence, Residence], offsets: readonly number[]): void {
    const ins = inputs.map((_, i) => new Place(from, type, length, offsets[i]));
    const outs = outputs.map((_, i) => new Place(to, type, length, offsets[inputs.length + i]));
    ins.forEach((place, i) => {
      place.view.set(given[i].subarray(start, start + length));
    });
    const views = ins.map(({ view }) => view);
    operation.call(
      views,
      outs.map(({ view }) => view),
    );
    outs.forEach((place, i) => {
      const about = `${path}, ${length} elements, ${from} to ${to}, offsets ${offsets}`;
      expectSame(place.view, wanted[i].subarray(start, start + length), about, views);
      if (!place.intact) expect.fail(`${about}: wrote beside ${outputs[i]}`);
    });
    ins.forEach((place, i) => {
      expectSame(place.view, given[i].subarray(start, start + length), `${inputs[i]} itself`);
      if (!place.intact) expect.fail(`wrote beside ${inputs[i]}`);
    });
    for (const place of [...ins, ...outs]) place.free();
  }

  test(`lengths 0 to ${SHORT}, wherever the arrays live`, () => {
    for (const placement of placements)
      for (let length = 0; length <= SHORT; length++) {
        const start = (length * 37) % (SOURCE - SHORT);
        check(start, length, placement, [length % 16, (length * 5 + 1) % 16, (length * 3 + 2) % 16, (length * 7 + 3) % 16]);
      }
  });

  test("every offset of input and output", () => {
    const length = 37;
    for (let from = 0; from < 16; from++)
      for (let to = 0; to < 16; to++) check(from, length, ["memory", "memory"], [from, (from * 5 + to) % 16, to, 15 - to]);
    for (let from = 0; from < 16; from++) check(from, length, ["heap", "heap"], [from, 15 - from, from, 15 - from]);
  });

  test("in place, on every input and with every output", () => {
    for (const residence of residences)
      for (const [target] of inputs.entries())
        for (const [own] of outputs.entries())
          for (const length of [1, 2, 3, 4, 5, 8, 31, SHORT, 200]) {
            const ins = inputs.map((_, i) => new Place(residence, type, length, i + length));
            const outs = outputs.map((_, i) => (i === own ? (ins[target] as Place) : new Place(residence, type, length, 9)));
            ins.forEach((place, i) => {
              place.view.set(given[i].subarray(0, length));
            });
            operation.call(
              ins.map(({ view }) => view),
              outs.map(({ view }) => view),
            );
            outs.forEach((place, i) => {
              expectSame(place.view, wanted[i].subarray(0, length), `${outputs[own]} on ${inputs[target]}, ${residence}`);
              expect(place.intact).toBe(true);
            });
            for (const place of new Set<Place>([...ins, ...outs])) place.free();
          }
  });

  test("in place by another view of the same elements", () => {
    for (const residence of residences) {
      const ins = inputs.map((_, i) => new Place(residence, type, SHORT, i));
      ins.forEach((place, i) => {
        place.view.set(given[i].subarray(0, SHORT));
      });
      const views = ins.map(({ view }) => view);
      const alias = views[0].subarray(0);
      const results = operation.call(
        views,
        outputs.map((_, i) => (i === 0 ? alias : new type(SHORT))),
      );
      results.forEach((result, i) => {
        expectSame(result, wanted[i].subarray(0, SHORT), path);
      });
      for (const place of ins) place.free();
    }
  });

  test("any tile: lengths around the powers of two", () => {
    const long = sources(inputs.length, type, LONGEST);
    const staged = operation.call(long);
    const places = inputs.map((_, i) => new Place("memory", type, LONGEST, i));
    places.forEach((place, i) => {
      place.view.set(long[i]);
    });
    const views = places.map(({ view }) => view);
    operation.call(views).forEach((result, i) => {
      expectSame(result, staged[i], `${path} in memory`, views);
    });
    for (const place of places) place.free();
    for (let size = 512; size < LONGEST; size *= 2)
      for (const length of [size - 1, size, size + 1]) {
        const start = LONGEST - length;
        operation.call(long.map((array) => array.subarray(start))).forEach((result, i) => {
          expectSame(result, staged[i].subarray(start), `${path} of the last ${length}`);
        });
      }
  });
});
