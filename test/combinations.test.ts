/**
 * Everything at once, as fast-check draws it: lengths, offsets, residences, aliases, special
 * values, parameters.
 */
import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import { isHillockError } from "../src/index.js";
import { allows, areInOrder, type Floats, type Operation, on, outOf, type Values } from "./support/activations.js";
import { type Constructor, difference, expectSame, Place, type Residence, residences, special, types } from "./support/arrays.js";
import { fastRepresentativeOperations, representativeOperations as operations } from "./support/representatives.js";

/** JavaScript computes an element in ten times the time of a kernel; there are three of both. */
const runs = inject("backend") === "js" ? 60 : 120;

const length = fc.oneof(
  { weight: 6, arbitrary: fc.nat(70) },
  { weight: 2, arbitrary: fc.nat(1000) },
  { weight: 1, arbitrary: fc.constantFrom(2047, 2048, 2049, 4095, 4096, 4097, 8193, 12_289) },
);
const element = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...special) },
  { weight: 2, arbitrary: fc.double({ min: -30, max: 30 }) },
  { weight: 1, arbitrary: fc.double() },
);
/** A few values, repeated: what matters is where they stand. */
const elements = fc.array(element, { minLength: 1, maxLength: 40 });
const residence = fc.constantFrom<Residence>(...residences);
const type = fc.constantFrom<Constructor>(...types);

/** Parameters within their ranges, any of them or none. */
function parametersOf(operation: Operation): fc.Arbitrary<Values> {
  const entries = Object.entries(operation.activation.spec.parameters).map(
    ([name, { minimum, maximum, exclusiveMinimum, minimumMagnitude = 0, minimumFromOutput }]) => {
      const least = Math.max(minimum ?? -1e3, operation.method === "backwardFromOutput" ? (minimumFromOutput ?? -1e3) : -1e3);
      return [
        name,
        fc
          .double({ min: exclusiveMinimum ? Math.max(least, 1e-3) : least, max: Math.min(maximum ?? 1e3, 1e3), noNaN: true })
          .filter((value) => value === 0 || Math.abs(value) >= minimumMagnitude),
      ] as const;
    },
  );
  const values = fc.record(Object.fromEntries(entries), { requiredKeys: [] }) as fc.Arbitrary<Values>;
  return values.filter((values) => areInOrder(operation.activation.spec.parameters, values) && allows(operation, values));
}

function fill(array: Floats, values: readonly number[], from: number): void {
  for (let i = 0; i < array.length; i++) array[i] = values[(i * 7 + from) % values.length];
}

const cases = [
  ...operations.map((operation) => ({ label: operation.path, operation })),
  ...fastRepresentativeOperations.map((operation) => ({ label: `fast ${operation.path}`, operation })),
];

