/**
 * The result of a scope may not hold what the scope frees: results of hillock with its arrays in
 * them, however deep.
 */
import { describe, expect, test } from "vitest";
import {
  alloc,
  dense,
  free,
  info,
  type Scope,
  scope,
  sigmoidBinaryCrossEntropy,
  softmaxCrossEntropy,
  swiglu,
  swish,
} from "../src/index.js";
import { operations } from "./support/activations.js";
import { expectRefusal } from "./support/errors.js";

const refused = (run: (s: Scope) => unknown, path: string) => {
  expectRefusal(() => scope(run), {
    kind: RangeError,
    code: "HILLOCK_MEMORY",
    message: `hillock.scope: run returned an array of its own scope${path && ` in its result, as result${path}`}, which is freed now; return a copy`,
  });
  expect(info().memory.arrays).toBe(0);
};
const x = Float32Array.of(-1, 0.5, 2, 3);

describe("a result object of hillock's is refused, with the name of what is freed", () => {
  const several = operations.filter(({ outputs }) => outputs.length > 1);
  test.each(several.map((operation) => [operation.path, operation] as const))("%s", (_, operation) => {
    const inputs = operation.inputs.map(() => x);
    operation.outputs.forEach((name, i) => {
      refused(
        (s) => {
          const out = operation.outputs.map((_, k) => (k === i ? s.alloc(Float32Array, 4) : new Float32Array(4)));
          const names = operation.outputs.map((one) => one.replace("out.", ""));
          return operation.raw(...inputs, { out: Object.fromEntries(names.map((one, k) => [one, out[k]])) });
        },
        name.replace("out", ""),
      );
    });
  });

  const layer = { inputs: 2, outputs: 2 };
  const cases: Readonly<Record<string, readonly [path: string, run: (s: Scope) => unknown]>> = {
    "sigmoidBinaryCrossEntropy, loss": [
      ".loss",
      (s) => sigmoidBinaryCrossEntropy(x, Float32Array.of(0, 1, 1, 0), { out: { loss: s.alloc(Float32Array, 4) } }),
    ],
    "softmaxCrossEntropy, gradient": [
      ".gradient",
      (s) => softmaxCrossEntropy(x, Uint8Array.of(0, 1), { shape: [2, 2], out: { gradient: s.alloc(Float32Array, 4) } }),
    ],
    "swiglu.backward": [".gate", (s) => swiglu.backward(x, x, x, { out: { value: new Float32Array(4), gate: s.alloc(Float32Array, 4) } })],
    "dense.backward": [
      ".weights",
      (s) => dense.backward(x, x, x, { ...layer, out: { weights: s.alloc(Float32Array, 4), bias: new Float32Array(2) } }),
    ],
    "dense, in a step of training": [
      ".step.gradients[1].bias",
      (s) => ({ step: { gradients: [null, dense.backward(x, x, x, { ...layer, out: { bias: s.alloc(Float32Array, 2) } })] } }),
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [path, run]) => {
    refused(run, path);
  });

  test("one without the scope's arrays is returned as it is", () => {
    const result = scope((s) => swish.parameterGradients(s.alloc(Float32Array, 4), x));
    expect(result.beta).toBe(0);
    expect(scope((s) => sigmoidBinaryCrossEntropy(s.alloc(Float32Array, 4), new Float32Array(4))).gradient).toHaveLength(4);
  });
});

