/**
 * Length, position and residence of the arrays of gated functions change no bit of a result, and
 * nothing is written beside it.
 */
import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, fillWith, Place, placements, type Residence, residences, special, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";
import type { GatedOperation } from "./support/gated.js";
import { fastGatedRepresentativeOperations, gatedRepresentativeOperations } from "./support/representatives.js";

const SHORT = 70;
/**
 * The lengths around the tiles in which arrays are staged. JavaScript computes them where they are.
 */
const LENGTHS = inject("backend") === "js" ? [2049] : [1023, 1024, 2047, 2049, 4095, 4096, 4097, 8193, 20_000];

const cases = [
  ...gatedRepresentativeOperations.flatMap((operation) =>
    types.map((make) => ({ label: operation.label, type: make.name, make, operation })),
  ),
  ...fastGatedRepresentativeOperations.map((operation) => ({
    label: `fast ${operation.label}`,
    type: "Float32Array",
    make: Float32Array,
    operation,
  })),
];

function sources({ inputs }: GatedOperation, type: Constructor, length: number): Floats[] {
  return inputs.map(([, width], i) => {
    const array = new type(width * length);
    fillWith(array, 5 * i + 1);
    return array;
  });
}

describe.each(cases)("$label $type", ({ label, make: type, operation }) => {
  const { inputs, outputs } = operation;

  function check(length: number, [from, to]: readonly [Residence, Residence], offsets: readonly number[]): void {
    const given = sources(operation, type, length);
    const wanted = operation.call(given);
    const ins = inputs.map(([, width], i) => new Place(from, type, width * length, offsets[i]));
    const outs = outputs.map(([, width], i) => new Place(to, type, width * length, offsets[inputs.length + i]));
    ins.forEach((place, i) => {
      place.view.set(given[i] as Floats);
    });
    operation.call(
      ins.map(({ view }) => view),
      outs.map(({ view }) => view),
    );
    const about = `${label}, ${length} elements, ${from} to ${to}, offsets ${offsets}`;
    outs.forEach((place, i) => {
      expectSame(place.view, wanted[i] as Floats, about);
    });
    ins.forEach((place, i) => {
      expectSame(place.view, given[i] as Floats, `${about}: an input itself`);
    });
    expect([...ins, ...outs].every(({ intact }) => intact)).toBe(true);
    for (const place of [...ins, ...outs]) place.free();
  }

  test(`lengths 0 to ${SHORT}, wherever the arrays live`, () => {
    for (const placement of placements)
      for (let length = 0; length <= SHORT; length++)
        check(
          length,
          placement,
          [1, 5, 3, 7, 9].map((step, i) => (length * step + i) % 16),
        );
  });

  test("any tile: lengths around the powers of two", () => {
    for (const length of LENGTHS) {
      check(length, ["heap", "heap"], [0, 1, 2, 3, 4]);
      check(length, ["memory", "memory"], [0, 1, 2, 3, 4]);
      check(length, ["heap", "memory"], [0, 0, 0, 0, 0]);
    }
  });

  if (operation.inPlace)
    test("in place: an output on any input, two on two", () => {
      const choices = inputs.flatMap((_, a) => inputs.map((_, b) => [a, b] as const)).filter(([a, b]) => a !== b);
      for (const residence of residences)
        for (const length of [1, 3, 4, 8, 31, SHORT, 5000])
          for (const [a, b] of choices) {
            const given = sources(operation, type, length);
            const wanted = operation.call(given);
            const ins = inputs.map((_, i) => new Place(residence, type, length, i + 1));
            ins.forEach((place, i) => {
              place.view.set(given[i] as Floats);
            });
            const outs = [a, b].slice(0, outputs.length).map((k) => (ins[k] as Place).view);
            operation.call(
              ins.map(({ view }) => view),
              outs,
            );
            outs.forEach((view, i) => {
              expectSame(view, wanted[i] as Floats, `${label} on ${[a, b]}, ${residence}`);
            });
            for (const place of ins) place.free();
          }
    });

  test("one value gives one result at every position", () => {
    const constants = inputs.map(([, width], i) => new type(width * SHORT).fill([0.7, -1.3, 2.1][i] as number));
    operation.call(constants).forEach((result) => {
      const [even, odd] = [result.filter((_, i) => i % 2 === 0), result.filter((_, i) => i % 2 === 1)];
      const half = result.length > SHORT && !label.includes("interleaved");
      for (const part of half ? [result.subarray(0, SHORT), result.subarray(SHORT)] : [even, odd])
        expectSame(part, new type(part.length).fill(part[0] as number), label);
    });
  });

  test("in one buffer, computes or refuses: never half of it", () => {
    const widths = [...inputs, ...outputs].map(([, width]) => width);
    const elements = fc.array(fc.oneof(fc.constantFrom(...special), fc.double({ min: -30, max: 30 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.constantFrom<Residence>(...residences),
        fc.nat(20),
        fc.array(fc.nat(50), { minLength: widths.length, maxLength: widths.length }),
        elements,
        (residence, length, starts, values) => {
          const room = new Place(residence, type, 110);
          try {
            room.view.forEach((_, i) => {
              room.view[i] = values[(i * 7) % values.length] as number;
            });
            const before = new type(room.view);
            const at = (i: number) => [starts[i] as number, (starts[i] as number) + length * (widths[i] as number)] as const;
            const arrays = widths.map((_, i) => room.view.subarray(...at(i)));
            const [ins, outs] = [arrays.slice(0, inputs.length), arrays.slice(inputs.length)];
            const wanted = operation.call(ins.map((array) => new type(array)));
            const apart = (i: number, k: number) => length === 0 || at(i)[1] <= at(k)[0] || at(k)[1] <= at(i)[0];
            const allowed = outs.every((_, o) =>
              widths.every((_, i) => {
                const k = inputs.length + o;
                return i === k || apart(i, k) || (operation.inPlace && i < inputs.length && starts[i] === starts[k]);
              }),
            );
            if (allowed) operation.call(ins, outs);
            else expectRefusal(() => operation.call(ins, outs), { kind: RangeError, code: "HILLOCK_OVERLAP", message: / overlaps / });
            outs.forEach((array, k) => {
              if (allowed) expectSame(array, wanted[k] as Floats, label);
            });
            const written = (i: number) => allowed && outs.some((_, o) => i >= at(inputs.length + o)[0] && i < at(inputs.length + o)[1]);
            room.view.forEach((value, i) => {
              if (!written(i) && !Object.is(value, before[i])) throw new Error(`element ${i} was written`);
            });
            expect(room.intact).toBe(true);
          } finally {
            room.free();
          }
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });
});
