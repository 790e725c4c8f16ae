/** What the row-wise functions refuse, in which words, and that nothing is written then. */
import { describe, expect, test } from "vitest";
import { type HillockErrorCode, load } from "../src/index.js";
import { logSoftmax, logSumExp, softmax } from "../src/rowwise/index.js";
import { createRuntime } from "../src/runtime.js";
import { onRuntime } from "../src/variants.js";
import { take } from "./support/arrays.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";
import { Float32, type RowFunction } from "./support/rows.js";

const functions = { softmax, logSoftmax, logSumExp } as unknown as Record<"softmax" | "logSoftmax" | "logSumExp", RowFunction>;
const x = Float32Array.of(1, 2, 3, 4, 5, 6);

type Call = (f: RowFunction) => unknown;

/** Fails unless the call is refused, and x is as it was. */
function refused(name: keyof typeof functions, call: Call, kind: ErrorConstructor, code: HillockErrorCode, message: string): void {
  const before = x.slice();
  expectRefusal(() => call(functions[name]), { kind, code, message: `hillock.${message}` });
  expect(x).toEqual(before);
}

const rows = (options: Record<string, unknown>): Call => {
  return (f) => f(x, options);
};

describe.each(["softmax", "logSoftmax", "logSumExp"] as const)("%s", (name) => {
  const type = (call: Call, code: HillockErrorCode, message: string) => refused(name, call, TypeError, code, `${name}: ${message}`);
  const range = (call: Call, code: HillockErrorCode, message: string) => refused(name, call, RangeError, code, `${name}: ${message}`);

  test("things that are no arrays", () => {
    const cure = "; convert it with Float32Array.from or Float64Array.from";
    type((f) => f(3 as never), "HILLOCK_TYPE", "x is 3, expected a Float32Array or Float64Array");
    type((f) => f([1, 2] as never), "HILLOCK_TYPE", `x is an Array, expected a Float32Array or Float64Array${cure}`);
    type((f) => f(new Int32Array(3) as never), "HILLOCK_TYPE", `x is an Int32Array, expected a Float32Array or Float64Array${cure}`);
    type((f) => f(undefined as never), "HILLOCK_TYPE", "x is undefined, expected a Float32Array or Float64Array");
  });

  test("options that there are not, or of a wrong kind", () => {
    const names =
      name === "logSumExp" ? "shape, axis, temperature, causal, mask, out" : "shape, axis, temperature, causal, emptyRow, mask, out";
    type(rows({ dim: 1 }), "HILLOCK_OPTION", `unknown option "dim", expected one of ${names}`);
    type((f) => f(x, 3 as never), "HILLOCK_OPTION", "options is 3, expected an object");
    type((f) => f(x, null as never), "HILLOCK_OPTION", "options is null, expected an object");
    type(rows({ temperature: "1" }), "HILLOCK_PARAMETER", 'temperature is "1", expected a number');
    type(rows({ causal: 1 }), "HILLOCK_OPTION", "causal is 1, expected true or false");
    if (name !== "logSumExp") type(rows({ emptyRow: null }), "HILLOCK_PARAMETER", "emptyRow is null, expected a number");
  });

  test("temperatures", () => {
    const expected = "expected a finite number of at least 1e-30 and of at most 1e+30";
    for (const temperature of [0, -1, NaN, Infinity, 1e31])
      range(rows({ temperature }), "HILLOCK_PARAMETER", `temperature is ${temperature}, ${expected}`);
  });

  test("shapes and axes", () => {
    range(rows({ shape: [2, 4] }), "HILLOCK_SHAPE", "x has length 6, expected that of shape, 2 * 4 = 8");
    range(rows({ shape: [2, 3], axis: 2 }), "HILLOCK_SHAPE", "axis is 2, expected a whole number from -2 to 1 for a shape of 2 dimensions");
    range(rows({ axis: 1 }), "HILLOCK_SHAPE", "axis is 1, expected a whole number from -1 to 0 for a shape of 1 dimension");
    range(rows({ shape: [2, -3] }), "HILLOCK_SHAPE", "shape[1] is -3, expected a whole number, 0 or more");
    type(rows({ shape: "2x3" }), "HILLOCK_SHAPE", 'shape is "2x3", expected an array such as [64, 1000]');
  });

  test("masks", () => {
    const shape = [1, 2, 3];
    const lengths = "expected 6 like x, or that of the last dimensions of shape, 6 or 3";
    range(rows({ shape, mask: new Uint8Array(2) }), "HILLOCK_LENGTH", `mask has length 2, ${lengths}`);
    range(rows({ shape, mask: new Float32Array(5) }), "HILLOCK_LENGTH", `mask has length 5, ${lengths}`);
    range(rows({ mask: new Uint8Array(5) }), "HILLOCK_LENGTH", "mask has length 5, expected 6 like x");
    type(rows({ mask: new Float64Array(6) }), "HILLOCK_TYPE", "mask is a Float64Array, expected a Uint8Array, or a Float32Array like x");
    type(rows({ mask: new Int8Array(6) }), "HILLOCK_TYPE", "mask is an Int8Array, expected a Uint8Array, or a Float32Array like x");
    type(rows({ mask: [1, 0] }), "HILLOCK_TYPE", "mask is an Array, expected a Uint8Array, or a Float32Array like x");
    type(rows({ mask: null }), "HILLOCK_TYPE", "mask is null, expected a Uint8Array, or a Float32Array like x");
  });

  test("causal without a matrix along its rows", () => {
    const expected = "expected two dimensions at least, and the last axis";
    range(rows({ causal: true }), "HILLOCK_SHAPE", `causal is true for axis 0 of a shape of 1 dimension, ${expected}`);
    range(
      rows({ causal: true, shape: [2, 3], axis: 0 }),
      "HILLOCK_SHAPE",
      `causal is true for axis 0 of a shape of 2 dimensions, ${expected}`,
    );
  });

  test("outputs that do not fit", () => {
    const whole = name !== "logSumExp";
    const out = new Float32Array(5).fill(7);
    range(
      rows({ shape: [2, 3], out }),
      "HILLOCK_LENGTH",
      whole ? "out has length 5, expected 6" : "out has length 5, expected the shape without the axis, 2 = 2",
    );
    type(rows({ out: new Float64Array(6) }), "HILLOCK_TYPE", "out is a Float64Array, expected a Float32Array like x");
    const buffer = new Float32Array(12);
    buffer.set(x);
    const part = buffer.subarray(1, whole ? 7 : 2);
    const cure = whole ? "in part; pass x itself to work in place, or a separate array" : "; it needs memory of its own";
    range((f) => f(buffer.subarray(0, 6), { out: part }), "HILLOCK_OVERLAP", `out overlaps x${whole ? ` ${cure}` : cure}`);
    const mask = new Uint8Array(buffer.buffer, 20, 6);
    range(
      (f) => f(x, { mask, out: buffer.subarray(5, whole ? 11 : 6) }),
      "HILLOCK_OVERLAP",
      "out overlaps mask; it needs memory of its own",
    );
    const additive = buffer.subarray(0, 6);
    range(
      (f) => f(x, { mask: additive, out: buffer.subarray(5, whole ? 11 : 6) }),
      "HILLOCK_OVERLAP",
      "out overlaps mask; it needs memory of its own",
    );
    expect(out).toEqual(new Float32Array(5).fill(7));
    expect([...buffer]).toEqual([...x, 0, 0, 0, 0, 0, 0]);
  });

  test("arrays that are gone, or another hillock's", () => {
    const gone = new Float32Array(6);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expectRefusal(() => functions[name](gone), detached(name, "x"));
    expectRefusal(() => functions[name](x, { mask: gone }), detached(name, "mask"));
    const other = createRuntime({ backend: "js" });
    expectRefusal(() => functions[name](other.alloc(Float32Array, 6)), foreign(name, "x"));
  });

  test("bound options", () => {
    const { with: bind } = functions[name];
    const names = name === "logSumExp" ? "shape, axis, temperature, causal" : "shape, axis, temperature, causal, emptyRow";
    expectRefusal(() => bind({ mask: new Uint8Array(1) }), {
      kind: TypeError,
      code: "HILLOCK_OPTION",
      message: `hillock.${name}.with: unknown option "mask", expected one of ${names}`,
    });
    expectRefusal(() => bind({ temperature: -1 }), {
      kind: RangeError,
      code: "HILLOCK_PARAMETER",
      message: `hillock.${name}.with: temperature is -1, expected a finite number of at least 1e-30 and of at most 1e+30`,
    });
  });
});

