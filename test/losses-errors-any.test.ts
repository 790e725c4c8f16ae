/** The refusals of every loss, before anything is written. */
import { describe, expect, test } from "vitest";
import { type HillockErrorCode, load, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";
import { losses } from "./support/lossErrors.js";
import { lossSubjects, withTypes } from "./support/losses.js";

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
