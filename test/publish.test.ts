/**
 * The appearance of functions to those who use them: in the console, in stack traces, and to code
 * that would change them.
 */
import { describe, expect, test } from "vitest";
import * as hillock from "../src/index.js";
import { activations, defineActivation, isHillockError } from "../src/index.js";

type Callable = ((...values: unknown[]) => unknown) & Record<string, unknown>;

const cube = defineActivation({
  name: "cube",
  parameters: { scale: 1 },
  value: (x, { scale }) => scale * x ** 3,
  derivative: (x) => 3 * x * x,
});
const { dynamicTanh, prelu, swish, swiglu, softmax, logSumExp } = hillock;

/** Functions with methods, and such as `with` makes of them. */
const functions = {
  ...activations,
  ...Object.fromEntries(Object.entries(hillock).filter(([, value]) => typeof value === "function" && Object.keys(value).length > 0)),
  entmax15Loss: hillock.entmax15Loss,
  sparsemaxLoss: hillock.sparsemaxLoss,
  focalLoss: hillock.focalLoss,
  softmaxCrossEntropy: hillock.softmaxCrossEntropy,
  sigmoidBinaryCrossEntropy: hillock.sigmoidBinaryCrossEntropy,
  cube,
} as unknown as Readonly<Record<string, Callable>>;

const bound: Readonly<Record<string, Callable>> = Object.fromEntries(
  Object.entries({
    cube: cube.with({ scale: 2 }),
    prelu: prelu.with({ alpha: Float32Array.of(0.5) }),
    dynamicTanh: dynamicTanh.with({ gamma: Float32Array.of(0.5) }),
    swish: swish.with({ beta: 2 }),
    swiglu: swiglu.with({ beta: 2 }),
    softmax: softmax.with({ temperature: 2 }),
    logSumExp: logSumExp.with({ temperature: 2 }),
  }).map(([name, f]) => [name, f as unknown as Callable]),
);

test("all that has methods is here", () => {
  expect(Object.keys(functions)).toEqual(expect.arrayContaining([...Object.keys(activations), "dense", "softmax", "swiglu", "logSumExp"]));
});

const stackHere = () => new Error().stack ?? "";
const caller = Object.defineProperty(() => stackHere(), "name", { value: "caller" });
/**
 * Whether stacks have functions that end with a call: not those of JavaScriptCore, which leaves
 * them for it.
 */
const keepsCallers = caller().includes("caller");

describe.each([...Object.entries(functions), ...Object.entries(bound)])("%s", (name, f) => {
  const methods = Object.keys(f);

  test("has its name, and its methods have theirs", () => {
    expect(f.name).toBe(name);
    for (const method of methods) expect((f[method] as Callable).name).toBe(`${name}.${method}`);
  });

  test("lists its methods and nothing else", () => {
    for (const method of methods) expect(typeof f[method]).toBe("function");
    for (const key of Reflect.ownKeys(f)) expect(Object.prototype.propertyIsEnumerable.call(f, key)).toBe(methods.includes(key as string));
    const { spec } = f as unknown as { spec?: object };
    if (name !== "dense") expect(Object.isFrozen(spec)).toBe(true);
  });

  test("cannot be changed", () => {
    expect(Object.isFrozen(f)).toBe(true);
    for (const method of methods) expect(Object.isFrozen(f[method])).toBe(true);
    expect(() => {
      f.added = 1;
    }).toThrow(TypeError);
    expect(() => {
      (f as { name: string }).name = "other";
    }).toThrow(TypeError);
  });

  test("is named where it throws", () => {
    for (const [one, label] of [
      [f, name],
      ...methods.filter((method) => method !== "with").map((method) => [f[method], `${name}.${method}`]),
    ] as [Callable, string][]) {
      let stack = "";
      try {
        one(Symbol("x"), Symbol("y"), Symbol("z"), {});
      } catch (error) {
        expect(isHillockError(error)).toBe(true);
        stack = (error as Error).stack ?? "";
      }
      expect(stack).toContain(label);
      if (!keepsCallers) continue;
      expect(stack.slice(stack.indexOf("\n"))).toMatch(new RegExp(`\\b${label.replace(".", "\\.")}\\b`));
    }
  });
});

test("the namespace of activations cannot be changed", () => {
  expect(() => {
    (activations as Record<string, unknown>).gelu = undefined;
  }).toThrow(TypeError);
});
