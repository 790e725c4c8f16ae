/**
 * The build without relaxed SIMD, made of the other one: what each instruction becomes, and that in
 * kernels nothing else does.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import binaryen from "binaryen";
import { describe, expect, test } from "vitest";
import { buildsOf } from "../../src/runtime/backend.js";
import type { KernelCode } from "../../src/runtime/kernelCode.js";
import { withoutRelaxed } from "../../src/runtime/withoutRelaxed.js";
import { disassemble, within } from "../support/wat.js";

const { fround } = Math;

/**
 * Products and sums that one rounding would give another result: 1 - (1 + e)(1 - e) is e^2, and 0
 * where the product is rounded.
 */
const FLOATS = [1 + 2 ** -12, 1 - 2 ** -12, -1, 3, 0.1, -0.3];
const MASKS = [0, -1];

const f32 = (f: (a: number, b: number, c: number) => number) => (a: number, b: number, c: number) =>
  fround(f(fround(a), fround(b), fround(c)));
const INSTRUCTIONS = {
  "f32x4.relaxed_madd": f32((a, b, c) => fround(a * b) + c),
  "f32x4.relaxed_nmadd": f32((a, b, c) => c - fround(a * b)),
  "f64x2.relaxed_madd": (a: number, b: number, c: number) => a * b + c,
  "f64x2.relaxed_nmadd": (a: number, b: number, c: number) => c - a * b,
  ...Object.fromEntries(
    ["i8x16", "i16x8", "i32x4", "i64x2"].map((lanes) => [
      `${lanes}.relaxed_laneselect`,
      (a: number, b: number, mask: number) => (mask ? a : b),
    ]),
  ),
};

/**
 * A module with the instruction twice in a function that has locals and parameters of its own, and
 * once in one that has none.
 */
function compiled(instruction: string): Uint8Array<ArrayBuffer> {
  const load = (offset: number) => `(v128.load offset=${offset} (local.get $at))`;
  const module = binaryen.parseText(`(module
    (import "env" "memory" (memory 1))
    (func $twice (export "twice") (param $unused f64) (param $at i32) (local $count i64) (local $result v128)
      (local.set $result (${instruction} ${load(0)} ${load(16)} (${instruction} ${load(0)} ${load(16)} ${load(32)})))
      (v128.store offset=48 (local.get $at) (local.get $result)))
    (func $once (export "once") (param $at i32)
      (v128.store offset=48 (local.get $at) (${instruction} ${load(0)} ${load(16)} ${load(32)}))))`);
  module.setFeatures(binaryen.Features.All);
  expect(module.validate()).toBe(1);
  const bytes = Uint8Array.from(module.emitBinary());
  module.dispose();
  return bytes;
}

describe.each(Object.entries(INSTRUCTIONS))("%s", (instruction, expected) => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(withoutRelaxed(compiled(instruction)));
  const { once, twice } = new WebAssembly.Instance(module, { env: { memory } }).exports as Record<string, (...all: number[]) => void>;
  const lanes = instruction.startsWith("f32") ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer);
  const perVector = 16 / lanes.BYTES_PER_ELEMENT;

  /** The result for lanes that hold the same. */
  function result(call: () => void, ...operands: number[]): number {
    operands.forEach((value, i) => {
      if (instruction.includes("select") && i === 2) new Int32Array(memory.buffer).fill(value, 8, 12);
      else lanes.fill(value, i * perVector, (i + 1) * perVector);
    });
    call();
    const found = [...lanes.subarray(3 * perVector, 4 * perVector)];
    expect(new Set(found).size).toBe(1);
    return found[0] as number;
  }

  test("is rounded after each operation, wherever it stands", () => {
    for (const a of FLOATS)
      for (const b of FLOATS)
        for (const c of instruction.includes("select") ? MASKS : FLOATS) {
          expect(result(() => once?.(0), a, b, c)).toBe(expected(a, b, c));
          if (!instruction.includes("select")) expect(result(() => twice?.(0, 0), a, b, c)).toBe(expected(a, b, expected(a, b, c)));
        }
  });
});

const folder = join(import.meta.dirname, "../../src/kernels");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\w\/\w.*\.ts$/.test(file));
const contents: KernelCode[][] = await Promise.all(
  files.map(async (file) => Object.values(await import(/* @vite-ignore */ join(folder, file)))),
);
const made = contents.flat().filter((code) => code.simd === withoutRelaxed);

/** Instructions of the one build, and those that take their place in the other. */
const MADE: readonly (readonly [RegExp, (lanes: string) => string[]])[] = [
  [/^(f\d\dx\d)\.relaxed_madd$/, (lanes) => [`${lanes}.mul`, `${lanes}.add`]],
  [/^(f\d\dx\d)\.relaxed_nmadd$/, (lanes) => [`${lanes}.mul`, `${lanes}.sub`]],
  [/^(i\d+x\d+)\.relaxed_laneselect$/, () => ["v128.bitselect"]],
];
/** Locals, which are more, and the blocks that a disassembly has for what it takes from them. */
const isLocal = (head: string) => /^(local(\..*)?|block|result)$/.test(head);

/** How often a module has each instruction, in the words of the build without relaxed SIMD. */
function counted(bytes: Uint8Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [head] of within(disassemble(bytes))) {
    if (typeof head !== "string" || isLocal(head)) continue;
    const [pattern, into] = MADE.find(([name]) => name.test(head)) ?? [];
    for (const name of into ? into(pattern?.exec(head)?.[1] as string) : [head]) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test.each(made)("$name has the same instructions but for those", (code) => {
  const { relaxed, simd } = buildsOf(code);
  expect(counted(simd)).toEqual(counted(relaxed as Uint8Array));
  expect(Object.keys(counted(simd)).filter((name) => name.includes("relaxed"))).toEqual([]);
});
