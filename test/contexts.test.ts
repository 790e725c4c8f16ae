/**
 * Kernels without end on one memory: their contexts go on where arrays are, and neither disturbs
 * the other.
 */

import { describe, expect, inject, test } from "vitest";
import { internalsOf } from "../src/functions/internals.js";
import { onRuntime } from "../src/functions/variants.js";
import { dense, gelu, sigmoidBinaryCrossEntropy, softmaxCrossEntropy } from "../src/index.js";
import { float32 as geluCode } from "../src/kernels/activations/gelu.js";
import { heapInUse } from "../src/runtime/heap.js";
import type { BoundKernel, KernelExports } from "../src/runtime/kernel.js";
import type { KernelCode } from "../src/runtime/kernelCode.js";
import { WORKSPACE } from "../src/runtime/memory.js";
import { createRuntime, type RuntimeOptions } from "../src/runtime/runtime.js";
import { expectSame, fillWith } from "./support/arrays.js";
import { expectRefusal } from "./support/errors.js";

const PAGE = 65536;
const MEBI = 2 ** 20;
const COUNT = 300;
const LENGTH = 77;
const backend = inject("backend");
const kernels = backend !== "js" && typeof WebAssembly === "object";

type Runtime = ReturnType<typeof createRuntime>;
const created = (options: RuntimeOptions = {}) => createRuntime({ backend, ...options });
const named = (code: KernelCode, i: number): KernelCode => ({ ...code, name: `${code.name}.${i}` });
const loaded = (runtime: Runtime, i: number) => runtime.kernel(named(geluCode, i)) as BoundKernel<KernelExports>;

/** Every kernel computes what gelu does, with the contexts of all others in memory. */
function expectAllRight(runtime: Runtime, list: readonly BoundKernel<KernelExports>[]): void {
  expect(new Set(list.map(({ context }) => context)).size).toBe(list.length);
  const x = runtime.alloc(Float32Array, LENGTH);
  const y = runtime.alloc(Float32Array, LENGTH);
  fillWith(x, 3);
  const wanted = gelu(x.slice());
  for (const { exports, context } of list) {
    exports.value(x.byteOffset, y.fill(0).byteOffset, LENGTH, context);
    expectSame(y, wanted, "a kernel");
  }
  runtime.free(x as never);
  runtime.free(y as never);
}

const numbers = Array.from({ length: COUNT }, (_, i) => i);

