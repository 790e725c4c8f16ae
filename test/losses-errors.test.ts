/** The refusals of losses, word for word, before anything is written. */
import { describe, expect, test } from "vitest";
import { focalLoss, type HillockErrorCode, load, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, take, types } from "./support/arrays.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";
import { lossSubjects, withTypes } from "./support/losses.js";

type Anything = (...values: unknown[]) => unknown;
const losses: Record<string, Anything> = {
  focalLoss: focalLoss as unknown as Anything,
  softmaxCrossEntropy: softmaxCrossEntropy as unknown as Anything,
  sigmoidBinaryCrossEntropy: sigmoidBinaryCrossEntropy as unknown as Anything,
};

/** Calls a loss that must refuse, and demands that its outputs stay as they were. */
function refuses(path: string, values: unknown[], kind: ErrorConstructor, code: HillockErrorCode, message: string): void {
  const options = values[2] as { out?: { loss?: Float32Array; gradient?: Float32Array } } | undefined;
  const outputs = [options?.out?.loss, options?.out?.gradient].filter((array) => ArrayBuffer.isView(array));
  for (const output of outputs) output.fill(7);
  expectRefusal(() => (losses[path] as Anything)(...values), { kind, code, message: `hillock.${path}: ${message}` });
  expect(outputs.every((output) => output.every((value) => value === 7))).toBe(true);
}

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

describe.each(withTypes(lossSubjects))("$name, $array, whatever it is", ({ name, loss, kinds, type }) => {
  const x = new type(12);
  const other = type === Float32Array ? Float64Array : Float32Array;
  const calls = kinds.map(({ kind, targets, options }) => {
    const ofRows = targets === "labels" || targets === "distributions";
    const lossLength = ofRows ? 4 : 12;
    const given = targets === "labels" ? new Uint8Array(4) : targets === "whole" ? new Uint8Array(12) : new type(12);
    return { kind, given, lossLength, options: { ...(ofRows && { shape: [4, 3] }), ...options(type, 3) } };
  });

  test.each(calls)("$kind: arrays", ({ given, options, lossLength }) => {
    const refused = (values: unknown[], out: object, kind: ErrorConstructor, code: HillockErrorCode, message: RegExp) => {
      const arrays = [...values, ...Object.values(out)].filter(
        (value): value is Floats => ArrayBuffer.isView(value) && value.byteLength > 0,
      );
      const before = arrays.map((array) => array.slice());
      const about = { kind, code, message: new RegExp(`^hillock\\.${name}: ${message.source}`) };
      expectRefusal(() => loss(values[0], values[1], { ...options, out }), about);
      expect(arrays).toEqual(before);
    };
    const out = () => ({ loss: new type(lossLength), gradient: new type(12) });
    refused([[1], given], out(), TypeError, "HILLOCK_TYPE", /x is an Array, expected a Float32Array or Float64Array/);
    refused([x, [0, 1]], out(), TypeError, "HILLOCK_TYPE", /targets is an Array, expected .+ like x/);
    refused([x, new other(12)], out(), TypeError, "HILLOCK_TYPE", /targets is a Float\d\dArray, expected .+ like x/);
    refused([x, given.subarray(1)], out(), RangeError, "HILLOCK_LENGTH", /targets has length (3|11), expected/);
    refused([x, given], { loss: new type(lossLength + 1) }, RangeError, "HILLOCK_LENGTH", /out\.loss has length (5|13), expected/);
    refused([x, given], { gradient: new type(11) }, RangeError, "HILLOCK_LENGTH", /out\.gradient has length 11, expected/);
    refused([x, given], { gradient: new other(12) }, TypeError, "HILLOCK_TYPE", /out\.gradient is a Float\d\dArray, expected/);
    refused([x, given], { losses: x }, TypeError, "HILLOCK_OPTION", /unknown option "losses", expected one of loss, gradient/);
    const room = new type(24);
    const [own, shifted] = [room.subarray(0, 12), room.subarray(1, 13)];
    refused([own, given], { gradient: shifted }, RangeError, "HILLOCK_OVERLAP", /out\.gradient overlaps x in part/);
    refused([own, given], { loss: room.subarray(0, lossLength) }, RangeError, "HILLOCK_OVERLAP", /out\.loss overlaps x/);
    const [gone, theirs] = [new type(12), createRuntime().alloc(type as Float32ArrayConstructor, 12)];
    structuredClone(gone, { transfer: [gone.buffer] });
    refused([x, given], { gradient: gone }, RangeError, "HILLOCK_DETACHED", /out\.gradient is detached/);
    refused([x, given], { gradient: theirs }, RangeError, "HILLOCK_MEMORY", /out\.gradient lives in the memory of another hillock/);
  });

  test.each(calls)("$kind: options", ({ given, options }) => {
    const refusal = { kind: TypeError, code: "HILLOCK_OPTION" } as const;
    expectRefusal(() => loss(x, given, { ...options, reduction: "sum" }), {
      ...refusal,
      message: /unknown option "reduction", expected one of .+, out$/,
    });
    expectRefusal(() => loss(x, given, null), { ...refusal, message: /options is null, expected an object$/ });
  });
});

