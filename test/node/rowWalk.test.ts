/**
 * The walk of rows knows nothing of exponentials: a function of thresholds that is none of
 * hillock's, with half as many results as entries or one for each row, goes through it at any
 * length, along any axis, staged and in place.
 */
import { describe, expect, test } from "vitest";
import { createRows, type RowCall, type RowForm } from "../../src/functions/rows/call.js";
import { defaultSettings } from "../../src/functions/rows/settings.js";
import { RowArray, RowWalk } from "../../src/functions/rows/walk.js";
import type { Kernels } from "../../src/runtime/kernelCode.js";
import { workspaceOf } from "../../src/runtime/memory.js";
import { createRuntime } from "../../src/runtime/runtime.js";
import type { Floats, Options } from "../support/activations.js";
import { type Constructor, expectSame, randomizer, types } from "../support/arrays.js";
import { product, rowsOf } from "../support/rows.js";

interface Exports {
  sumAbove(x: number, threshold: number, n: number, sums: number, c: number): void;
  writePairs(x: number, y: number, threshold: number, n: number, c: number): void;
}
type Crest = (x: Floats, options?: Options) => Floats;

const { compile } = (await import("../../scripts/build/compile.mjs" as string)) as {
  compile(module: object, target: string): Promise<{ wasm: Uint8Array; table: Iterable<number> }>;
};
const { encode } = (await import("../../scripts/build/text.mjs" as string)) as { encode(bytes: Iterable<number>): string };

async function codeOf(alias: string) {
  const module = { kind: "../test/fixtures/crest/assembly/rowwise", source: "crest", alias };
  const { wasm, table } = await compile(module, "simd");
  return { name: `crest.${alias}`, wasm: encode(wasm), table: encode(table) };
}

const kernels: Kernels = { float32: await codeOf("Float32"), float64: await codeOf("Float64") };

/**
 * The number of steps to a threshold: the mean of all entries, then twice the mean of those above
 * it.
 */
const STEPS = 3;
const first = Number.NEGATIVE_INFINITY;

function thresholdOf(entries: readonly number[]): number {
  let threshold = first;
  for (let step = 0; step < STEPS; step++) {
    const above = entries.filter((entry) => entry > threshold);
    if (above.length > 0) threshold = above.reduce((sum, entry) => sum + entry, 0) / above.length;
  }
  return threshold;
}

function pairsOf(entries: readonly number[]): number[] {
  const threshold = thresholdOf(entries);
  const above = (i: number) => Math.max((entries[i] as number) - threshold, 0);
  return Array.from({ length: entries.length / 2 }, (_, i) => above(2 * i) + above(2 * i + 1));
}

/** Thresholds of rows, or how far pairs are above them. */
function value({ kernel, runtime, type, shape, arrays }: RowCall<Exports>, reduces: boolean): void {
  const [x, out] = arrays as [(typeof arrays)[0], (typeof arrays)[0]];
  const { outer, n, inner } = shape;
  const length = reduces ? 1 : n / 2;
  if (!kernel) {
    for (const [row, indices] of rowsOf(shape.shape, shape.axis).entries()) {
      const entries = indices.map((i) => x.array[i] as number);
      const results = reduces ? [thresholdOf(entries)] : pairsOf(entries);
      for (const [i, result] of results.entries()) out.array[(Math.floor(row / inner) * length + i) * inner + (row % inner)] = result;
    }
    return;
  }
  const { exports, context } = kernel;
  const memory = runtime.memory();
  const input = new RowArray(memory, type, x, { length: n, inner }, 0);
  const sums = workspaceOf(memory);
  const read = new RowWalk(memory, type, outer * inner, n, [input], []);
  const search = (pass: (threshold: number) => void): number => {
    let threshold = first;
    for (let step = 0; step < STEPS; step++) {
      const found = memory
        .view("Float64Array")
        .subarray(sums / 8, sums / 8 + 2)
        .fill(0);
      pass(threshold);
      if ((found[0] as number) > 0) threshold = (found[1] as number) / (found[0] as number);
    }
    return threshold;
  };
  const pieces = (row: number) => search((t) => read.pieces(row, (_, count) => exports.sumAbove(input.address, t, count, sums, context)));
  const output = new RowArray(memory, type, out, { length, inner }, 1);
  const walk = new RowWalk(memory, type, outer * inner, n, [input], [output]);
  if (walk.inPieces)
    for (let row = 0; row < outer * inner; row++) {
      const threshold = pieces(row);
      if (reduces) out.array[row] = threshold;
      else walk.pieces(row, (_, count) => exports.writePairs(input.address, output.address, threshold, count, context));
    }
  else
    walk.batches(1000, (_, rows) => {
      for (let i = 0; i < rows; i++) {
        const at = input.address + i * n * input.size;
        const threshold = search((t) => exports.sumAbove(at, t, n, sums, context));
        const to = output.address + i * length * input.size;
        if (reduces) memory.view(type)[to / input.size] = threshold;
        else exports.writePairs(at, to, threshold, n, context);
      }
    });
}

const formOf = (reduces: boolean): RowForm<Exports> => ({
  specification: { name: reduces ? "crestOf" : "crestPairs", formula: { value: "none", gradient: "none" }, range: "none" },
  bounds: { float32: { value: 0 }, float64: { value: 0 }, fast: { value: 0 } },
  kernels,
  reduces,
  ...(reduces ? {} : { resultLength: (n: number) => n / 2 }),
  value: (call) => value(call, reduces),
});

const random = randomizer(3);
const shapes = [
  { shape: [3, 8], axis: 1 },
  { shape: [500, 10], axis: 1 },
  { shape: [2, 4096], axis: 1 },
  { shape: [2, 12_002], axis: 1 },
  { shape: [2, 8, 5], axis: 1 },
  { shape: [10, 700], axis: 0 },
  { shape: [2, 9000, 2], axis: 1 },
];

describe.each(["simd", "js"] as const)("%s", (backend) => {
  const runtime = createRuntime({ backend });
  const [pairs, thresholds] = [false, true].map((reduces) => createRows(formOf(reduces), defaultSettings(NaN), kernels, () => runtime)) as [
    Crest,
    Crest,
  ];
  const arrays = (type: Constructor, length: number) =>
    backend === "js" ? [new type(length)] : [new type(length), runtime.alloc(type as Float32ArrayConstructor, length) as Floats];

  test.each(shapes.flatMap((one) => types.map((type) => ({ ...one, type, name: type.name }))))(
    "$name, axis $axis of $shape",
    ({ shape, axis, type }) => {
      const values = Array.from({ length: product(shape) }, () => Math.floor(random() * 4096) / 16);
      const rows = rowsOf(shape, axis).map((row) => row.map((i) => values[i] as number));
      const halved = shape.map((dimension, i) => (i === axis ? dimension / 2 : dimension));
      const wanted = new type(values.length / 2);
      for (const [r, row] of rowsOf(halved, axis).entries())
        for (const [i, pair] of pairsOf(rows[r] as number[]).entries()) wanted[row[i] as number] = pair;
      for (const x of arrays(type, values.length))
        for (const out of arrays(type, wanted.length)) {
          x.set(values);
          expectSame(pairs(x, { shape, axis, out }), wanted, "pairs");
        }
      for (const out of arrays(type, rows.length))
        expectSame(thresholds(type.from(values), { shape, axis, out }), type.from(rows.map(thresholdOf)), "thresholds");
    },
  );

  test("another length of the output is refused", () => {
    expect(() => pairs(new Float32Array(8), { out: new Float32Array(8) })).toThrow("out has length 8, expected 4");
  });
});