describe.each(cases)("$label", ({ operation }) => {
  const { activation, path, method, inputs, outputs } = operation;
  const count = inputs.length + outputs.length;
  const parameters = parametersOf(operation);

  test("gives the same bits wherever its arrays are, in place or not, bound or not", () => {
    const places = fc.array(fc.tuple(residence, fc.nat(15)), { minLength: count, maxLength: count });
    const alias = fc.option(fc.tuple(fc.nat(outputs.length - 1), fc.nat(inputs.length - 1)));
    fc.assert(
      fc.property(
        type,
        length,
        places,
        elements,
        alias,
        parameters,
        fc.boolean(),
        (type, length, places, values, alias, parameters, bound) => {
          const at = places.map(([residence, offset]) => new Place(residence, type, length, offset));
          const ins = at.slice(0, inputs.length);
          const outs = at.slice(inputs.length).map((place, k) => (alias && alias[0] === k ? (ins[alias[1]] as Place) : place));
          try {
            ins.forEach(({ view }, i) => {
              fill(view, values, i);
            });
            const before = ins.map(({ view }) => new type(view));
            const wanted = operation.call(before, undefined, parameters);
            const called = bound ? on(activation.with(parameters), method) : operation;
            const views = ins.map(({ view }) => view);
            called.call(
              views,
              outs.map(({ view }) => view),
              bound ? {} : parameters,
            );
            outs.forEach(({ view }, k) => {
              expectSame(view, wanted[k], `${path}: ${outputs[k]}`, before);
            });
            ins.forEach((place, i) => {
              if (!outs.includes(place)) expectSame(place.view, before[i], `${path}: ${inputs[i]} itself`);
            });
            expect(at.every(({ intact }) => intact)).toBe(true);
          } finally {
            for (const place of at) place.free();
          }
        },
      ),
      { numRuns: runs },
    );
  });

  test("in one buffer, computes or refuses: never half of it", () => {
    const starts = fc.array(fc.nat(60), { minLength: count, maxLength: count });
    fc.assert(
      fc.property(
        type,
        fc.constantFrom<Residence>(...residences),
        fc.nat(25),
        starts,
        elements,
        (type, residence, length, starts, values) => {
          const room = new Place(residence, type, 100);
          try {
            fill(room.view, values, 0);
            const before = new type(room.view);
            const arrays = starts.map((start) => room.view.subarray(start, start + length));
            const [ins, outs] = [arrays.slice(0, inputs.length), arrays.slice(inputs.length)];
            const wanted = operation.call(ins.map((array) => new type(array)));
            const far = (i: number, k: number) => Math.abs(starts[i] - starts[k]) >= length;
            const same = (i: number, k: number) => starts[i] === starts[k];
            const allowed = outs.every((_, k) =>
              starts.every(
                (_, i) => i === inputs.length + k || far(i, inputs.length + k) || (i < inputs.length && same(i, inputs.length + k)),
              ),
            );
            let refused: unknown;
            try {
              operation.call(ins, outs);
            } catch (error) {
              refused = error;
            }
            if (allowed !== (refused === undefined)) throw refused ?? new Error("an overlap was not refused");
            if (refused !== undefined) expect((refused as { code?: string }).code).toBe("HILLOCK_OVERLAP");
            outs.forEach((array, k) => {
              if (allowed) expectSame(array, wanted[k], path);
            });
            const untouched = (i: number) =>
              allowed && outs.some((_, k) => i >= starts[inputs.length + k] && i < starts[inputs.length + k] + length);
            room.view.forEach((value, i) => {
              if (!untouched(i) && !Object.is(value, before[i])) throw new Error(`element ${i} was written`);
            });
            expect(room.intact).toBe(true);
          } finally {
            room.free();
          }
        },
      ),
      { numRuns: runs },
    );
  });

  test("whatever it is given, it computes or throws an error of hillock's, and then has written nothing", () => {
    const good = [4, 4, 5].flatMap((length) => types.map((type) => () => new type(length).fill(0.25) as unknown));
    const bad = [null, undefined, 0.5, "x", true, [0.5], {}, new Int32Array(4), new ArrayBuffer(8), () => 0, Symbol("s"), 1n].map(
      (value) => () => value as unknown,
    );
    const argument = fc
      .oneof({ weight: 4, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...bad) })
      .map((make) => make());
    const names = [...Object.keys(activation.spec.parameters), "unknown"];
    const others = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.double(), fc.constantFrom<unknown>(null, "1", undefined, [])), {
      maxKeys: 2,
    });
    const outs = fc.array(argument, { minLength: outputs.length, maxLength: outputs.length });
    const options = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(others, outs).map(([others, outs]) => ({ ...others, out: outOf(outs) }) as unknown) },
      { weight: 2, arbitrary: others },
      { weight: 1, arbitrary: argument },
    );
    fc.assert(
      fc.property(fc.array(argument, { minLength: inputs.length, maxLength: inputs.length }), options, (values, options) => {
        const arrays = [...values, ...reachable(options)].filter((value) => ArrayBuffer.isView(value)) as Floats[];
        const before = arrays.map((array) => array.slice());
        try {
          operation.raw(...values, options);
        } catch (error) {
          if (!isHillockError(error) || !error.message.startsWith(`hillock.${path}: `)) throw error;
          expect(arrays.findIndex((array, i) => difference(array, before[i]) >= 0)).toBe(-1);
        }
      }),
      { numRuns: 3 * runs },
    );
  });
});

/** The values among options, and those one level below. */
function reachable(options: unknown): unknown[] {
  if (typeof options !== "object" || options === null) return [];
  return [
    options,
    ...Object.values(options).flatMap((value) =>
      typeof value === "object" && value !== null && !ArrayBuffer.isView(value) ? [value, ...Object.values(value)] : [value],
    ),
  ];
}
