/** The calls of a layer in one shape, for tests of what they refuse. */
import { expect } from "vitest";
import { type HillockErrorCode, dense as publicDense, sigmoid } from "../../src/index.js";
import type { Floats } from "./activations.js";
import type { Constructor } from "./arrays.js";
import { expectRefusal, type Refusal } from "./errors.js";
import { type AnyDense, lengthsOf, type Sizes } from "./layer.js";

const dense = publicDense as unknown as AnyDense;
export const sizes: Sizes = { batch: 2, inputs: 3, outputs: 5, weightsLayout: "inputsOutputs" };
export const lengths = lengthsOf(sizes);

export type Given = Record<string, unknown>;

/**
 * The two functions in one shape: their arguments by name, and all that a call of them can be
 * given.
 */
export interface Subject {
  readonly where: string;
  /** The arguments, in order, and the arrays among the options. */
  readonly arguments: readonly string[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly lengths: Readonly<Record<string, readonly [number, string]>>;
  /**
   * Calls it: `given` has its arguments, its options, and its outputs by their names in messages.
   */
  call(given: Given): unknown;
}

const matrices = {
  y: [lengths.y, "batch * outputs = 2 * 5 = 10"],
  x: [lengths.x, "batch * inputs = 2 * 3 = 6"],
  weights: [lengths.weights, "inputs * outputs = 3 * 5 = 15"],
  bias: [lengths.bias, "outputs = 5"],
} as const;

export const forward: Subject = {
  where: "dense",
  arguments: ["x", "weights", "bias"],
  inputs: ["x", "weights", "bias"],
  outputs: ["preactivation", "out"],
  lengths: { x: matrices.x, weights: matrices.weights, bias: matrices.bias, preactivation: matrices.y, out: matrices.y },
  call: ({ x, weights, bias, ...options }) => dense(x, weights, bias, options),
};

export const backward: Subject = {
  where: "dense.backward",
  arguments: ["dy", "x", "weights"],
  inputs: ["dy", "x", "weights", "preactivation", "output"],
  outputs: ["out.x", "out.weights", "out.bias"],
  lengths: {
    dy: matrices.y,
    x: matrices.x,
    weights: matrices.weights,
    preactivation: matrices.y,
    output: matrices.y,
    "out.x": matrices.x,
    "out.weights": matrices.weights,
    "out.bias": matrices.bias,
  },
  call({ dy, x, weights, "out.x": dx, "out.weights": dw, "out.bias": db, ...options }) {
    return dense.backward(dy, x, weights, { out: { x: dx, weights: dw, bias: db }, ...options });
  },
};

/** Everything that a call can be given, right. */
export function all(subject: Subject, type: Constructor): Given {
  const arrays = Object.entries(subject.lengths).map(([name, [length]]) => [name, new type(length).fill(0.25)]);
  return { ...Object.fromEntries(arrays), ...sizes, activation: sigmoid };
}

/** Demands that a call is refused, and that all arrays it was given stay as they were. */
export function refuses(subject: Subject, given: Given, refusal: Refusal): void {
  const arrays = Object.values(given).filter((value) => ArrayBuffer.isView(value) && !(value instanceof DataView)) as Floats[];
  const before = arrays.map((array) => array.slice());
  expectRefusal(() => subject.call(given), refusal);
  expect(arrays).toEqual(before);
}

export const says =
  (subject: Subject) =>
  (kind: ErrorConstructor, code: HillockErrorCode, message: string): Refusal => ({
    kind,
    code,
    message: `hillock.${subject.where}: ${message}`,
  });
