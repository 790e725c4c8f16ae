/** The refusals of row-wise functions, word for word, with nothing written. */
import { describe, expect, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { type HillockErrorCode, load } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { take } from "./support/arrays.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";
import { Float32, product, type RowFunction, reduces, rowFunctions, rowPresets, subjectsOf } from "./support/rows.js";

const x = Float32Array.of(1, 2, 3, 4, 5, 6);

type Call = (f: RowFunction) => unknown;

/** Fails unless the call is refused, and x is as it was. */
function refused(f: RowFunction, call: Call, kind: ErrorConstructor, code: HillockErrorCode, message: string): void {
  const before = x.slice();
  expectRefusal(() => call(f), { kind, code, message: `hillock.${message}` });
  expect(x).toEqual(before);
}

const rows = (options: Record<string, unknown>): Call => {
  return (f) => f(x, options);
};

const negated = rowPresets.filter(({ preset }) => preset.x === "-x").map(({ name }) => subjectsOf(name)[0]?.f as RowFunction);

describe.each([...rowFunctions, ...negated].map((f) => ({ name: f.name, f })))("$name", ({ name, f }) => {
  const whole = !reduces(f);
  const type = (call: Call, code: HillockErrorCode, message: string) => refused(f, call, TypeError, code, `${name}: ${message}`);
  const range = (call: Call, code: HillockErrorCode, message: string) => refused(f, call, RangeError, code, `${name}: ${message}`);

  test("things that are no arrays", () => {
    const cure = "; convert it with Float32Array.from or Float64Array.from";
    type((f) => f(3 as never), "HILLOCK_TYPE", "x is 3, expected a Float32Array or Float64Array");
    type((f) => f([1, 2] as never), "HILLOCK_TYPE", `x is an Array, expected a Float32Array or Float64Array${cure}`);
    type((f) => f(new Int32Array(3) as never), "HILLOCK_TYPE", `x is an Int32Array, expected a Float32Array or Float64Array${cure}`);
    type((f) => f(undefined as never), "HILLOCK_TYPE", "x is undefined, expected a Float32Array or Float64Array");
  });

  test("options that there are not, or of a wrong kind", () => {
    const names = `shape, axis, temperature, causal, maskShape, ${whole ? "emptyRow, " : ""}mask, out`;
    type(rows({ dim: 1 }), "HILLOCK_OPTION", `unknown option "dim", expected one of ${names}`);
    type((f) => f(x, 3 as never), "HILLOCK_OPTION", "options is 3, expected an object");
    type((f) => f(x, null as never), "HILLOCK_OPTION", "options is null, expected an object");
    type(rows({ temperature: "1" }), "HILLOCK_PARAMETER", 'temperature is "1", expected a number');
    type(rows({ causal: 1 }), "HILLOCK_OPTION", "causal is 1, expected true, false or { offset }");
    type(rows({ causal: null }), "HILLOCK_OPTION", "causal is null, expected true, false or { offset }");
    type(rows({ causal: { shift: 1 } }), "HILLOCK_OPTION", 'unknown option "shift", expected one of offset');
    type(rows({ causal: [1] }), "HILLOCK_OPTION", "causal is an Array, expected an object");
    type(rows({ causal: {} }), "HILLOCK_OPTION", "causal.offset is undefined, expected a whole number");
    type(rows({ causal: { offset: "1" } }), "HILLOCK_OPTION", 'causal.offset is "1", expected a whole number');
    for (const offset of [0.5, NaN, Infinity])
      range(rows({ causal: { offset } }), "HILLOCK_OPTION", `causal.offset is ${offset}, expected a whole number`);
    if (whole) type(rows({ emptyRow: null }), "HILLOCK_PARAMETER", "emptyRow is null, expected a number");
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
    range(rows({ shape, mask: new Uint8Array(2) }), "HILLOCK_LENGTH", `mask has length 2, ${lengths}; with maskShape it may be [2, 1]`);
    range(rows({ shape, mask: new Float32Array(5) }), "HILLOCK_LENGTH", `mask has length 5, ${lengths}`);
    range(rows({ mask: new Uint8Array(5) }), "HILLOCK_LENGTH", "mask has length 5, expected 6 like x");
    type(rows({ mask: new Float64Array(6) }), "HILLOCK_TYPE", "mask is a Float64Array, expected a Uint8Array, or a Float32Array like x");
    type(rows({ mask: new Int8Array(6) }), "HILLOCK_TYPE", "mask is an Int8Array, expected a Uint8Array, or a Float32Array like x");
    type(rows({ mask: [1, 0] }), "HILLOCK_TYPE", "mask is an Array, expected a Uint8Array, or a Float32Array like x");
    type(rows({ mask: null }), "HILLOCK_TYPE", "mask is null, expected a Uint8Array, or a Float32Array like x");
  });

  test("shapes of masks", () => {
    const shape = [2, 1, 3];
    const given = (maskShape: unknown, length: number) => rows({ shape, maskShape, mask: new Uint8Array(length) });
    type(given("2x3", 6), "HILLOCK_SHAPE", 'maskShape is "2x3", expected an array such as [8, 1, 1, 64]');
    range(given([], 1), "HILLOCK_SHAPE", "maskShape is empty, expected one dimension at least");
    type(given([2, null], 1), "HILLOCK_SHAPE", "maskShape[1] is null, expected a number of elements");
    range(given([0.5], 1), "HILLOCK_SHAPE", "maskShape[0] is 0.5, expected a whole number, 0 or more");
    range(given([1, 2, 1, 3], 6), "HILLOCK_SHAPE", "maskShape has 4 dimensions, expected at most 3, those of shape [2, 1, 3]");
    range(given([2, 3], 6), "HILLOCK_SHAPE", "maskShape[0] is 2, expected 1 to broadcast to shape [2, 1, 3]");
    range(given([3, 1, 1], 3), "HILLOCK_SHAPE", "maskShape[0] is 3, expected 2 or 1 to broadcast to shape [2, 1, 3]");
    range(given([2, 1, 1], 3), "HILLOCK_LENGTH", "mask has length 3, expected that of maskShape, 2 * 1 * 1 = 2");
    type(rows({ shape, maskShape: shape }), "HILLOCK_OPTION", "maskShape is given without the mask whose shape it is");
    const { with: bind } = f;
    expect(bind({ shape, maskShape: [3] })(x)).toEqual(f(x, { shape }));
  });

  test("masks whose length may be meant in several ways", () => {
    const ambiguous = (
      shape: number[],
      axis: number,
      length: number,
      ways: string,
      type: Float32ArrayConstructor | Uint8ArrayConstructor = Float32Array,
    ) => {
      const call: Call = (f) => f(new Float32Array(product(shape)), { shape, axis, mask: new type(length) });
      const way = `in more than one way: say maskShape, ${ways}`;
      range(call, "HILLOCK_SHAPE", `mask has length ${length}, which fits shape [${shape.join(", ")}] ${way}`);
    };
    ambiguous([4, 1, 4, 6], -1, 24, "[4, 6] or [4, 1, 1, 6]");
    ambiguous([2, 4, 8, 8], -1, 64, "[8, 8] or [2, 4, 1, 8]");
    ambiguous([3, 4, 3, 5], 1, 15, "[3, 5] or [3, 1, 1, 5]");
    ambiguous([4, 4], 0, 4, "[4] or [4, 1]");
    // One number to add to all of a row makes no difference; what leaves a row out does.
    ambiguous([4, 4], 1, 4, "[4] or [4, 1]", Uint8Array);
    ambiguous([2, 4, 8, 8], -1, 64, "[8, 8] or [2, 4, 1, 8] or [2, 4, 8, 1]", Uint8Array);
    ambiguous([3, 5, 5], 0, 5, "[5] or [5, 1]");
    ambiguous(
      Array<number>(9).fill(2),
      -1,
      16,
      "[2, 2, 2, 2] or [2, 1, 2, 2, 2] or [2, 1, 1, 2, 2, 2] or [2, 1, 1, 1, 2, 2, 2] or [2, 1, 1, 1, 1, 2, 2, 2] or others",
    );
    const padding = rows({ shape: [2, 1, 3, 1], axis: 0, mask: new Uint8Array(2) });
    range(
      padding,
      "HILLOCK_LENGTH",
      "mask has length 2, expected 6 like x, or that of the last dimensions of shape, 3 or 3 or 1; with maskShape it may be [2, 1, 1, 1]",
    );
  });

  test("causal without a matrix along its rows", () => {
    const expected = "expected two dimensions at least, and the last axis";
    range(rows({ causal: true }), "HILLOCK_SHAPE", `causal is true for axis 0 of a shape of 1 dimension, ${expected}`);
    range(rows({ causal: { offset: 2 } }), "HILLOCK_SHAPE", `causal is { offset: 2 } for axis 0 of a shape of 1 dimension, ${expected}`);
    range(
      rows({ causal: true, shape: [2, 3], axis: 0 }),
      "HILLOCK_SHAPE",
      `causal is true for axis 0 of a shape of 2 dimensions, ${expected}`,
    );
  });

  test("causal for matrices that are not square, without an offset", () => {
    for (const [shape, difference] of [
      [[1, 6], 5],
      [[3, 2], -1],
      [[3, 1, 2], 1],
    ] as const) {
      const refusal = `causal is true for matrices of ${shape.at(-2)} x ${shape.at(-1)}, which are not square, expected { offset: 0 }, where the first row sees the first column alone, or { offset: ${difference} }, where the last row sees the last column`;
      range(rows({ shape, causal: true }), "HILLOCK_SHAPE", refusal);
      range((f) => f.with({ causal: true })(x, { shape }), "HILLOCK_SHAPE", refusal);
      f(x, { shape, causal: { offset: difference } });
    }
  });

  test("outputs that do not fit", () => {
    const out = new Float32Array(5).fill(7);
    range(
      rows({ shape: [2, 3], out }),
      "HILLOCK_LENGTH",
      whole ? "out has length 5, expected 6" : "out has length 5, expected the number of rows = 2",
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
    expectRefusal(() => f(gone), detached(name, "x"));
    expectRefusal(() => f(x, { mask: gone }), detached(name, "mask"));
    const other = createRuntime({ backend: "js" });
    expectRefusal(() => f(other.alloc(Float32Array, 6)), foreign(name, "x"));
  });

  test("bound options", () => {
    const { with: bind } = f;
    const names = `shape, axis, temperature, causal, maskShape${whole ? ", emptyRow" : ""}`;
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

  test.runIf(f.backwardFromOutput)("backwardFromOutput", () => {
    const where = `${name}.backwardFromOutput`;
    const refuse = (
      dy: unknown,
      y: unknown,
      options: object | undefined,
      kind: ErrorConstructor,
      code: HillockErrorCode,
      message: string,
    ) => refused(f, (f) => f.backwardFromOutput?.(dy as never, y as never, options as never), kind, code, `${where}: ${message}`);
    refuse(x, new Float32Array(5), undefined, RangeError, "HILLOCK_LENGTH", "y has length 5, expected 6");
    refuse(x, new Float64Array(6), undefined, TypeError, "HILLOCK_TYPE", "y is a Float64Array, expected a Float32Array like dy");
    refuse(x, x, { shape: [4] }, RangeError, "HILLOCK_SHAPE", "dy has length 6, expected that of shape, 4 = 4");
    const unknown = 'unknown option "mask", expected one of shape, axis, temperature, out';
    refuse(x, x, { mask: new Uint8Array(6) }, TypeError, "HILLOCK_OPTION", unknown);
  });

  test.runIf(f.backward)("backward", () => {
    const refuse = (dy: unknown, kind: ErrorConstructor, code: HillockErrorCode, message: string) =>
      refused(f, (f) => f.backward?.(dy as never, x, { shape: [2, 3] }), kind, code, `${name}.backward: ${message}`);
    const expected = "expected the number of rows = 2";
    refuse(new Float32Array(6), RangeError, "HILLOCK_LENGTH", `dy has length 6, ${expected}`);
    refuse(new Float64Array(2), TypeError, "HILLOCK_TYPE", "dy is a Float64Array, expected a Float32Array like x");
  });

  test("the same function with other defaults, and on another runtime", async () => {
    const shape = [2, 3];
    const steep = f.with({ temperature: 0.5, shape });
    expect(steep(x)).toEqual(f(x, { shape, temperature: 0.5 }));
    expect(steep(x, { temperature: 1 })).toEqual(f(x, { shape }));
    expect(steep.with({ axis: 0 })(x)).toEqual(f(x, { shape, axis: 0, temperature: 0.5 }));
    expect(steep.spec.parameters.temperature.default).toBe(0.5);
    expect([f.spec, f.spec.bounds.float32, f.spec.parameters.temperature].every(Object.isFrozen)).toBe(true);
    if (whole) expect(f.with({ emptyRow: 0 })(Float32Array.of(negated.includes(f) ? Infinity : -Infinity))).toEqual(Float32Array.of(0));
    expect(steep.name).toBe(name);
    await load(f as never);
    const runtime = createRuntime({ backend: "js" });
    const elsewhere = onRuntime(f as never, runtime) as RowFunction;
    const own = runtime.alloc(Float32Array, 6);
    own.set(x);
    const out = runtime.alloc(Float32Array, f(x, { shape }).length);
    expect(elsewhere(own, { shape, out })).toBe(out);
    for (const [i, result] of f(x, { shape }).entries()) expect(out[i]).toBeCloseTo(result, 6);
    const mine = take(Float32, 6);
    expectRefusal(() => elsewhere(mine), foreign(name, "x"));
  });
});
