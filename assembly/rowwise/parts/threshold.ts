/**
 * Rows whose results are 0 up to a threshold t of the row, and above it a power p of (x - t) / (p
 * temperature), so that they add up to 1.
 *
 * With the p-norm of all that is above t, that is a root: ||max(x - t, 0)|| = p temperature. The
 * left side is convex, and falls: Newton's steps from the largest entry less p temperature, which
 * is below the root, come nearer from there. Only what is above the start can have a result. These
 * candidates stand in a list, which gets shorter with every step.
 *
 * They stand there less a shift, the largest entry where it is far from 0: so the differences are
 * exact.
 */
import { PARAMETER, PARAMETERS } from "../../context";
import { instance, Lanes, narrow, widenHigh, widenLow } from "../../lanes";
import { Gradient, writeGradients } from "./gradients";
import { across, copyTail, total } from "./passes";

/**
 * The record of a row, six f64 in the context: the shift, what all x with a result reach, and four
 * of the function's own.
 */
export const SHIFT: usize = 64;
export const BOUND: usize = 72;
export const FOUND: usize = 80;

/** The offsets of parameters in a context, as f64. */
const EMPTY_VALUE: usize = PARAMETERS + 6 * PARAMETER;
const TEMPERATURE: usize = PARAMETERS + 7 * PARAMETER;

/** Results made from the record of a row, in f64 lanes. */
export abstract class Results {
  /** The results of entries less the shift. */
  abstract result(d: v128, c: usize): v128;
}

/** An α-entmax, with p = 1 / (α - 1): sparsemax where α is 2, entmax15 where it is 1.5. */
export abstract class Entmax extends Results {
  /** The power of the results. */
  abstract get power(): f64;
  /**
   * Newton's step from t, by the sums of the distances of what is above it, and of their squares.
   */
  abstract step(count: f64, sum: f64, squares: f64, temperature: f64): f64;
  /**
   * Writes to the context what results are made of, from a list and a threshold with most of its
   * digits.
   */
  abstract refine(list: usize, end: usize, t: f64, temperature: f64, c: usize): void;
  /** The distances of entries below t, less the shift; those above may have any up to 0. */
  abstract below(d: v128, c: usize): v128;
  /**
   * The Bregman divergence of targets y from results p, by the function of which the results are
   * the gradient's inverse, at a temperature of 1. `difference` is y - p.
   */
  abstract divergence(y: v128, difference: v128, p: v128): v128;
  /** The square root of the derivative of a result by the entry, over a constant: 0 at 0. */
  abstract weight(y: v128): v128;
}

/** The largest entry of a row or a piece, NaN where there is NaN. */
export function top<T extends number>(x: usize, n: usize, c: usize): f64 {
  const op = instance<Lanes<T>>();
  const end = x + n * sizeof<T>();
  let first = v128.splat<T>(-Infinity as T);
  let second = first;
  let nan = op.nan(first);
  for (; x + 32 <= end; x += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    nan = v128.or(nan, v128.or(op.nan(a), op.nan(b)));
    first = op.max(first, a);
    second = op.max(second, b);
  }
  for (; x < end; x += sizeof<T>()) {
    const a = v128.load_splat<T>(x);
    nan = v128.or(nan, op.nan(a));
    first = op.max(first, a);
  }
  return v128.any_true(nan) ? NaN : <f64>v128.extract_lane<T>(across<T>(op.max(first, second)), 0);
}

/**
 * Writes the entries of a row or a piece that reach a bound to a list of f64, less a shift. Returns
 * how many these are.
 */
export function gather<T extends number>(x: usize, list: usize, n: usize, bound: f64, shift: f64, c: usize): usize {
  const least = v128.splat<T>(<T>bound);
  const end = x + n * sizeof<T>();
  let to = list;
  for (let next = x; x < end; x = next) {
    next = min(x + 64, end);
    if (next === x + 64) {
      const lower = v128.or(v128.ge<T>(v128.load(x), least), v128.ge<T>(v128.load(x, 16), least));
      const upper = v128.or(v128.ge<T>(v128.load(x, 32), least), v128.ge<T>(v128.load(x, 48), least));
      if (!v128.any_true(v128.or(lower, upper))) continue;
    }
    for (; x < next; x += sizeof<T>()) {
      const entry = load<T>(x);
      store<f64>(to, <f64>entry - shift);
      to += usize(entry >= <T>bound) << 3;
    }
  }
  return (to - list) >> 3;
}