test.each(["softmax", "logSoftmax"] as const)("%s.backwardFromOutput", (name) => {
  const where = `${name}.backwardFromOutput`;
  const range = (call: Call, code: HillockErrorCode, message: string) => refused(name, call, RangeError, code, `${where}: ${message}`);
  const type = (call: Call, code: HillockErrorCode, message: string) => refused(name, call, TypeError, code, `${where}: ${message}`);
  range((f) => f.backwardFromOutput(x, new Float32Array(5)), "HILLOCK_LENGTH", "y has length 5, expected 6");
  type((f) => f.backwardFromOutput(x, new Float64Array(6)), "HILLOCK_TYPE", "y is a Float64Array, expected a Float32Array like dy");
  range((f) => f.backwardFromOutput(x, x, { shape: [4] }), "HILLOCK_SHAPE", "dy has length 6, expected that of shape, 4 = 4");
  type(
    (f) => f.backwardFromOutput(x, x, { mask: new Uint8Array(6) }),
    "HILLOCK_OPTION",
    'unknown option "mask", expected one of shape, axis, temperature, out',
  );
});

test("logSumExp.backward", () => {
  const shape = [2, 3];
  const where = "logSumExp.backward";
  refused(
    "logSumExp",
    (f) => f.backward(new Float32Array(6), x, { shape }),
    RangeError,
    "HILLOCK_LENGTH",
    `${where}: dy has length 6, expected the shape without the axis, 2 = 2`,
  );
  refused(
    "logSumExp",
    (f) => f.backward(new Float64Array(2), x, { shape }),
    TypeError,
    "HILLOCK_TYPE",
    `${where}: dy is a Float64Array, expected a Float32Array like x`,
  );
});

