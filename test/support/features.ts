/** The functions of features as the runners see them: every method in one shape. */
import { featureSpecification } from "../../oracle/features.js";
import * as features from "../../src/features/index.js";
import type { FeatureSpecification } from "../../src/functions/features/types.js";
import type { Floats, Options } from "./activations.js";

export type FeatureFunction = ((x: Floats, options?: Options) => Floats) & {
  readonly name: string;
  readonly spec: FeatureSpecification;
  backward(dy: Floats, x: Floats, options?: Options): Floats;
  with(options: Options): FeatureFunction;
};

export const allFeatures = Object.values(features) as unknown as readonly FeatureFunction[];

/** One way to call a function, arrays in, arrays out. */
export interface FeatureOperation {
  /** The path in error messages. */
  readonly path: string;
  /** The names of the arrays that it reads, of which x is the last. */
  readonly names: readonly string[];
  run(f: FeatureFunction, inputs: readonly Floats[], options?: Options): Floats;
}

export const operationsOf = ({ name }: FeatureFunction): readonly FeatureOperation[] => [
  { path: name, names: ["x"], run: (f, [x], options) => f(x as Floats, options) },
  { path: `${name}.backward`, names: ["dy", "x"], run: (f, [dy, x], options) => f.backward(dy as Floats, x as Floats, options) },
];

/** How many features become how many. */
export interface Sizes {
  /** Elements of x, of y, in each group. */
  readonly x: number;
  readonly y: number;
}

/** The sizes of a group: k features become one, or one two. */
export function sizesOf(f: FeatureFunction, k: number): Sizes {
  return featureSpecification[f.name]?.several === "x" ? { x: k, y: 1 } : { x: 1, y: 2 };
}

/** The indices of the elements of x and y that belong together, group by group. */
export function groupsOf(
  f: FeatureFunction,
  shape: readonly number[],
  axis: number,
  k: number,
): { readonly x: number[]; readonly y: number[] }[] {
  const product = (dimensions: readonly number[]) => dimensions.reduce((a, b) => a * b, 1);
  const at = axis < 0 ? axis + shape.length : axis;
  const n = shape[at] as number;
  const inner = product(shape.slice(at + 1));
  const { x } = sizesOf(f, k);
  // Neighbours along the axis become one; one becomes two that lie as many apart as there are.
  const indices = (row: number, length: number, i: number) => (Math.floor(row / inner) * length + i) * inner + (row % inner);
  return Array.from({ length: product(shape.slice(0, at)) * inner }, (_, row) =>
    Array.from({ length: n / x }, (_, j) =>
      x > 1
        ? { x: Array.from({ length: k }, (_, i) => indices(row, n, j * k + i)), y: [indices(row, n / k, j)] }
        : { x: [indices(row, n, j)], y: [indices(row, 2 * n, j), indices(row, 2 * n, n + j)] },
    ),
  ).flat();
}