/**
 * Writes the record of a row, from a list of candidates and their largest. Sums are those of every
 * other candidate, and of the rest. The list is made shorter when more than half of it is below t.
 */
export function solve<K extends Entmax>(list: usize, count: usize, largest: f64, shift: f64, temperature: f64, c: usize): void {
  const k = instance<K>();
  const op = instance<Lanes<f64>>();
  const slack = temperature * <f64>count * 2 ** -52;
  let end = list + (count << 3);
  let t = largest - k.power * temperature;
  for (let found = false; !found; ) {
    pairUp(end);
    const threshold = f64x2.splat(t);
    let above = f64x2.splat(0);
    let sum = f64x2.splat(0);
    let squares = f64x2.splat(0);
    for (let at = list; at < end; at += 16) {
      const distance = op.atLeast(f64x2.sub(v128.load(at), threshold), 0);
      above = f64x2.add(above, v128.and(f64x2.gt(distance, f64x2.splat(0)), f64x2.splat(1)));
      sum = f64x2.add(sum, distance);
      squares = f64x2.add(squares, f64x2.mul(distance, distance));
    }
    const many = f64x2.extract_lane(total(above), 0);
    const next = t + k.step(many, f64x2.extract_lane(total(sum), 0), f64x2.extract_lane(total(squares), 0), temperature);
    found = !(next > t + slack);
    if (!found) t = next;
    if (found || 2 * many < <f64>((end - list) >> 3)) end = shortened(list, end, t - slack);
  }
  k.refine(list, end, t, temperature, c);
  store<f64>(c, shift, SHIFT);
  store<f64>(c, t - slack + shift, BOUND);
}

/**
 * Writes one more that is no candidate behind a list, as the neighbour of the last of an odd
 * number.
 */
export function pairUp(end: usize): void {
  store<f64>(end, -Infinity);
}

/** Leaves in a list what reaches a bound, and returns its new end. */
function shortened(list: usize, end: usize, bound: f64): usize {
  let to = list;
  for (let at = list; at < end; at += 8) {
    const d = load<f64>(at);
    store<f64>(to, d);
    to += usize(d >= bound) << 3;
  }
  return to;
}

/** Writes the results of a row or a piece from a record. x and y may be one array. */
export function write<K extends Results, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  const size = n * sizeof<T>();
  const end = size & ~15;
  copyTail<T>(c, x + end, size - end);
  const k = instance<K>();
  const bound = v128.splat<T>(<T>load<f64>(c, BOUND));
  const shift = v128.load64_splat(c, SHIFT);
  let to = y;
  for (let stop = end; ; stop = 16) {
    for (let i: usize = 0; i < stop; i += 16) {
      const entries = v128.load(x + i);
      const reaches = v128.ge<T>(entries, bound);
      let results = f64x2.splat(0);
      if (v128.any_true(reaches)) {
        const low = k.result(f64x2.sub(widenLow<T>(entries), shift), c);
        const high = sizeof<T>() === 4 ? k.result(f64x2.sub(widenHigh(entries), shift), c) : low;
        results = v128.and(reaches, narrow<T>(low, high));
      }
      v128.store(to + i, results);
    }
    if (x === c || end === size) break;
    x = c;
    to = c + 16;
  }
  copyTail<T>(y + end, c + 16, size - end);
}

