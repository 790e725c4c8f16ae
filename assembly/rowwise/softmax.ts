import { instance, Lanes } from "../lanes";
import { Entries } from "./parts/entries";
import { FastQuotients } from "./parts/fastQuotients";
import { Float32Terms } from "./parts/float32";
import { Float64Terms } from "./parts/float64";
import { Gradient, peak, weightedSum, writeGradients } from "./parts/gradients";
import { quotients } from "./parts/rows";
import { Terms } from "./parts/terms";

export { Masked, Unmasked } from "./parts/entries";
export { backwardPeak } from "./parts/gradients";
export { negate } from "./parts/negate";
export { transpose } from "./parts/transpose";

export type Float32 = Float32Terms;
export type Float64 = Float64Terms;
export type Fast = FastQuotients;

/** Rows that fit the scratch, at e, or a part of the work on one. */
export function value<K extends Terms, S extends Entries<K>, T extends number>(
  x: usize,
  mask: usize,
  y: usize,
  e: usize,
  rows: usize,
  n: usize,
  part: usize,
  c: usize,
): usize {
  return quotients<K, S, T>(0, x, mask, y, e, rows, n, part, c);
}

/** y ((dy - pivot) - sum) / temperature: y comes last, as it may be the smallest. */
class SoftmaxGradient extends Gradient {
  at(dy: v128, y: v128, pivot: v128, sum: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.mul(y, op.mul(op.sub(op.sub(dy, pivot), sum), op.parameter(3)));
  }
}

/**
 * Gradients of rows from their results. The gradient of the largest result is taken from all: as
 * the results add up to 1, it makes no difference but that small gradients beside a large one keep
 * their digits.
 */
export function backwardFromOutput<T extends number>(dy: usize, y: usize, dx: usize, rows: usize, n: usize, c: usize): void {
  const size = n * sizeof<T>();
  for (; rows > 0; rows--) {
    const at = peak<T>(y, size);
    const pivot = at < size ? <f64>load<T>(dy + at) : 0;
    writeGradients<SoftmaxGradient, T>(dy, y, dx, pivot, weightedSum<T>(dy, y, pivot, size), size, c);
    dy += size;
    y += size;
    dx += size;
  }
}

/** Adds up (dy - pivot) y for a piece of a row. */
export function backwardSum<T extends number>(dy: usize, y: usize, pivot: f64, n: usize, c: usize): f64 {
  return weightedSum<T>(dy, y, pivot, n * sizeof<T>());
}

/** The gradients of a piece. */
export function backwardPiece<T extends number>(dy: usize, y: usize, dx: usize, pivot: f64, sum: f64, n: usize, c: usize): void {
  writeGradients<SoftmaxGradient, T>(dy, y, dx, pivot, sum, n * sizeof<T>(), c);
}
