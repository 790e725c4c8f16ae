/** The row-wise functions as the runners see them: without their particular types. */
import { inject } from "vitest";
import * as fast from "../../src/fast.js";
import { logSoftmax, logSumExp, softmax } from "../../src/rowwise/index.js";
import type { Floats, Options } from "./activations.js";
import { type Constructor, types } from "./arrays.js";

export type RowFunction = ((x: Floats, options?: Options) => Floats) & {
  backwardFromOutput(dy: Floats, y: Floats, options?: Options): Floats;
  backward(dy: Floats, x: Floats, options?: Options): Floats;
  with(options: Options): RowFunction;
};

export interface Engine {
  engine: string;
  type: Constructor;
  softmax: RowFunction;
  logSoftmax: RowFunction;
  logSumExp: RowFunction;
  bounds: "float32" | "float64" | "fast";
}

export const [Float32, Float64] = types as readonly [Constructor, Constructor];

type Functions = Pick<Engine, "softmax" | "logSoftmax" | "logSumExp">;
const faithful = { softmax, logSoftmax, logSumExp } as unknown as Functions;
const { softmax: fastSoftmax, logSoftmax: fastLogSoftmax, logSumExp: fastLogSumExp } = fast as unknown as Functions;

/**
 * The functions that compute: the default for either type, and hillock/fast, which differs only
 * where there are kernels.
 */
export const engines: readonly Engine[] = [
  { engine: "float32", type: Float32, ...faithful, bounds: "float32" },
  { engine: "float64", type: Float64, ...faithful, bounds: "float64" },
  ...(inject("backend") === "js"
    ? []
    : [
        {
          engine: "fast",
          type: Float32,
          softmax: fastSoftmax,
          logSoftmax: fastLogSoftmax,
          logSumExp: fastLogSumExp,
          bounds: "fast" as const,
        },
      ]),
];

export const product = (dimensions: readonly number[]): number => dimensions.reduce((before, dimension) => before * dimension, 1);

/** The indices of the elements of each row of an array, rows in the order of a reduced array. */
export function rowsOf(shape: readonly number[], axis: number): number[][] {
  const n = shape.at(axis) as number;
  const at = axis < 0 ? axis + shape.length : axis;
  const inner = product(shape.slice(at + 1));
  return Array.from({ length: product(shape.slice(0, at)) * inner }, (_, row) =>
    Array.from({ length: n }, (_, i) => (Math.floor(row / inner) * n + i) * inner + (row % inner)),
  );
}

/** For each element of an array its index in another whose shape is broadcast to that of the array, as NumPy does. */
export function broadcastIndices(shape: readonly number[], given: readonly number[]): number[] {
  const padded = [...shape.slice(given.length).map(() => 1), ...given];
  return Array.from({ length: product(shape) }, (_, i) => {
    let at = 0;
    let distance = 1;
    for (let d = shape.length - 1, rest = i; d >= 0; d--) {
      const size = shape[d] as number;
      if (padded[d] !== 1) at += (rest % size) * distance;
      distance *= padded[d] as number;
      rest = Math.floor(rest / size);
    }
    return at;
  });
}

/** The shapes with 1 in the place of any dimensions, each once. */
export function broadcastShapes(shape: readonly number[]): number[][] {
  const all = Array.from({ length: 2 ** shape.length }, (_, set) => shape.map((dimension, i) => ((set >> i) & 1 ? 1 : dimension)));
  return [...new Map(all.map((one) => [one.join(), one])).values()];
}

/** The elements at these indices, as an array of their own. */
export function pick(array: Floats, indices: readonly number[], type: Constructor): Floats {
  return type.from(indices.map((index) => array[index] as number));
}
