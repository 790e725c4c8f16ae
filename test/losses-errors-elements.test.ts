/** The refusals of losses of elements, word for word, before anything is written. */
import { describe, test } from "vitest";
import type { HillockErrorCode } from "../src/index.js";
import { types } from "./support/arrays.js";
import { inMemory, refuses } from "./support/lossErrors.js";

const INTEGERS = "(Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array, BigInt64Array, BigUint64Array)";

describe.each(types.map((type) => ({ type, name: type.name })))("sigmoidBinaryCrossEntropy, $name", ({ type }) => {
  const path = "sigmoidBinaryCrossEntropy";
  const x = new type(5);
  const t = new type(5);
  const out = { loss: new type(5), gradient: new type(5) };
  const other = type === Float32Array ? Float64Array : Float32Array;

  test("arrays", () => {
    refuses(path, [x, new type(4), { out }], RangeError, "HILLOCK_LENGTH", "targets has length 4, expected 5");
    refuses(path, [x, t, { out: { ...out, loss: new type(6) } }], RangeError, "HILLOCK_LENGTH", "out.loss has length 6, expected 5");
    for (const [targets, what] of [
      [new other(5), `a ${other.name}`],
      [[0, 1, 1, 0, 0], "an Array"],
      [new Uint8ClampedArray(5), "a Uint8ClampedArray"],
      [undefined, "undefined"],
    ] as const)
      refuses(
        path,
        [x, targets, { out }],
        TypeError,
        "HILLOCK_TYPE",
        `targets is ${what}, expected zeros and ones ${INTEGERS}, or probabilities in a ${type.name} like x`,
      );
    refuses(path, [x, new Uint8Array(4), { out }], RangeError, "HILLOCK_LENGTH", "targets has length 4, expected 5");
    refuses(path, [0.5, 1], TypeError, "HILLOCK_TYPE", "x is 0.5, expected a Float32Array or Float64Array");
  });

  test("targets that are no probabilities, wherever they are", () => {
    for (const length of [1, 5, 5000])
      for (const bad of [-0.5, 1.0001, Number.NaN, -Infinity])
        for (const at of [0, length >> 1, length - 1]) {
          const targets = new type(length);
          targets[at] = bad;
          for (const own of [targets, inMemory(type, targets)])
            refuses(
              path,
              [new type(length), own, { out: { gradient: new type(length) } }],
              RangeError,
              "HILLOCK_PARAMETER",
              `targets[${at}] is ${targets[at]}, expected a probability from 0 to 1`,
            );
        }
  });

  test("whole numbers other than 0 and 1", () => {
    for (const [targets, what] of [
      [Uint8Array.of(0, 1, 1, 2, 0), "2"],
      [Int8Array.of(0, 1, 1, -1, 0), "-1"],
      [Int32Array.of(0, 1, 1, 255, 0), "255"],
      [BigInt64Array.of(0n, 1n, 1n, -1n, 0n), "-1n"],
      [BigUint64Array.of(0n, 1n, 1n, 2n ** 53n, 0n), "9007199254740992n"],
    ] as const)
      refuses(path, [x, targets, { out }], RangeError, "HILLOCK_PARAMETER", `targets[3] is ${what}, expected 0 or 1`);
  });

  test("weights of classes", () => {
    const ten = new type(10);
    const both = { loss: new type(10), gradient: new type(10) };
    const cases: readonly (readonly [object, ErrorConstructor, HillockErrorCode, string])[] = [
      [
        { positiveWeight: new type(3) },
        RangeError,
        "HILLOCK_LENGTH",
        "positiveWeight has length 3, expected a divisor of the length of x, 10",
      ],
      [
        { positiveWeight: new type(0) },
        RangeError,
        "HILLOCK_LENGTH",
        "positiveWeight has length 0, expected a divisor of the length of x, 10",
      ],
      [{ positiveWeight: new type(2), shape: [2, 5] }, RangeError, "HILLOCK_LENGTH", "positiveWeight has length 2, expected shape[1] = 5"],
      [
        { positiveWeight: new type(5), shape: [2, 5], axis: 0 },
        RangeError,
        "HILLOCK_LENGTH",
        "positiveWeight has length 5, expected shape[0] = 2",
      ],
      [{ positiveWeight: 2, shape: [3, 5] }, RangeError, "HILLOCK_SHAPE", "x has length 10, expected that of shape, 3 * 5 = 15"],
      [{ positiveWeight: new type(5), axis: 0 }, TypeError, "HILLOCK_OPTION", "axis is given without the shape that it is an axis of"],
      [{ positiveWeight: new other(5) }, TypeError, "HILLOCK_TYPE", `positiveWeight is a ${other.name}, expected a ${type.name} like x`],
      [
        { positiveWeight: [1, 2] },
        TypeError,
        "HILLOCK_PARAMETER",
        `positiveWeight is an Array, expected a finite number, 0 or more, or a ${type.name} with one for each class`,
      ],
      [
        { positiveWeight: null },
        TypeError,
        "HILLOCK_PARAMETER",
        `positiveWeight is null, expected a finite number, 0 or more, or a ${type.name} with one for each class`,
      ],
    ];
    for (const [options, kind, code, message] of cases) refuses(path, [ten, ten, { ...options, out: both }], kind, code, message);
    for (const bad of [-1, Number.NaN, Infinity])
      refuses(
        path,
        [ten, ten, { positiveWeight: type.from([1, bad]), out: both }],
        RangeError,
        "HILLOCK_PARAMETER",
        `positiveWeight[1] is ${bad}, expected a finite number, 0 or more`,
      );
    const room = new type(15);
    refuses(
      path,
      [ten, ten, { positiveWeight: room.subarray(5, 10), out: { loss: room.subarray(0, 10) } }],
      RangeError,
      "HILLOCK_OVERLAP",
      "out.loss overlaps positiveWeight; it needs memory of its own",
    );
    const bytes = new Uint8Array(both.loss.buffer, 8, 10);
    refuses(path, [ten, bytes, { out: both }], RangeError, "HILLOCK_OVERLAP", "out.loss overlaps targets; it needs memory of its own");
  });

  test("options", () => {
    for (const bad of [-1, Number.NaN, Infinity])
      refuses(
        path,
        [x, t, { out, positiveWeight: bad }],
        RangeError,
        "HILLOCK_PARAMETER",
        `positiveWeight is ${bad}, expected a finite number, 0 or more`,
      );
    refuses(
      path,
      [x, t, { smoothing: 0.1 }],
      TypeError,
      "HILLOCK_OPTION",
      'unknown option "smoothing", expected one of positiveWeight, shape, axis, out',
    );
    refuses(
      path,
      [x, t, { out: { loss: out.loss, gradient: out.loss } }],
      RangeError,
      "HILLOCK_OVERLAP",
      "out.gradient overlaps out.loss; two outputs need memory of their own",
    );
    refuses(
      path,
      [x, t, { out: { gradient: t } }],
      RangeError,
      "HILLOCK_OVERLAP",
      "out.gradient overlaps targets; it needs memory of its own",
    );
  });
});

