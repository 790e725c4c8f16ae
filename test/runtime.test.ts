/**
 * Memories of the user's: a region of one, a shared one, one that grows between calls, several side
 * by side.
 */
import { describe, expect, inject, test } from "vitest";
import { onRuntime } from "../src/functions/variants.js";
import { createRuntime, type RuntimeOptions } from "../src/runtime/runtime.js";
import { type AnyActivation, all, type Floats, operationsOf } from "./support/activations.js";
import { type Constructor, difference, expectSame, fillWith, types } from "./support/arrays.js";
import { detached, expectRefusal, foreign } from "./support/errors.js";
import { oneOfEach } from "./support/representatives.js";

const PAGE = 65536;
const MEBI = 2 ** 20;
const LENGTH = 777;
const backend = inject("backend");

type Runtime = ReturnType<typeof createRuntime>;

const created = (options: RuntimeOptions = {}) => createRuntime({ backend, ...options });
const own = (activation: AnyActivation, runtime: Runtime) => onRuntime(activation as never, runtime) as unknown as AnyActivation;
const plain = (pages = 64) => new WebAssembly.Memory({ initial: pages });
const shared = (pages = 64) => new WebAssembly.Memory({ initial: pages, maximum: 4 * pages, shared: true });

function filled(type: Constructor, seed: number): Floats {
  const array = new type(LENGTH);
  fillWith(array, seed + 1);
  return array;
}

/**
 * Every operation of every activation on a runtime, staged and in its memory: the bits that the
 * default runtime gives.
 */
function expectAllRight(runtime: Runtime): void {
  for (const activation of all)
    for (const operation of operationsOf(activation))
      for (const type of types) {
        const given = operation.inputs.map((_, i) => filled(type, i));
        const wanted = operation.call(given);
        const theirs = operationsOf(own(activation, runtime)).find(({ method }) => method === operation.method);
        if (!theirs) throw new Error(`${operation.path} is missing`);
        const copies = given.map((array): Floats => {
          const copy = runtime.alloc(type as Float32ArrayConstructor, LENGTH);
          copy.set(array);
          return copy;
        });
        for (const results of [
          theirs.call(given),
          theirs.call(copies),
          theirs.call(copies, copies.slice(0, 1).concat(operation.outputs.slice(1).map(() => new type(LENGTH)))),
        ])
          results.forEach((result, i) => {
            expectSame(result, wanted[i], operation.path, given);
          });
        for (const copy of copies) runtime.free(copy as never);
      }
}

const memories = [
  ["unshared", plain],
  ["shared", shared],
] as const;

