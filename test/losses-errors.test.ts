/** The refusals of softmaxCrossEntropy, word for word, before anything is written. */
import { describe, expect, test } from "vitest";
import { take, types } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";
import { type Anything, inMemory, losses, refuses } from "./support/lossErrors.js";

const INTEGERS = "(Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array, BigInt64Array, BigUint64Array)";
const LABELS = `labels ${INTEGERS}`;
const KNOWN = "expected one of shape, axis, temperature, smoothing, classWeights, ignoreIndex, out";

describe.each(types.map((type) => ({ type, name: type.name })))("softmaxCrossEntropy, $name", ({ type }) => {
  const path = "softmaxCrossEntropy";
  const x = new type(40);
  const labels = Uint8Array.of(1, 2, 3, 4);
  const shape = [4, 10];
  const out = { loss: new type(4), gradient: new type(40) };
  const other = type === Float32Array ? Float64Array : Float32Array;

  test("labels that are no classes", () => {
    refuses(
      path,
      [x, Uint8Array.of(1, 2, 3, 12), { shape, out }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[3] is 12, expected a label from 0 to 9",
    );
    refuses(
      path,
      [x, Int8Array.of(1, -100, 3, 1), { shape, out }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[1] is -100, expected a label from 0 to 9",
    );
    refuses(
      path,
      [x, Uint32Array.of(2 ** 32 - 1, 0, 0, 0), { shape, out }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[0] is 4294967295, expected a label from 0 to 9",
    );
    refuses(
      path,
      [new type(0), Uint8Array.of(0, 0), { shape: [2, 0] }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[0] is 0, expected no label: there are no classes",
    );
  });

  test("labels of 64 bits that are no classes", () => {
    for (const [label, ignoreIndex] of [[10n], [2n ** 63n - 1n], [2n ** 53n + 1n], [-1n], [-(2n ** 63n), -(2n ** 63n) + 1n]] as const)
      refuses(
        path,
        [x, BigInt64Array.of(1n, 2n, 3n, label), { shape, out, ignoreIndex }],
        RangeError,
        "HILLOCK_PARAMETER",
        `targets[3] is ${label}n, expected a label from 0 to 9`,
      );
    refuses(
      path,
      [x, BigUint64Array.of(2n ** 64n - 1n, 0n, 0n, 0n), { shape, out, ignoreIndex: -1 }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[0] is 18446744073709551615n, expected a label from 0 to 9",
    );
  });

  test("ignored labels", () => {
    refuses(
      path,
      [x, Int8Array.of(-100, 1, -99, 2), { shape, out, ignoreIndex: -100 }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[2] is -99, expected a label from 0 to 9",
    );
    for (const bad of [0.5, Number.NaN, Infinity])
      refuses(
        path,
        [x, labels, { shape, out, ignoreIndex: bad }],
        RangeError,
        "HILLOCK_PARAMETER",
        `ignoreIndex is ${bad}, expected a whole number`,
      );
    for (const bad of [null, "-100", true])
      refuses(
        path,
        [x, labels, { shape, out, ignoreIndex: bad }],
        TypeError,
        "HILLOCK_PARAMETER",
        `ignoreIndex is ${typeof bad === "string" ? '"-100"' : bad}, expected a whole number`,
      );
    refuses(
      path,
      [x, x, { shape, out, ignoreIndex: -100 }],
      TypeError,
      "HILLOCK_OPTION",
      "ignoreIndex is given with distributions, expected it only with labels",
    );
  });

  test("classes along another axis", () => {
    refuses(
      path,
      [x, Uint8Array.of(0, 1, 2, 7, 0, 0, 0, 0, 0, 0), { shape: [2, 4, 5], axis: 1, out: { gradient: new type(40) } }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[3] is 7, expected a label from 0 to 3",
    );
    const targets = new type(40);
    targets[27] = 2;
    refuses(
      path,
      [x, targets, { shape: [2, 4, 5], axis: 1, out: { gradient: new type(40) } }],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[27] is 2 (row 7, class 1), expected a probability from 0 to 1",
    );
    refuses(
      path,
      [x, new Uint8Array(40), { shape: [2, 4, 5], axis: 1 }],
      RangeError,
      "HILLOCK_LENGTH",
      "targets has length 40, expected rows = 2 * 5 = 10",
    );
    refuses(
      path,
      [x, new Uint8Array(10), { shape: [2, 4, 5], axis: 1, classWeights: new type(5) }],
      RangeError,
      "HILLOCK_LENGTH",
      "classWeights has length 5, expected classes = 4",
    );
    refuses(
      path,
      [x, new Uint8Array(10), { shape: [2, 4, 5], axis: 1, out: { loss: new type(8) } }],
      RangeError,
      "HILLOCK_LENGTH",
      "out.loss has length 8, expected rows = 10",
    );
  });

  test("lengths", () => {
    refuses(path, [x, labels.subarray(1), { shape, out }], RangeError, "HILLOCK_LENGTH", "targets has length 3, expected rows = 4");
    refuses(
      path,
      [x, labels, { shape: [2, 2, 5, 2] }],
      RangeError,
      "HILLOCK_LENGTH",
      "targets has length 4, expected rows = 2 * 2 * 5 = 20",
    );
    refuses(path, [x, new type(39), { shape, out }], RangeError, "HILLOCK_LENGTH", "targets has length 39, expected 4 * 10 = 40");
    refuses(
      path,
      [x, labels, { shape, out, classWeights: new type(9) }],
      RangeError,
      "HILLOCK_LENGTH",
      "classWeights has length 9, expected classes = 10",
    );
    refuses(
      path,
      [x, labels, { shape, out: { ...out, loss: new type(5) } }],
      RangeError,
      "HILLOCK_LENGTH",
      "out.loss has length 5, expected rows = 4",
    );
    refuses(
      path,
      [x, labels, { shape, out: { ...out, gradient: new type(4) } }],
      RangeError,
      "HILLOCK_LENGTH",
      "out.gradient has length 4, expected 4 * 10 = 40",
    );
    refuses(
      path,
      [x, labels, { shape: [4, 11], out }],
      RangeError,
      "HILLOCK_SHAPE",
      "x has length 40, expected that of shape, 4 * 11 = 44",
    );
  });

  test("shapes", () => {
    const missing = "shape is missing, expected [rows, classes]; it can be left out with labels only";
    refuses(path, [x, x], TypeError, "HILLOCK_SHAPE", missing);
    refuses(path, [x, x, { out }], TypeError, "HILLOCK_SHAPE", missing);
    refuses(
      path,
      [new type(10), Uint8Array.of(1, 2, 3), { out: { loss: new type(3) } }],
      RangeError,
      "HILLOCK_SHAPE",
      "x has length 10, expected a multiple of the number of labels, 3; or give shape, such as [rows, classes]",
    );
    refuses(
      path,
      [x, new Uint8Array(0)],
      RangeError,
      "HILLOCK_SHAPE",
      "x has length 40, expected a multiple of the number of labels, 0; or give shape, such as [rows, classes]",
    );
    refuses(
      path,
      [new type(0), Uint8Array.of(1)],
      RangeError,
      "HILLOCK_PARAMETER",
      "targets[0] is 1, expected no label: there are no classes",
    );
    refuses(path, [x, labels, { axis: 1, out }], TypeError, "HILLOCK_OPTION", "axis is given without the shape that it is an axis of");
    refuses(
      path,
      [x, labels, { shape, axis: 2, out }],
      RangeError,
      "HILLOCK_SHAPE",
      "axis is 2, expected a whole number from -2 to 1 for a shape of 2 dimensions",
    );
    refuses(
      path,
      [x, labels, { shape: [4, -10], out }],
      RangeError,
      "HILLOCK_SHAPE",
      "shape[1] is -10, expected a whole number, 0 or more",
    );
    refuses(path, [x, labels, { shape: 10, out }], TypeError, "HILLOCK_SHAPE", "shape is 10, expected an array such as [64, 1000]");
  });

  test("kinds of arrays", () => {
    const expected = `expected ${LABELS}, or distributions in a ${type.name} like x`;
    for (const [targets, what] of [
      [new other(40), `${/^[AEIO]/.test(other.name) ? "an" : "a"} ${other.name}`],
      [[1, 2, 3, 4], "an Array"],
      [new Uint8ClampedArray(4), "a Uint8ClampedArray"],
      [undefined, "undefined"],
      [3, "3"],
    ] as const)
      refuses(path, [x, targets, { shape, out }], TypeError, "HILLOCK_TYPE", `targets is ${what}, ${expected}`);
    refuses(
      path,
      [[1, 2], labels, { shape }],
      TypeError,
      "HILLOCK_TYPE",
      "x is an Array, expected a Float32Array or Float64Array; convert it with Float32Array.from or Float64Array.from",
    );
    refuses(path, [3, labels, { shape }], TypeError, "HILLOCK_TYPE", "x is 3, expected a Float32Array or Float64Array");
    refuses(
      path,
      [x, labels, { shape, out: { ...out, loss: new other(4) } }],
      TypeError,
      "HILLOCK_TYPE",
      `out.loss is a ${other.name}, expected a ${type.name} like x`,
    );
    refuses(
      path,
      [x, labels, { shape, out, classWeights: new other(10) }],
      TypeError,
      "HILLOCK_TYPE",
      `classWeights is a ${other.name}, expected a ${type.name} like x`,
    );
  });

  test("temperatures", () => {
    for (const bad of [0, -1, 9e-31, 1.1e30, Number.NaN, Infinity])
      refuses(
        path,
        [x, labels, { shape, out, temperature: bad }],
        RangeError,
        "HILLOCK_PARAMETER",
        `temperature is ${bad}, expected a number from 1e-30 to 1e+30`,
      );
    refuses(
      path,
      [x, labels, { shape, out, temperature: "1" }],
      TypeError,
      "HILLOCK_PARAMETER",
      'temperature is "1", expected a number from 1e-30 to 1e+30',
    );
  });

  test("class weights and smoothing", () => {
    const weights = (bad: number) => new type(10).fill(1).fill(bad, 6, 7);
    for (const bad of [-1, Number.NaN, Infinity])
      refuses(
        path,
        [x, labels, { shape, out, classWeights: weights(bad) }],
        RangeError,
        "HILLOCK_PARAMETER",
        `classWeights[6] is ${bad}, expected a finite number, 0 or more`,
      );
    for (const bad of [-0.1, 1.1, Number.NaN, Infinity])
      refuses(
        path,
        [x, labels, { shape, out, smoothing: bad }],
        RangeError,
        "HILLOCK_PARAMETER",
        `smoothing is ${bad}, expected a number from 0 to 1`,
      );
    refuses(
      path,
      [x, labels, { shape, out, smoothing: null }],
      TypeError,
      "HILLOCK_PARAMETER",
      "smoothing is null, expected a number from 0 to 1",
    );
    refuses(
      path,
      [x, labels, { shape, out, smoothing: "0.1" }],
      TypeError,
      "HILLOCK_PARAMETER",
      'smoothing is "0.1", expected a number from 0 to 1',
    );
    refuses(
      path,
      [x, labels, { shape, out, classWeights: null }],
      TypeError,
      "HILLOCK_TYPE",
      `classWeights is null, expected a ${type.name} like x`,
    );
  });

  test("targets that are no probabilities", () => {
    for (const bad of [-0.5, 1.5, Number.NaN, Infinity]) {
      const targets = new type(40);
      targets[23] = bad;
      for (const own of [targets, inMemory(type, targets)])
        refuses(
          path,
          [x, own, { shape, out }],
          RangeError,
          "HILLOCK_PARAMETER",
          `targets[23] is ${bad} (row 2, class 3), expected a probability from 0 to 1`,
        );
    }
  });

  test("options", () => {
    refuses(path, [x, labels, { shape, weight: 1 }], TypeError, "HILLOCK_OPTION", `unknown option "weight", ${KNOWN}`);
    refuses(path, [x, labels, null], TypeError, "HILLOCK_OPTION", "options is null, expected an object");
    refuses(
      path,
      [x, labels, { shape, out: new type(4) }],
      TypeError,
      "HILLOCK_OPTION",
      `out is a ${type.name}, expected an object such as { loss, gradient }`,
    );
    refuses(
      path,
      [x, labels, { shape, out: { losses: new type(4) } }],
      TypeError,
      "HILLOCK_OPTION",
      'unknown option "losses", expected one of loss, gradient',
    );
    refuses(
      path,
      [x, labels, { shape, out: { loss: null } }],
      TypeError,
      "HILLOCK_TYPE",
      `out.loss is null, expected a ${type.name} like x`,
    );
  });

  test("outputs on other arrays", () => {
    for (const room of [new type(120), take(type, 120)]) {
      room.fill(7);
      const own = room.subarray(0, 40);
      const bytes = new Uint8Array(room.buffer, room.byteOffset + 60 * type.BYTES_PER_ELEMENT, 4).fill(1);
      const on = (gradient: unknown, loss: unknown = new type(4)) => ({ shape, out: { loss, gradient } });
      const cases: readonly (readonly [unknown, object, string])[] = [
        [labels, on(room.subarray(1, 41)), "out.gradient overlaps x in part; pass x itself to work in place, or a separate array"],
        [labels, on(new type(40), room.subarray(36, 40)), "out.loss overlaps x; it needs memory of its own"],
        [labels, on(room.subarray(40, 80), room.subarray(79, 83)), "out.gradient overlaps out.loss; two outputs need memory of their own"],
        [room.subarray(40, 80), on(room.subarray(40, 80)), "out.gradient overlaps targets; it needs memory of its own"],
        [bytes, on(room.subarray(50, 90)), "out.gradient overlaps targets; it needs memory of its own"],
        [bytes, on(new type(40), room.subarray(58, 62)), "out.loss overlaps targets; it needs memory of its own"],
      ];
      for (const [targets, options, message] of cases) {
        if (targets instanceof type) (targets as Float32Array).fill(0.1);
        else (targets as Uint8Array).fill(1);
        const before = room.slice();
        expectRefusal(() => (losses[path] as Anything)(own, targets, options), {
          kind: RangeError,
          code: "HILLOCK_OVERLAP",
          message: `hillock.${path}: ${message}`,
        });
        expect(room).toEqual(before);
      }
    }
  });

  test("class weights are not an output either", () => {
    const room = new type(50).fill(1);
    refuses(
      path,
      [x, labels, { shape, classWeights: room.subarray(30, 40), out: { gradient: room.subarray(0, 40) } }],
      RangeError,
      "HILLOCK_OVERLAP",
      "out.gradient overlaps classWeights; it needs memory of its own",
    );
  });
});
