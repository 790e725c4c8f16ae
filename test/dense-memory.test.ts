/**
 * The layer on hillock's memory and on the user's: what it takes for itself it gives back, and it
 * says so where there is no room.
 */
import { beforeAll, describe, expect, inject, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { alloc, free, gelu, info, load, dense as publicDense, relu, reserve } from "../src/index.js";
import { createRuntime, type RuntimeOptions } from "../src/runtime/runtime.js";
import type { Floats } from "./support/activations.js";
import { type Constructor, expectSame, types } from "./support/arrays.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";
import { type AnyDense, type Arrays, arraysOf, layouts, type Sizes, signed } from "./support/layer.js";

const PAGE = 65536;
const MEBI = 2 ** 20;
const backend = inject("backend");
const dense = publicDense as unknown as AnyDense;
type Runtime = ReturnType<typeof createRuntime>;

const created = (options: RuntimeOptions = {}) => createRuntime({ backend, ...options });
const denseOn = (runtime: Runtime) => onRuntime(publicDense, runtime) as unknown as AnyDense;
const sizesOf = (batch: number, inputs: number, outputs: number): Sizes => ({ batch, inputs, outputs, weightsLayout: "inputsOutputs" });

beforeAll(() => free(alloc(Float32Array, 1)));

test("calls take no memory that they do not give back", () => {
  for (const type of types)
    for (const activation of [undefined, gelu]) {
      const sizes = sizesOf(70, 300, 200);
      const { x, weights, bias, dy } = arraysOf(sizes, type, signed(1));
      const before = info().memory;
      const preactivation = new type(dy.length);
      dense(x, weights, bias, { ...sizes, activation, preactivation });
      dense.backward(dy, x, weights, { ...sizes, activation, preactivation });
      expect(info().memory).toEqual(before);
    }
});

test("load compiles it ahead", async () => {
  await load(publicDense, gelu);
  expect(info().kernels.filter((name) => name.startsWith("dense"))).toEqual(backend === "js" ? [] : ["dense", "dense.float64"]);
});

test("without room for the gradient of the sums it says what to do, and has written nothing", () => {
  const sizes = sizesOf(128, 2, 512);
  const { x, weights, dy } = arraysOf(sizes, Float32Array, signed(1));
  const filling: Floats[] = [];
  for (let bytes = info().memory.bytes; bytes >= 4 * dy.length; bytes /= 2)
    try {
      for (;;) filling.push(alloc(Float32Array, Math.floor(bytes / 4)));
    } catch {}
  const before = info().memory;
  const out = { x: x.slice(), weights: weights.slice() };
  expectRefusal(() => dense.backward(dy, x, weights, { ...sizes, activation: relu, output: dy, out }), {
    kind: RangeError,
    code: "HILLOCK_MEMORY",
    message:
      /^hillock\.dense\.backward: 262144 bytes do not fit, the largest free block has \d+: call reserve\(\d+\) before the first alloc, or take all arrays in one alloc; growing now would take the memory from under the arrays in use$/,
  });
  expectSame(out.x, x, "x");
  expectSame(out.weights, weights, "weights");
  expect(info().memory).toEqual(before);
  dense.backward(dy, x, weights, { ...sizes, out });
  for (const array of filling) free(array);
  const wanted = dense.backward(relu.backwardFromOutput(dy as Float32Array, dy as Float32Array), x, weights, sizes);
  expectSame(dense.backward(dy, x, weights, { ...sizes, activation: relu, output: dy }).x, wanted.x, "once there is room");
});

test("arrays from before the memory grew are refused, and results stay the same after it", () => {
  const sizes = sizesOf(5, 30, 20);
  const arrays = arraysOf(sizes, Float32Array, signed(1));
  const before = dense(arrays.x, arrays.weights, arrays.bias, { ...sizes, activation: gelu });
  const stale = alloc(Float32Array, arrays.weights.length);
  reserve(info().memory.bytes + 1);
  expectRefusal(() => dense(arrays.x, stale, null, sizes), detached("dense", "weights"));
  expectRefusal(
    () => dense.backward(arrays.dy, arrays.x, arrays.weights, { ...sizes, out: { weights: stale } }),
    detached("dense.backward", "out.weights"),
  );
  free(stale);
  const weights = alloc(Float32Array, arrays.weights.length);
  weights.set(arrays.weights);
  expectSame(dense(arrays.x, weights, arrays.bias, { ...sizes, activation: gelu }), before, "with weights in the grown memory");
  free(weights);
});

/**
 * Forward and backward on a runtime, staged and in its memory: the bits that the default runtime
 * gives.
 */
function expectRight(runtime: Runtime): void {
  const own = denseOn(runtime);
  const activation = onRuntime(gelu, runtime);
  for (const type of types)
    for (const weightsLayout of layouts) {
      const sizes: Sizes = { batch: 20, inputs: 70, outputs: 50, weightsLayout };
      const given = arraysOf(sizes, type, signed(3));
      const taken = Object.fromEntries(
        Object.entries(given).map(([name, array]) => {
          const copy: Floats = runtime.alloc(type as Float32ArrayConstructor, array.length);
          copy.set(array);
          return [name, copy];
        }),
      ) as unknown as Arrays;
      const preactivation = dense(given.x, given.weights, given.bias, sizes);
      const y = dense(given.x, given.weights, given.bias, { ...sizes, activation: gelu });
      const gradients = dense.backward(given.dy, given.x, given.weights, { ...sizes, activation: gelu, preactivation });
      for (const { x, weights, bias, dy } of [given, taken])
        for (const f of [gelu, activation]) {
          expectSame(own(x, weights, bias, { ...sizes, activation: f }), y, "forward");
          const got = own.backward(dy, x, weights, { ...sizes, activation: f, preactivation });
          for (const name of ["x", "weights", "bias"] as const) expectSame(got[name], gradients[name], `gradient of ${name}`);
        }
      for (const array of Object.values(taken)) runtime.free(array as never);
    }
}

const memories: readonly (readonly [string, (pages?: number) => WebAssembly.Memory])[] = [
  ["unshared", (pages = 64) => new WebAssembly.Memory({ initial: pages })],
  ["shared", (pages = 64) => new WebAssembly.Memory({ initial: pages, maximum: 4 * pages, shared: true })],
];

describe.each(memories)("a region of the user's %s memory", (_, make) => {
  test("is all that the layer touches", () => {
    const memory = make();
    const bytes = new Uint8Array(memory.buffer).fill(0xa5);
    const region = { base: 3 * PAGE + 64, bytes: MEBI };
    expectRight(created({ memory, region }));
    const untouched = (part: Uint8Array) => part.every((byte) => byte === 0xa5);
    expect(untouched(bytes.subarray(0, region.base))).toBe(true);
    expect(untouched(bytes.subarray(region.base + region.bytes))).toBe(true);
  });

  test("may end too early for the gradient of the sums", () => {
    const runtime = created({ memory: make(), region: { base: PAGE, bytes: MEBI } });
    const sizes = sizesOf(1000, 1, 200);
    const { x, weights, dy } = arraysOf(sizes, Float32Array, signed(1));
    expectRefusal(() => denseOn(runtime).backward(dy, x, weights, { ...sizes, activation: gelu, preactivation: dy }), {
      kind: RangeError,
      code: "HILLOCK_MEMORY",
      message: /^hillock\.dense\.backward: 800000 bytes do not fit, the largest free block has \d+: give a larger region, or free arrays$/,
    });
    expectRight(runtime);
  });

  test("may grow between calls", () => {
    const memory = make();
    const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
    expectRight(runtime);
    memory.grow(1);
    expectRight(runtime);
  });
});

test("two runtimes do not take each other's arrays, but each other's activations", () => {
  const [a, b] = [created(), created()];
  const sizes = sizesOf(2, 3, 4);
  const { x, weights, bias, dy } = arraysOf(sizes, Float32Array, signed(1));
  const theirs = b.alloc(Float32Array, weights.length);
  for (const call of [dense, denseOn(a)]) {
    expectRefusal(() => call(x, theirs, bias, sizes), foreign("dense", "weights"));
    expectRefusal(() => call.backward(dy, x, theirs, sizes), foreign("dense.backward", "weights"));
    const wanted = dense(x, weights, bias, { ...sizes, activation: gelu });
    for (const runtime of [a, b])
      for (let time = 0; time < 2; time++)
        expectSame(
          call(x, weights, bias, { ...sizes, activation: onRuntime(gelu, runtime) }),
          wanted,
          "with an activation of another runtime",
        );
  }
});

test("a subclass or an array of shared memory is taken for what it is", () => {
  const sizes = sizesOf(3, 5, 4);
  for (const type of types) {
    const { x, weights, bias } = arraysOf(sizes, type, signed(1));
    const wanted = dense(x, weights, bias, sizes);
    class Liar extends (type as Float32ArrayConstructor) {
      override get length() {
        return 1;
      }
      override get byteOffset() {
        return 3;
      }
      override get buffer(): never {
        throw new Error("no buffer");
      }
      override set(): never {
        throw new Error("no set");
      }
    }
    const lying = (array: Floats): Floats => {
      const copy = new (Liar as unknown as Constructor)(array.length);
      type.prototype.set.call(copy as Float32Array, array);
      return copy;
    };
    const arrays = [x, weights, bias].map(lying);
    expectSame(dense(...arrays, sizes), wanted, "liars");
    const out = new (Liar as unknown as Constructor)(wanted.length);
    expect(dense(...arrays, { ...sizes, out })).toBe(out);
    wanted.forEach((value, i) => {
      expect(out[i]).toBe(value);
    });
  }
});
