/**
 * The dense layer as its tests see it: sizes, arrays of the right lengths, and the exact products.
 */
import type { Floats } from "./activations.js";
import { type Constructor, randomizer } from "./arrays.js";

export const layouts = ["inputsOutputs", "outputsInputs"] as const;
export type Layout = (typeof layouts)[number];

export interface Sizes {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly weightsLayout: Layout;
}

/** Any call of the layer, as tests make them. */
export type AnyDense = ((...values: unknown[]) => Floats) & {
  backward(...values: unknown[]): { x: Floats; weights: Floats; bias: Floats };
};

/** Lengths of the arrays of a layer. */
export const lengthsOf = ({ batch, inputs, outputs }: Sizes) => ({
  x: batch * inputs,
  weights: inputs * outputs,
  bias: outputs,
  y: batch * outputs,
});

export interface Arrays {
  readonly x: Floats;
  readonly weights: Floats;
  readonly bias: Floats;
  readonly dy: Floats;
}

/** Arrays of a layer, with the numbers that `next` gives. */
export function arraysOf(sizes: Sizes, type: Constructor, next: () => number): Arrays {
  const make = (length: number) => type.from({ length }, next);
  const { x, weights, bias, y } = lengthsOf(sizes);
  return { x: make(x), weights: make(weights), bias: make(bias), dy: make(y) };
}

/** Reproducible numbers of both signs. */
export function signed(seed: number, size = 1): () => number {
  const random = randomizer(seed);
  return () => (random() * 2 - 1) * size;
}

/**
 * Whole numbers from -8 to 8: products and sums of up to 2^18 of them are exact in either type, in
 * any order.
 */
export function whole(seed: number): () => number {
  const random = randomizer(seed);
  return () => Math.floor(random() * 17) - 8;
}

/** The index of weight (i, o). */
export const weightAt = ({ inputs, outputs, weightsLayout }: Sizes, i: number, o: number): number =>
  weightsLayout === "inputsOutputs" ? i * outputs + o : o * inputs + i;

type Factors = readonly (readonly [number, number])[];

/**
 * A result by its definition: where element (i, j) of m times n lies, and the factors whose
 * products add up to it.
 */
export interface Definition {
  readonly m: number;
  readonly n: number;
  at(i: number, j: number): number;
  factors(i: number, j: number): Factors;
}

/** The results of a layer by definition. Without a bias, z has no term for it. */
export function definitionsOf(sizes: Sizes, { x, weights, bias, dy: dz }: Omit<Arrays, "bias"> & { bias: Floats | null }) {
  const { batch, inputs, outputs } = sizes;
  const w = (i: number, o: number) => weights[weightAt(sizes, i, o)];
  const list = (length: number, pair: (i: number) => [number, number]): Factors => Array.from({ length }, (_, i) => pair(i));
  return {
    z: {
      m: batch,
      n: outputs,
      at: (r, o) => r * outputs + o,
      factors: (r, o) => [...list(inputs, (i) => [x[r * inputs + i], w(i, o)]), ...(bias ? [[1, bias[o]] as const] : [])],
    },
    x: { m: batch, n: inputs, at: (r, i) => r * inputs + i, factors: (r, i) => list(outputs, (o) => [dz[r * outputs + o], w(i, o)]) },
    weights: {
      m: inputs,
      n: outputs,
      at: (i, o) => weightAt(sizes, i, o),
      factors: (i, o) => list(batch, (r) => [x[r * inputs + i], dz[r * outputs + o]]),
    },
    bias: { m: 1, n: outputs, at: (_, o) => o, factors: (_, o) => list(batch, (r) => [1, dz[r * outputs + o]]) },
  } satisfies Record<string, Definition>;
}

/** A result computed by its definition in f64: exact where all that happens in it is. */
export function evaluate({ m, n, at, factors }: Definition, type: Constructor): Floats {
  const result = new type(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) result[at(i, j)] = factors(i, j).reduce((sum, [a, b]) => sum + a * b, 0);
  return result;
}
