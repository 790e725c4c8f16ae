/**
 * An output may be exactly an input. Anything between that and apart is refused, before a byte is
 * written.
 */
import { describe, expect, test } from "vitest";
import { type Floats, outOf } from "./support/activations.js";
import { type Constructor, Place, type Residence, residences, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";
import { representativeOperations as operations } from "./support/representatives.js";

const LENGTH = 24;
const shifts = [1, 2, 3, 4, 12, LENGTH - 1];

const cases = operations.flatMap((operation) =>
  types.flatMap((make) => residences.map((residence) => ({ path: operation.path, type: make.name, residence, make, operation }))),
);

/** Calls `use` with room for every layout. */
function withRoom(residence: Residence, type: Constructor, use: (room: Floats) => void): void {
  const room = new Place(residence, type, 8 * LENGTH);
  try {
    use(room.view);
  } finally {
    room.free();
  }
}

describe.each(cases)("$path $type $residence", ({ path, make, residence, operation }) => {
  const { inputs, outputs, raw } = operation;
  const at = (room: Floats, element: number) => room.subarray(element, element + LENGTH);

  test("refuses an output that lies on part of an input", () => {
    withRoom(residence, make, (room) => {
      const ins = inputs.map((_, i) => at(room, 2 * LENGTH * i + LENGTH));
      for (const input of inputs.keys())
        for (const output of outputs.keys())
          for (const shift of shifts.flatMap((shift) => [shift, -shift])) {
            room.fill(0.5);
            const outs = outputs.map((_, i) => (i === output ? at(room, 2 * LENGTH * input + LENGTH + shift) : new make(LENGTH).fill(0.5)));
            expectRefusal(() => raw(...ins, { out: outOf(outs) }), {
              kind: RangeError,
              code: "HILLOCK_OVERLAP",
              message: `hillock.${path}: ${outputs[output]} overlaps ${inputs[input]} in part; pass ${inputs[input]} itself to work in place, or a separate array`,
            });
            expect([room, ...outs].every((array) => array.every((value) => value === 0.5))).toBe(true);
          }
    });
  });

  test("allows an output next to an input, and inputs on each other", () => {
    withRoom(residence, make, (room) => {
      room.fill(0.5);
      const wanted = operation.call(inputs.map(() => new make(LENGTH).fill(0.5)));
      for (const side of [0, 2 * LENGTH]) {
        const ins = inputs.map((_, i) => at(room, LENGTH + i));
        const outs = outputs.map((_, i) => at(room, side === 0 && i === 0 ? 0 : (3 + i) * LENGTH));
        operation.call(ins, outs).forEach((result, i) => {
          expect(Array.from(result)).toEqual(Array.from(wanted[i]));
        });
        room.fill(0.5);
      }
    });
  });

  if (outputs.length > 1)
    test("refuses outputs that lie on each other, even exactly", () => {
      withRoom(residence, make, (room) => {
        for (const shift of [0, ...shifts]) {
          room.fill(0.5);
          expectRefusal(() => raw(new make(LENGTH), { out: outOf([at(room, LENGTH), at(room, LENGTH + shift)]) }), {
            kind: RangeError,
            code: "HILLOCK_OVERLAP",
            message: `hillock.${path}: out.derivative overlaps out.value; two outputs need memory of their own`,
          });
          expect(room.every((value) => value === 0.5)).toBe(true);
        }
      });
    });

  test("finds no overlap where there are no elements", () => {
    withRoom(residence, make, (room) => {
      const empty = room.subarray(5, 5);
      expect(
        operation
          .call(
            inputs.map(() => empty),
            outputs.map(() => room.subarray(5, 5)),
          )
          .map((result) => result.length),
      ).toEqual(outputs.map(() => 0));
    });
  });
});