/** Writes the results of whole rows. `list` is where the candidates of a row may stand. */
export function value<K extends Entmax, T extends number>(x: usize, y: usize, list: usize, rows: usize, n: usize, c: usize): void {
  const temperature = load<f64>(c, TEMPERATURE);
  const width = instance<K>().power * temperature;
  for (; rows > 0; rows--) {
    const largest = top<T>(x, n, c);
    if (largest - largest === 0) {
      const shift = abs<f64>(largest) < 2 * width ? 0 : largest;
      const count = gather<T>(x, list, n, largest - width, shift, c);
      solve<K>(list, count, largest - shift, shift, temperature, c);
      write<K, T>(x, y, n, c);
    } else fill<T>(y, n, largest === -Infinity ? load<f64>(c, EMPTY_VALUE) : NaN);
    x += n * sizeof<T>();
    y += n * sizeof<T>();
  }
}

/** Writes one number for all of a row. */
export function fill<T extends number>(y: usize, n: usize, number: f64): void {
  for (const end = y + n * sizeof<T>(); y < end; y += sizeof<T>()) store<T>(y, <T>number);
}

/** weight (dy - mean) / temperature */
class ThresholdGradient<K extends Entmax> extends Gradient {
  at(dy: v128, y: v128, mean: v128, unused: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.mul(op.mul(instance<K>().weight(y), op.sub(dy, mean)), op.parameter(3));
  }
}

/**
 * Adds up the weights of results, and these times dy, in one pass: a weight may be a root. Returns
 * both sums.
 */
function weightSums<K extends Entmax, T extends number>(dy: usize, y: usize, size: usize): v128 {
  const op = instance<Lanes<f64>>();
  const k = instance<K>();
  const end = size & ~15;
  let sums = f64x2.splat(0);
  let lower = f64x2.splat(0);
  let upper = f64x2.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    const gradient = v128.load(dy + i);
    const result = v128.load(y + i);
    const weight = k.weight(widenLow<T>(result));
    sums = f64x2.add(sums, weight);
    lower = op.madd(weight, widenLow<T>(gradient), lower);
    if (sizeof<T>() === 4) {
      const other = k.weight(widenHigh(result));
      sums = f64x2.add(sums, other);
      upper = op.madd(other, widenHigh(gradient), upper);
    }
  }
  let both = v128.shuffle<i64>(total(sums), total(f64x2.add(lower, upper)), 0, 2);
  for (let i = end; i < size; i += sizeof<T>()) {
    const weight = k.weight(f64x2.splat(<f64>load<T>(y + i)));
    both = f64x2.add(both, f64x2.mul(weight, f64x2.replace_lane(f64x2.splat(<f64>load<T>(dy + i)), 0, 1)));
  }
  return both;
}

/** Gradients of rows from their results. */
export function backwardFromOutput<K extends Entmax, T extends number>(
  dy: usize,
  y: usize,
  dx: usize,
  rows: usize,
  n: usize,
  c: usize,
): void {
  const size = n * sizeof<T>();
  for (; rows > 0; rows--) {
    const sums = weightSums<K, T>(dy, y, size);
    const sum = f64x2.extract_lane(sums, 0);
    const mean = sum === 0 ? 0 : f64x2.extract_lane(sums, 1) / sum;
    writeGradients<ThresholdGradient<K>, T>(dy, y, dx, mean, 0, size, c);
    dy += size;
    y += size;
    dx += size;
  }
}

/** Adds up the weights of the results of a piece of a row. */
export function backwardWeights<K extends Entmax, T extends number>(y: usize, n: usize, c: usize): f64 {
  return f64x2.extract_lane(weightSums<K, T>(y, y, n * sizeof<T>()), 0);
}

/** Adds up dy by weight. */
export function backwardSum<K extends Entmax, T extends number>(dy: usize, y: usize, n: usize, c: usize): f64 {
  return f64x2.extract_lane(weightSums<K, T>(dy, y, n * sizeof<T>()), 1);
}

/** The gradients of a piece. */
export function backwardPiece<K extends Entmax, T extends number>(dy: usize, y: usize, dx: usize, mean: f64, n: usize, c: usize): void {
  writeGradients<ThresholdGradient<K>, T>(dy, y, dx, mean, 0, n * sizeof<T>(), c);
}