describe("it is found wherever results are kept", () => {
  const holders: readonly (readonly [string, (array: Float32Array) => unknown])[] = [
    ["[2]", (array) => [1, "two", array]],
    ["[0].a[1]", (array) => [{ a: [0, array] }]],
    ['["two words"]', (array) => ({ "two words": array })],
    ["[Symbol(key)]", (array) => ({ [Symbol("key")]: array })],
    [".hidden", (array) => Object.defineProperty({}, "hidden", { value: array })],
    [".gewicht.größe", (array) => Object.assign(Object.create(null), { gewicht: { größe: array } })],
    ['.get("w")', (array) => new Map([["w", array]])],
    [".get(…).x", (array) => new Map([[{}, { x: array }]])],
    [".keys()", (array) => new Map([[array, 1]])],
    [".values()[0]", (array) => new Set([[array]])],
    ["", (array) => array.subarray(1, 2)],
    [".part", (array) => ({ part: array.subarray(4) })],
    [".bytes", (array) => ({ bytes: new Uint8Array(array.buffer, array.byteOffset + 3, 1) })],
    [".doubles", (array) => ({ doubles: new Float64Array(array.buffer, array.byteOffset, 1) })],
    [".all", (array) => ({ all: new BigInt64Array(array.buffer) })],
    [".view", (array) => ({ view: new DataView(array.buffer, array.byteOffset, 2) })],
    [".deep.again.array", (array) => cyclic(array)],
  ];
  test.each(holders)("result%s", (path, hold) => refused((s) => hold(s.alloc(Float32Array, 4)), path));

  test("freed early, it is as lost", () => {
    refused((s) => {
      const array = s.alloc(Float32Array, 4);
      free(array);
      return { array };
    }, ".array");
  });

  test("behind very many and very deep ones", () => {
    refused((s) => ({ rows: Array.from({ length: 300_000 }, (_, i) => ({ i })), last: s.alloc(Float32Array, 1) }), ".last");
    refused(
      (s) => {
        let list: object = { array: s.alloc(Float32Array, 1) };
        for (let i = 0; i < 20_000; i++) list = { next: list };
        return list;
      },
      `${".next".repeat(20_000)}.array`,
    );
  });
});

describe("what is not the scope's comes back", () => {
  test("arrays from outside, beside it in memory, and copies", () => {
    const outside = alloc(Float32Array, 4);
    const result = scope((s) => {
      const own = s.alloc(Float32Array, 4);
      const after = alloc(Float32Array, 4);
      return { outside, copy: own.slice(), after, empty: outside.subarray(4), own: own.length, buffer: own.buffer };
    });
    expect([result.copy, result.own]).toEqual([new Float32Array(4), 4]);
    free(outside);
    free(result.after);
    expect(info().memory.arrays).toBe(0);
  });

  test("getters are not called, proxies and odd objects do no harm", () => {
    const calls: string[] = [];
    const trap = (name: string) => () => {
      calls.push(name);
      throw new Error(name);
    };
    const revoked = Proxy.revocable([1], {});
    revoked.revoke();
    const odd = {
      get gradient(): unknown {
        calls.push("getter");
        return 0;
      },
      throwing: new Proxy({}, { ownKeys: trap("ownKeys"), get: trap("get"), getOwnPropertyDescriptor: trap("descriptor") }),
      revoked: revoked.proxy,
      array: Object.defineProperty([1], 0, { get: () => calls.push("index") }),
      sparse: Object.assign([], { 4294967293: 1 }),
      proxied: new Proxy(new Float32Array(3), {}),
      fake: Object.create(Map.prototype),
      claims: Object.create(Float32Array.prototype),
      detached: detachedView(),
      f: () => 0,
      date: new Date(),
    };
    const result = scope((s) => {
      s.alloc(Float32Array, 1);
      return odd;
    });
    expect(result).toBe(odd);
    expect(calls.filter((name) => name === "getter" || name === "index" || name === "get")).toEqual([]);
  });

  test("a result that refuses to be asked for then", () => {
    const proxy = new Proxy({}, { get: () => expect.fail("asked") });
    expect(
      scope((s) => {
        s.alloc(Float32Array, 1);
        return proxy;
      }),
    ).toBe(proxy);
  });

  test("an instance of a class is not looked into", () => {
    class Model {
      constructor(readonly x: Float32Array) {}
    }
    expect(scope((s) => new Model(s.alloc(Float32Array, 1)))).toBeInstanceOf(Model);
  });
});

function cyclic(array: Float32Array): unknown {
  const result: Record<string, unknown> = { list: [] };
  (result.list as unknown[]).push(result, result.list);
  result.deep = { up: result, again: { array } };
  return result;
}

function detachedView(): Float32Array {
  const view = new Float32Array(4);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}
