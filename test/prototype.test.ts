/**
 * Properties that other code put on `Object.prototype` were not given to hillock: they are no
 * options, no flags and no results.
 */
import { describe, expect, inject, test } from "vitest";
import { dense, gelu, leakyRelu, softmax } from "../src/index.js";
import { createRuntime } from "../src/runtime/runtime.js";
import { calls, mover } from "./support/calls.js";
import { expectRefusal } from "./support/errors.js";
import { sample } from "./support/sample.js";

const backend = inject("backend");

/**
 * Names that libraries have put there, those of hillock's options, and those that its own objects
 * may do without.
 */
const pollution: Readonly<Record<string, unknown>> = {
  extend: () => 0,
  // options
  ...{ alpha: 7, beta: 7, negativeSlope: 7, out: new Float32Array(3), gate: 7, shape: [1], axis: 0, slopeShape: [1] },
  ...{ channelAxis: 0, layout: "valueFirst", temperature: 3, mask: Uint8Array.of(0), causal: true, emptyRow: 5, smoothing: 0.5 },
  ...{ classWeights: new Float32Array(1), loss: 7, gradient: 7, positiveWeight: 9, activation: gelu, batch: 1, bias: null },
  ...{ weightsLayout: "outputsInputs", preactivation: 7, accumulate: true, x: 7, weights: 7, region: {}, modules: {}, backend: "js" },
  // of hillock's own objects
  ...{
    // biome-ignore lint/suspicious/noThenProperty: it is what other code has put there
    then: () => 0,
    array: 7,
    output: true,
    inPlace: ["x"],
    lengthReason: "7",
    simd: () => new Uint8Array(8),
    workspaceBytes: 4,
    onRefused: () => 0,
    refusal: "none",
  },
  ...{ minimum: 5, maximum: 0.001, exclusiveMinimum: true, minimumFromOutput: 9, parameters: {}, secondDerivative: () => 0 },
  ...{ derivativeFromOutput: () => 0, backwardFromOutput: () => 0, parameterGradients: () => 0, fromHex: () => 0, defaultAxis: 0 },
  ...{ transposedA: true, transposedB: true, axisName: "7", of: "7" },
};

/**
 * Runs `call` while `Object.prototype` has a property; nothing else may run then, `expect`
 * included.
 */
function polluted<T>(name: string, property: PropertyDescriptor, call: () => T): T {
  Object.defineProperty(Object.prototype, name, { configurable: true, ...property });
  try {
    return call();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}

/** Options of another realm, on whose own Object.prototype something stands. */
async function foreignOptions(values: object, name: string): Promise<object> {
  if (typeof document !== "undefined") {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const { Object: Foreign } = frame.contentWindow as unknown as { Object: typeof Object };
    Object.assign(Foreign.prototype, { [name]: 7 });
    return Foreign.assign(new Foreign(), values);
  }
  const node = "node:vm";
  const { runInNewContext } = await import(/* @vite-ignore */ node);
  return Object.assign(runInNewContext(`Object.prototype.${name} = 7; ({})`), values);
}

/**
 * Kernels that are there already; these names are asked for where a kernel or the memory is made.
 */
const existing = createRuntime({ backend });
const making = ["extend", "simd", "workspaceBytes", "onRefused", "fromHex", "maximum"];

const wanted = calls.map(({ label, run }) => ({ label, run, result: run(mover(existing)) }));
const tried = sample(Object.keys(pollution).flatMap((name) => wanted.map((call) => ({ name, ...call }))));

describe.each(Object.entries(pollution))("%s on Object.prototype", (name, value) => {
  test("changes no result", () => {
    const runtime = making.includes(name) ? createRuntime({ backend }) : existing;
    tried
      .filter((call) => call.name === name)
      .forEach(({ label, run, result }, i) => {
        const enumerable = i % 3 > 0;
        const found = polluted(name, { value, enumerable, writable: true }, () => run(mover(runtime)));
        expect(found, label).toEqual(result);
      });
  });
});

describe("options that inherit", () => {
  const x = Float32Array.of(-1, 2);
  class Options {
    readonly out = new Float32Array(2);
    get negativeSlope(): number {
      return 0.5;
    }
  }

  test("are read as far as their class and its prototype go", () => {
    expect([...leakyRelu(x, new Options())]).toEqual([-0.5, 2]);
    expect([...leakyRelu(x, Object.create({ negativeSlope: 0.25 }))]).toEqual([-0.25, 2]);
    expect([...leakyRelu(x, Object.create(Object.assign(Object.create(null), { negativeSlope: 0.75 })))]).toEqual([-0.75, 2]);
    expect([...leakyRelu(x, Object.assign(Object.create(null), { negativeSlope: 0.75 }))]).toEqual([-0.75, 2]);
    expect([...leakyRelu(x, new (class extends Options {})())]).toEqual([-0.5, 2]);
    const layer = Object.create({ inputs: 2, outputs: 1 });
    expect([...dense(x, x, null, layer)]).toEqual([5]);
    const pollute = { value: 7, enumerable: true, writable: true };
    const results = polluted("negativeSlope", pollute, () => [
      leakyRelu(x, new Options()),
      leakyRelu(x, Object.create({ out: undefined })),
    ]);
    expect(results.map((array) => [...array])).toEqual([
      [-0.5, 2],
      [Math.fround(-0.01), 2],
    ]);
  });

  test("have each getter called once", () => {
    let reads = 0;
    class Counting {
      get temperature(): number {
        reads++;
        return 2;
      }
    }
    softmax(x, new Counting());
    expect(reads).toBe(1);
    polluted("temperature", { value: 7, writable: true }, () => softmax(x, new Counting()));
    expect(reads).toBe(2);
  });

  test("have no getter of Object.prototype called", () => {
    const get = (): never => {
      throw new Error("asked");
    };
    const results = polluted("negativeSlope", { get, enumerable: true }, () => [leakyRelu(x, {}), leakyRelu(x, { negativeSlope: 0.5 })]);
    expect(results.map((array) => [...array])).toEqual([
      [Math.fround(-0.01), 2],
      [-0.5, 2],
    ]);
  });

  test("of another realm have an Object.prototype too", async () => {
    expect([...leakyRelu(x, await foreignOptions({}, "negativeSlope"))]).toEqual([Math.fround(-0.01), 2]);
    expect([...leakyRelu(x, await foreignOptions({ negativeSlope: 0.5 }, "extend"))]).toEqual([-0.5, 2]);
  });

  test("that are none stay none", () => {
    for (const options of [new Map(), new Date()])
      expectRefusal(() => polluted("out", { value: undefined, enumerable: true, writable: true }, () => gelu(x, options as never)), {
        kind: TypeError,
        code: "HILLOCK_OPTION",
        message: /^hillock\.gelu: options is a (Map|Date), expected an object$/,
      });
  });

  test("and have names that are unknown are refused, wherever these stand", () => {
    const message = 'hillock.gelu: unknown option "slope", expected one of out';
    for (const options of [{ slope: 1 }, Object.create({ slope: 1 }), Object.assign(Object.create(null), { slope: 1 })])
      expectRefusal(() => gelu(x, options), { kind: TypeError, code: "HILLOCK_OPTION", message });
  });
});
