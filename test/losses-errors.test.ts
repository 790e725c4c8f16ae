/** What the losses refuse, word for word, and that nothing is written before. */
import { describe, expect, test } from "vitest";
import { type HillockErrorCode, load, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { createRuntime } from "../src/runtime.js";
import { type Constructor, take, types } from "./support/arrays.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";

type Anything = (...values: unknown[]) => unknown;
const losses: Record<string, Anything> = {
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

const LABELS = "labels (Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array)";
const KNOWN = "expected one of shape, smoothing, classWeights, out";

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
    refuses(path, [x, labels], TypeError, "HILLOCK_SHAPE", "shape is missing, expected [rows, classes]");
    refuses(path, [x, labels, { out }], TypeError, "HILLOCK_SHAPE", "shape is missing, expected [rows, classes]");
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
      [new BigInt64Array(4), "a BigInt64Array"],
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
    refuses(path, [x, new other(5), { out }], TypeError, "HILLOCK_TYPE", `targets is a ${other.name}, expected a ${type.name} like x`);
    refuses(
      path,
      [x, Uint8Array.of(0, 1, 1, 0, 0), { out }],
      TypeError,
      "HILLOCK_TYPE",
      `targets is a Uint8Array, expected a ${type.name} like x`,
    );
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
      [x, t, { out, positiveWeight: t }],
      TypeError,
      "HILLOCK_PARAMETER",
      `positiveWeight is a ${type.name}, expected a finite number, 0 or more`,
    );
    refuses(
      path,
      [x, t, { smoothing: 0.1 }],
      TypeError,
      "HILLOCK_OPTION",
      'unknown option "smoothing", expected one of positiveWeight, out',
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
    expectRefusal(() => losses.sigmoidBinaryCrossEntropy?.(gone, gone), detached("sigmoidBinaryCrossEntropy", "x"));
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
