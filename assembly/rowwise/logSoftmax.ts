import { instance, Lanes } from "../lanes";
import { Compensated } from "../math/compensated";
import { Float32Exponential } from "../math/float32Exponential";
import { Entries } from "./parts/entries";
import { FastTerms } from "./parts/fast";
import { Float32Terms } from "./parts/float32";
import { Float64Terms } from "./parts/float64";
import { Gradient, peak, sumWithout, writeGradients } from "./parts/gradients";
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

/**
 * Writes logarithms from records whose second number is the logarithm of the sum. x and y may be
 * one array.
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
    const m = s.centreOfLogarithms(entry, added);
    const mLow = s.centreLow(entry, added);
    const log = k.broadcast(v128.load64_splat(records, 8));
    prepare<T>(x, end, size, 0, c);
    if (s.masked) prepareMask<T>(mask, end, size, c);
    let from = end ? x : c;
    let maskFrom = end ? mask : c + MASKS;
    let to = end ? y : c + RESULTS;
    for (let left = size; ; left -= TILE) {
      const x0 = v128.load(from);
      const x1 = v128.load(from, 16);
      const y0 = s.logarithm(x0, s.added(maskFrom, x0), m, mLow, log);
      const y1 = s.logarithm(x1, s.added(maskFrom + 16, x1), m, mLow, log);
      v128.store(to, y0);
      v128.store(to, y1, 16);
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

/**
 * e^y for y <= 0, to the last bits of f64 also for f32 arrays: dy and the product may be nearly the
 * same.
 */
function power<T extends number>(y: v128): v128 {
  if (sizeof<T>() === 4) return instance<Float32Exponential>().accurateAtRoots.exp(y);
  const op = instance<Compensated>();
  const z = op.atLeast(y, -op.reach);
  return op.lowered(op.mul(op.mantissa(z, op.splat(0)), op.scale(z)));
}

/** (dy - e^y sum) / temperature */
class LogSoftmaxGradient<T extends number> extends Gradient {
  at(dy: v128, y: v128, sum: v128, unused: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.mul(op.nmadd(power<T>(y), sum, dy), op.parameter(3));
  }
}

/**
 * The gradient of the largest result, whose e^y may be nearly 1: (-(e^y - 1) dy - e^y sumOfOthers)
 * / temperature, sumOfOthers being the sum without dy. The two may be nearly the same: both are to
 * the last bits of f64, also for f32 arrays.
 */
function gradientOfPeak<T extends number>(dy: f64, y: f64, sumOfOthers: f64): v128 {
  const op = instance<Lanes<f64>>();
  const result = f64x2.splat(y);
  const difference =
    sizeof<T>() === 4 ? instance<Float32Exponential>().accurateAtRoots.expm1(result) : instance<Compensated>().expm1(result);
  const sum = op.madd(power<T>(result), f64x2.splat(sumOfOthers), op.mul(difference, f64x2.splat(dy)));
  return op.mul(op.neg(sum), op.parameter(3));
}

/** Gradients of rows from their results. */
export function backwardFromOutput<T extends number>(dy: usize, y: usize, dx: usize, rows: usize, n: usize, c: usize): void {
  const size = n * sizeof<T>();
  for (; rows > 0; rows--) {
    const at = peak<T>(y, size);
    const sumOfOthers = sumWithout<T>(dy, at, size);
    if (at < size) {
      const own = <f64>load<T>(dy + at);
      const gradient = gradientOfPeak<T>(own, <f64>load<T>(y + at), sumOfOthers);
      writeGradients<LogSoftmaxGradient<T>, T>(dy, y, dx, sumOfOthers + own, 0, size, c);
      store<T>(dx + at, <T>f64x2.extract_lane(gradient, 0));
    } else writeGradients<LogSoftmaxGradient<T>, T>(dy, y, dx, sumOfOthers, 0, size, c);
    dy += size;
    y += size;
    dx += size;
  }
}

/** Adds up dy for a piece of a row that begins `from` elements after it, without one element. */
export function backwardSum<T extends number>(dy: usize, without: usize, from: usize, n: usize, c: usize): f64 {
  return sumWithout<T>(dy, (without - from) * sizeof<T>(), n * sizeof<T>());
}

/** The gradients of a piece. */
export function backwardPiece<T extends number>(dy: usize, y: usize, dx: usize, sum: f64, n: usize, c: usize): void {
  writeGradients<LogSoftmaxGradient<T>, T>(dy, y, dx, sum, 0, n * sizeof<T>(), c);
}

/** The gradient of the largest result. */
export function backwardOfPeak<T extends number>(dy: f64, y: f64, sumOfOthers: f64, c: usize): f64 {
  return f64x2.extract_lane(gradientOfPeak<T>(dy, y, sumOfOthers), 0);
}