describe.each(memories)("a region of the user's %s memory", (_, make) => {
  test("is all that hillock touches, and results are the same", () => {
    const memory = make();
    const bytes = new Uint8Array(memory.buffer).fill(0xa5);
    const region = { base: 3 * PAGE + 64, bytes: MEBI };
    const runtime = created({ memory, region });
    const array = runtime.alloc(Float64Array, 100);
    expect(array.buffer).toBe(memory.buffer);
    expect(array.byteOffset).toBeGreaterThanOrEqual(region.base);
    runtime.free(array);
    expectAllRight(runtime);
    const untouched = (part: Uint8Array) => part.every((byte) => byte === 0xa5);
    expect(untouched(bytes.subarray(0, region.base))).toBe(true);
    expect(untouched(bytes.subarray(region.base + region.bytes))).toBe(true);
  });

  test("gives zeros, whatever was there before", () => {
    const memory = make();
    new Uint8Array(memory.buffer).fill(0xa5);
    const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
    expect(runtime.alloc(Float32Array, 1000).every((value) => Object.is(value, 0))).toBe(true);
  });

  test("ends where it ends", () => {
    const runtime = created({ memory: make(), region: { base: PAGE, bytes: MEBI } });
    expectRefusal(() => runtime.alloc(Float32Array, MEBI / 4), {
      kind: RangeError,
      code: "HILLOCK_MEMORY",
      message: /^hillock\.alloc: \d+ bytes do not fit, the largest free block has \d+: give a larger region, or free arrays$/,
    });
    const { length } = runtime.alloc(Float32Array, MEBI / 8);
    expect(length).toBe(MEBI / 8);
  });

  test("leaves the rest to the user, whose arrays there are used in place", () => {
    const memory = make();
    const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
    for (const operation of oneOfEach)
      for (const base of [0, 32 * PAGE]) {
        const given = operation.inputs.map((_, i) => filled(Float32Array, i));
        const wanted = operation.call(given);
        const views = given.map((array, i) => {
          const view = new Float32Array(memory.buffer, base + i * 4096 + 4, LENGTH);
          view.set(array);
          return view;
        });
        const outputs = operation.outputs.map((_, i) => new Float32Array(memory.buffer, base + (3 + i) * 4096, LENGTH));
        const theirs = operationsOf(own(operation.activation, runtime)).find(({ method }) => method === operation.method);
        theirs?.call(views, outputs).forEach((result, i) => {
          expectSame(result, wanted[i], operation.path);
        });
      }
  });

  test("keeps its scratch to itself", () => {
    const memory = make();
    const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
    const [activation] = all.map((activation) => own(activation, runtime)) as [AnyActivation];
    runtime.free(runtime.alloc(Float32Array, 1));
    for (const at of [PAGE, PAGE - 4 * 9, PAGE + 4096])
      expectRefusal(() => activation(new Float32Array(memory.buffer, at, 10)), {
        kind: RangeError,
        code: "HILLOCK_MEMORY",
        message: `hillock.${activation.name}: x lies on memory that hillock keeps for itself; take arrays from alloc`,
      });
    activation(new Float32Array(memory.buffer, PAGE - 40, 10));
  });
});

test("an unshared memory without a region grows once by 64 pages, and what was there stays", () => {
  const memory = plain(1);
  new Uint8Array(memory.buffer).fill(0xa5);
  const runtime = created({ memory });
  expect(memory.buffer.byteLength).toBe(PAGE);
  const array = runtime.alloc(Float32Array, 10);
  expect(array.byteOffset).toBeGreaterThanOrEqual(PAGE);
  runtime.free(array);
  expectAllRight(runtime);
  expect(memory.buffer.byteLength).toBe(65 * PAGE);
  expect(new Uint8Array(memory.buffer, 0, PAGE).every((byte) => byte === 0xa5)).toBe(true);
});

describe("a memory that its user grows between calls", () => {
  test("an unshared one: arrays from before are refused, new ones and staging work", () => {
    const memory = plain();
    const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
    expectAllRight(runtime);
    const stale = runtime.alloc(Float32Array, 10);
    memory.grow(1);
    for (const activation of all)
      expectSame(own(activation, runtime)(filled(Float64Array, 0)), activation(filled(Float64Array, 0)), activation.name);
    const [activation] = all.map((activation) => own(activation, runtime)) as [AnyActivation];
    expectRefusal(() => activation(stale), detached(activation.name, "x"));
    runtime.free(stale);
    expectAllRight(runtime);
    memory.grow(0);
    expect(runtime.alloc(Float32Array, 10).buffer).toBe(memory.buffer);
  });

  test("a shared one: arrays from before stay good, beside new ones", () => {
    const memory = shared();
    const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
    expectAllRight(runtime);
    const before = runtime.alloc(Float32Array, LENGTH);
    before.set(filled(Float32Array, 0));
    memory.grow(1);
    expect(before.buffer).not.toBe(memory.buffer);
    const after = runtime.alloc(Float32Array, LENGTH);
    for (const activation of all) {
      const wanted = activation(filled(Float32Array, 0) as never);
      expectSame(own(activation, runtime)(before, { out: after }), wanted, activation.name);
    }
    expectAllRight(runtime);
  });

  test("a shared one: overlap is found across its buffers, old and new", () => {
    const memory = shared();
    const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
    const x = runtime.alloc(Float32Array, LENGTH).subarray(0, 100).fill(0.5);
    memory.grow(1);
    const again = (elements: number) => new Float32Array(memory.buffer, x.byteOffset + 4 * elements, 100);
    const [activation] = all.map((activation) => own(activation, runtime)) as [AnyActivation];
    expectRefusal(() => activation(x, { out: again(1) }), {
      kind: RangeError,
      code: "HILLOCK_OVERLAP",
      message: `hillock.${activation.name}: out overlaps x in part; pass x itself to work in place, or a separate array`,
    });
    activation(x, { out: again(0) });
  });
});