describe.each(types.map((type) => ({ type, name: type.name })))("focalLoss, $name", ({ type }) => {
  const x = new type(3);
  const out = { loss: new type(3), gradient: new type(3) };

  test.each([
    { option: "gamma", bad: [-0.1, 10.1, Number.NaN, Infinity], expected: "a number from 0 to 10" },
    { option: "alpha", bad: [-1, 1.1, Number.NaN, Infinity], expected: "a number from 0 to 1" },
  ])("$option", ({ option, bad, expected }) => {
    for (const value of bad)
      refuses(
        "focalLoss",
        [x, x, { out, [option]: value }],
        RangeError,
        "HILLOCK_PARAMETER",
        `${option} is ${value}, expected ${expected}`,
      );
    refuses("focalLoss", [x, x, { out, [option]: "1" }], TypeError, "HILLOCK_PARAMETER", `${option} is "1", expected ${expected}`);
  });

  test("targets that are no probabilities", () => {
    const wrong = type.from([0, 1, 1.5]);
    refuses("focalLoss", [x, wrong, { out }], RangeError, "HILLOCK_PARAMETER", "targets[2] is 1.5, expected a probability from 0 to 1");
    refuses("focalLoss", [x, Int8Array.of(0, 1, -1), { out }], RangeError, "HILLOCK_PARAMETER", "targets[2] is -1, expected 0 or 1");
  });
});
