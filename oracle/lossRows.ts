/**
 * The rows of a call of a loss with labels or distributions, read off the arguments as PyTorch's
 * cross_entropy reads them.
 */
import type { Row } from "./losses.js";

/**
 * A call. The classes are along the middle axis of [outer, classes, inner]; `targets` are labels or
 * distributions.
 */
export interface Problem {
  readonly x: ArrayLike<number>;
  readonly shape: readonly [outer: number, classes: number, inner: number];
  readonly labels?: ArrayLike<number | bigint> | undefined;
  readonly distributions?: ArrayLike<number> | undefined;
  readonly weights?: ArrayLike<number> | undefined;
  readonly smoothing?: number | undefined;
  readonly temperature?: number | undefined;
  readonly ignoreIndex?: number | bigint | undefined;
}

/** A row: where its classes are in x; what there is to judge, unless it is ignored. */
export interface PlacedRow {
  readonly at: readonly number[];
  readonly row: Row | undefined;
}

/** The rows of a call, in the order of its losses. */
export function rowsOf(problem: Problem): PlacedRow[] {
  const { x, shape, labels, distributions, weights, smoothing = 0, temperature = 1 } = problem;
  const [outer, classes, inner] = shape;
  const all = Array.from({ length: outer * inner }, (_, row) => row);
  const label = (row: number): number => Number(labels?.[row]);
  const counts = (row: number): boolean => !labels || problem.ignoreIndex === undefined || label(row) !== Number(problem.ignoreIndex);
  const heeded = all.filter(counts);
  const weightOf = (j: number): number => (weights ? (weights[j] as number) : 1);
  const divisors = labels ? heeded.map((row) => weightOf(label(row))) : [outer * inner];
  return all.map((row) => {
    const first = Math.floor(row / inner) * classes * inner + (row % inner);
    const at = Array.from({ length: classes }, (_, j) => first + j * inner);
    if (!counts(row)) return { at, row: undefined };
    const targets = at.map((position, j) => (distributions ? (distributions[position] as number) : Number(label(row) === j)));
    const logits = at.map((position) => x[position] as number);
    return { at, row: { x: logits, targets, weights: at.map((_, j) => weightOf(j)), smoothing, temperature, divisors } };
  });
}