test("a memory whose buffer its user makes resizable keeps its arrays through growth, where the engine can", () => {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 128 });
  if (!("toResizableBuffer" in memory)) return;
  const runtime = created({ memory, region: { base: PAGE, bytes: MEBI } });
  expectAllRight(runtime);
  const buffer = memory.toResizableBuffer();
  expectAllRight(runtime);
  const array = runtime.alloc(Float32Array, LENGTH);
  buffer.resize(65 * PAGE);
  for (const activation of all) {
    array.set(filled(Float32Array, 0));
    expectSame(own(activation, runtime)(array, { out: array }), activation(filled(Float32Array, 0)), activation.name);
  }
  expectAllRight(runtime);
});

describe("two runtimes side by side", () => {
  test("each has its memory, and refuses the other's arrays", () => {
    const [a, b] = [created(), created()];
    const x = a.alloc(Float32Array, 10);
    const y = b.alloc(Float32Array, 10);
    for (const operation of oneOfEach) {
      const [onA, onB] = [a, b].map((runtime) =>
        operationsOf(own(operation.activation, runtime)).find(({ method }) => method === operation.method),
      );
      const refusal = (name: string) => foreign(operation.path, name);
      operation.inputs.forEach((name, i) => {
        expectRefusal(() => onB?.call(operation.inputs.map((_, k) => (k === i ? x : new Float32Array(10)))), refusal(name));
      });
      operation.outputs.forEach((name, i) => {
        expectRefusal(
          () =>
            onA?.call(
              operation.inputs.map(() => new Float32Array(10)),
              operation.outputs.map((_, k) => (k === i ? y : new Float32Array(10))),
            ),
          refusal(name),
        );
      });
      onA?.call(operation.inputs.map(() => x));
      onB?.call(operation.inputs.map(() => y));
    }
  });

  test("the default one refuses theirs, and they the default's, whoever was first", () => {
    const runtime = created();
    const x = runtime.alloc(Float32Array, 10);
    for (const activation of all) expectRefusal(() => activation(x), foreign(activation.name, "x"));
  });

  test("they share one memory in two regions without meeting", () => {
    const memory = shared();
    const [a, b] = [0, 1].map((i) => created({ memory, region: { base: i * MEBI, bytes: MEBI } })) as [Runtime, Runtime];
    const from = a.alloc(Float32Array, LENGTH);
    const to = b.alloc(Float32Array, LENGTH);
    from.set(filled(Float32Array, 0));
    for (const activation of all) {
      const wanted = activation(filled(Float32Array, 0) as never);
      for (const runtime of [a, b]) {
        to.fill(0);
        own(activation, runtime)(from, { out: to });
        expect(difference(to, wanted)).toBe(-1);
      }
    }
    expectAllRight(a);
    expectAllRight(b);
  });

  test("parameters of one do not reach the other, nor the next call", () => {
    const [a, b] = [created(), created()];
    for (const activation of all)
      for (const [name, { default: value, examples }] of Object.entries(activation.spec.parameters)) {
        const x = filled(Float32Array, 0);
        const wanted = activation(x);
        for (const example of examples) {
          own(activation, a)(x, { [name]: example });
          expectSame(own(activation, b)(x), wanted, activation.name);
          expectSame(own(activation, a)(x), wanted, activation.name);
          expectSame(own(activation, a).with({ [name]: example })(x, { [name]: value }), wanted, activation.name);
        }
      }
  });
});