describe("arrays that are gone, or another's", () => {
  const gone = new Float32Array(4);
  structuredClone(gone, { transfer: [gone.buffer] });
  const goneLabels = new Uint8Array(4);
  structuredClone(goneLabels, { transfer: [goneLabels.buffer] });

  test("detached", () => {
    expectRefusal(() => losses.softmaxCrossEntropy?.(gone, Uint8Array.of(0), { shape: [1, 4] }), {
      kind: RangeError,
      code: "HILLOCK_SHAPE",
      message: "hillock.softmaxCrossEntropy: x has length 0, expected that of shape, 1 * 4 = 4",
    });
    expectRefusal(() => losses.softmaxCrossEntropy?.(gone, new Uint8Array(0), { shape: [0, 4] }), detached("softmaxCrossEntropy", "x"));
    expectRefusal(
      () => losses.softmaxCrossEntropy?.(new Float32Array(4), goneLabels, { shape: [4, 1] }),
      detached("softmaxCrossEntropy", "targets"),
    );
    expectRefusal(() => losses.softmaxCrossEntropy?.(new Float32Array(4), goneLabels), detached("softmaxCrossEntropy", "targets"));
    expectRefusal(() => losses.sigmoidBinaryCrossEntropy?.(gone, gone), detached("sigmoidBinaryCrossEntropy", "x"));
    const x = new Float32Array(4);
    expectRefusal(() => losses.sigmoidBinaryCrossEntropy?.(x, goneLabels), detached("sigmoidBinaryCrossEntropy", "targets"));
    expectRefusal(
      () => losses.sigmoidBinaryCrossEntropy?.(x, x, { positiveWeight: gone }),
      detached("sigmoidBinaryCrossEntropy", "positiveWeight"),
    );
  });

  test("of another runtime", () => {
    const theirs = createRuntime().alloc(Float32Array, 4);
    expectRefusal(() => losses.softmaxCrossEntropy?.(theirs, Uint8Array.of(0), { shape: [1, 4] }), foreign("softmaxCrossEntropy", "x"));
    expectRefusal(
      () => losses.sigmoidBinaryCrossEntropy?.(new Float32Array(4), new Float32Array(4), { out: { gradient: theirs } }),
      foreign("sigmoidBinaryCrossEntropy", "out.gradient"),
    );
  });

  test("the functions themselves can be loaded ahead", async () => {
    await expect(load(softmaxCrossEntropy, sigmoidBinaryCrossEntropy)).resolves.toBeUndefined();
  });
});

function inMemory(type: Constructor, values: Float32Array | Float64Array): Float32Array | Float64Array {
  const own = take(type, values.length);
  own.set(values);
  return own;
}