describe.runIf(kernels)(`${COUNT} kernels`, () => {
  test("before anybody takes an array", () => {
    const runtime = created();
    const list = numbers.map((i) => loaded(runtime, i));
    expect(runtime.memory().borrow(64)).toBeGreaterThan(list.at(-1)?.context as number);
    const array = runtime.alloc(Float64Array, 10);
    const { end, heap } = runtime.memory();
    expect(end).toBe(128 * MEBI);
    expect(list.every(({ context }) => context < heap)).toBe(true);
    expect(array.byteOffset).toBeGreaterThanOrEqual(heap);
    expectAllRight(runtime, list);
  });

  test("between arrays, which stay as they are", () => {
    const runtime = created();
    const arrays: Float32Array[] = [];
    const list = numbers.map((i) => {
      arrays.push(runtime.alloc(Float32Array, 1000).fill(i));
      return loaded(runtime, i);
    });
    const heap = heapInUse(runtime);
    expect([heap?.arrays, heap?.allocated]).toEqual([COUNT, COUNT * 4032]);
    expect(runtime.memory().end).toBe(128 * MEBI);
    expectAllRight(runtime, list);
    expect(arrays.every((array, i) => array.every((value) => value === i))).toBe(true);
    for (const array of arrays) runtime.free(array as never);
    const zeros = runtime.alloc(Float32Array, COUNT * 1000);
    expect(zeros.every((value) => value === 0)).toBe(true);
    zeros.fill(7);
    expectAllRight(runtime, list);
  });

  test.each([
    ["unshared", false],
    ["shared", true],
  ])("in a region of the user's %s memory, and nowhere else", (_, shared) => {
    const memory = new WebAssembly.Memory({ initial: 32, maximum: 32, shared });
    const bytes = new Uint8Array(memory.buffer).fill(0xa5);
    const region = { base: PAGE, bytes: MEBI };
    const runtime = created({ memory, region });
    const list = numbers.slice(0, 200).map((i) => loaded(runtime, i));
    const array = runtime.alloc(Float32Array, 10_000).fill(1);
    list.push(...numbers.slice(200).map((i) => loaded(runtime, i)));
    memory.grow(0);
    expectAllRight(runtime, list);
    if (shared) expect(array.every((value) => value === 1)).toBe(true);
    const untouched = (part: Uint8Array) => part.every((byte) => byte === 0xa5);
    const now = shared ? bytes : new Uint8Array(memory.buffer);
    expect(untouched(now.subarray(0, region.base))).toBe(true);
    expect(untouched(now.subarray(region.base + region.bytes))).toBe(true);
  });

  test("in a region too small for them say so, and what was loaded goes on", () => {
    const memory = new WebAssembly.Memory({ initial: 8 });
    for (const first of [false, true]) {
      const runtime = created({ memory, region: { base: 0, bytes: MEBI / 2 } });
      if (first) runtime.free(runtime.alloc(Float32Array, 1));
      const list: BoundKernel<KernelExports>[] = [];
      const load = () => {
        for (const i of numbers) list.push(loaded(runtime, i));
      };
      expectRefusal(load, {
        kind: RangeError,
        code: "HILLOCK_MEMORY",
        message: first
          ? /^hillock\.gelu\.\d+: \d+ bytes do not fit, the largest free block has \d+: give a larger region, or free arrays$/
          : /^hillock\.gelu\.\d+: no room is left for its kernel; give a larger region$/,
      });
      expect(list.length).toBeGreaterThan(100);
    }
  });

  test("with no memory left say so, and go on when there is some again", () => {
    const runtime = created();
    const all = runtime.alloc(Float32Array, (runtime.memory().end - runtime.memory().heap) / 4);
    const list: BoundKernel<KernelExports>[] = [];
    const load = () => {
      for (const i of numbers.slice(list.length)) list.push(loaded(runtime, i));
    };
    expectRefusal(load, {
      kind: RangeError,
      code: "HILLOCK_MEMORY",
      message: /^hillock\.gelu\.\d+: \d+ bytes do not fit, the largest free block has 0: call reserve\(\d+\) before the first alloc/,
    });
    runtime.free(all as never);
    load();
    expectAllRight(runtime, list);
  });
});

test("the workspace has the bytes that each kernel wants", () => {
  for (const f of [dense, softmaxCrossEntropy, sigmoidBinaryCrossEntropy])
    for (const { workspaceBytes: room } of Object.values(internalsOf("test", "f", f).kernels)) {
      expect(room).toBeGreaterThan(0);
      expect(room).toBeLessThanOrEqual(WORKSPACE);
    }
});

test("calls that share the workspace do not see each other", () => {
  const runtime = created();
  const [layer, loss, rows] = [dense, sigmoidBinaryCrossEntropy, softmaxCrossEntropy].map((f) =>
    onRuntime(f as never, runtime),
  ) as unknown as [typeof dense, typeof sigmoidBinaryCrossEntropy, typeof softmaxCrossEntropy];
  for (const type of [Float32Array, Float64Array] as unknown as readonly Float32ArrayConstructor[]) {
    const [x, weights] = [new type(40 * 30), new type(30 * 50)];
    for (let i = 0; i < x.length; i++) x[i] = Math.sin(i);
    for (let i = 0; i < weights.length; i++) weights[i] = Math.cos(i);
    const sizes = { inputs: 30, outputs: 50 };
    const dy = new type(40 * 50).fill(0.5);
    const targets = new type(x.length).fill(0.25);
    const labels = new Uint8Array(40);
    const call = () => [
      layer.backward(dy, x, weights, sizes).bias,
      layer(x, weights, null, sizes),
      loss(x, targets).gradient,
      rows(x, labels, { shape: [40, 30] }).gradient,
      layer.backward(dy, x, weights, sizes).bias,
    ];
    const before = call();
    expect(before[0].every((sum) => sum === 20)).toBe(true);
    for (let time = 0; time < 2; time++) for (const [i, result] of call().entries()) expectSame(result, before[i], `call ${i}`);
    expectSame(before[4], before[0], "after the losses");
  }
});