test("the same function with other defaults, and on another runtime", async () => {
  const shape = [2, 3];
  const steep = softmax.with({ temperature: 0.5, shape });
  expect(steep(x)).toEqual(softmax(x, { shape, temperature: 0.5 }));
  expect(steep(x, { temperature: 1 })).toEqual(softmax(x, { shape }));
  expect(steep.with({ axis: 0 })(x)).toEqual(softmax(x, { shape, axis: 0, temperature: 0.5 }));
  expect(steep.spec.parameters.temperature.default).toBe(0.5);
  expect([softmax.spec, softmax.spec.bounds.float32, softmax.spec.parameters.temperature].every(Object.isFrozen)).toBe(true);
  expect(logSumExp.with({ shape, axis: 0 })(x)).toEqual(logSumExp(x, { shape, axis: 0 }));
  expect(softmax.with({ emptyRow: 0 })(Float32Array.of(-Infinity))).toEqual(Float32Array.of(0));
  expect([steep.name, softmax.name, logSoftmax.name, logSumExp.name]).toEqual(["softmax", "softmax", "logSoftmax", "logSumExp"]);
  await load(softmax, logSoftmax, logSumExp);
  const runtime = createRuntime({ backend: "js" });
  const elsewhere = onRuntime(softmax as never, runtime) as RowFunction;
  const own = runtime.alloc(Float32Array, 6);
  own.set(x);
  expect(elsewhere(own, { shape, out: own })).toBe(own);
  expect(own[0]).toBeCloseTo(0.0900305732, 6);
  const mine = take(Float32, 6);
  expectRefusal(() => elsewhere(mine), foreign("softmax", "x"));
});
