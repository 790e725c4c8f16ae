import { instance, Lanes } from "../lanes";
import { Entries } from "./parts/entries";
import { FastTerms } from "./parts/fast";
import { Float32Terms } from "./parts/float32";
import { Float64Terms } from "./parts/float64";
import { Gradient, weightedSum, writeGradients } from "./parts/gradients";
import { copyTail, MASKS, nextTile, prepare, RESULTS, TILE } from "./parts/passes";
import { RECORD_BYTES } from "./parts/rows";
import { prepareMask } from "./parts/survey";
import { Terms } from "./parts/terms";

export { Masked, Unmasked } from "./parts/entries";
export { backwardPeak } from "./parts/gradients";
export { summarise } from "./parts/rows";
export { transpose } from "./parts/transpose";

export type Float32 = Float32Terms;
export type Float64 = Float64Terms;
export type Fast = FastTerms;

/** Terms as they are, not in units: a factor may be so small that it has no room for them. */
function inOnes<K extends Terms, T extends number>(terms: v128): v128 {
  const k = instance<K>();
  if (k.vectors * sizeof<T>() === 8) return f64x2.mul(terms, f64x2.splat(1 / k.unit));
  return f32x4.mul(terms, f32x4.splat(<f32>(1 / k.unit)));
}

/**
 * Writes terms times a factor, from records whose second number that is. x and y may be one array.
 */
export function finish<K extends Terms, S extends Entries<K>, T extends number>(
  x: usize,
  mask: usize,
  y: usize,
  records: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  const k = instance<K>();
  const s = instance<S>();
  const size = n * sizeof<T>();
  const end = size & ~(TILE - 1);
  for (; rows > 0; rows--) {
    const entry = v128.load64_splat(records);
    const added = v128.load64_splat(records, 24);
    const m = s.centre(entry, added);
    const mLow = s.centreLow(entry, added);
    const number = v128.load64_splat(records, 8);
    const factor = k.broadcast(number);
    const error = k.broadcastError(number);
    prepare<T>(x, end, size, -Infinity, c);
    if (s.masked) prepareMask<T>(mask, end, size, c);
    let from = end ? x : c;
    let maskFrom = end ? mask : c + MASKS;
    let to = end ? y : c + RESULTS;
    for (let left = size; ; left -= TILE) {
      const x0 = v128.load(from);
      const x1 = v128.load(from, 16);
      const a0 = s.added(maskFrom, x0);
      const a1 = s.added(maskFrom + 16, x1);
      const p0 = inOnes<K, T>(s.expLow(x0, a0, m, mLow));
      const p1 = inOnes<K, T>(s.expLow(x1, a1, m, mLow));
      let q0 = p0;
      let q1 = p1;
      if (k.vectors === 2) {
        q0 = inOnes<K, T>(s.expHigh(x0, a0, m, mLow));
        q1 = inOnes<K, T>(s.expHigh(x1, a1, m, mLow));
      }
      v128.store(to, k.product(p0, q0, factor, error));
      v128.store(to, k.product(p1, q1, factor, error), 16);
      if (left <= TILE) break;
      from = nextTile(from, TILE, x + end, c);
      if (s.masked) maskFrom = nextTile(maskFrom, TILE, mask + end, c + MASKS);
      to = nextTile(to, TILE, y + end, c + RESULTS);
    }
    copyTail<T>(y + end, c + RESULTS, size - end);
    x += size;
    mask += size;
    y += size;
    records += RECORD_BYTES;
  }
}

/** y (dy - sum) / temperature: y comes last, as it may be the smallest. */
class QuietSoftmaxGradient extends Gradient {
  at(dy: v128, y: v128, sum: v128, unused: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.mul(y, op.mul(op.sub(dy, sum), op.parameter(3)));
  }
}

/** Gradients of rows from their results. */
export function backwardFromOutput<T extends number>(dy: usize, y: usize, dx: usize, rows: usize, n: usize, c: usize): void {
  for (; rows > 0; rows--) {
    backwardPiece<T>(dy, y, dx, backwardSum<T>(dy, y, n, c), n, c);
    dy += n * sizeof<T>();
    y += n * sizeof<T>();
    dx += n * sizeof<T>();
  }
}

/** Adds up dy y for a piece of a row. */
export function backwardSum<T extends number>(dy: usize, y: usize, n: usize, c: usize): f64 {
  return weightedSum<T>(dy, y, 0, n * sizeof<T>());
}

/** The gradients of a piece. */
export function backwardPiece<T extends number>(dy: usize, y: usize, dx: usize, sum: f64, n: usize, c: usize): void {
  writeGradients<QuietSoftmaxGradient, T>(dy, y, dx, sum, 0, n * sizeof<T>(), c);
}
