/**
 * Softmax and cross entropy: for each row x of logits the loss, and the gradient of their mean.
 *
 * With m the largest logit, e = exp(x - m), R the sum of all e but that of m, shares a of the
 * classes, and A their sum:
 *
 *     loss     = A log(1 + R) + sum a (m - x)                            no term is negative
 *     gradient = ((A - a) e - a ((1 - e) + R)) / (1 + R) / divisor
 *
 * In 1 - p = ((1 - e) + R) / (1 + R) nothing cancels: where e is not 1 itself, R is at least e. A
 * label t is the share of one class: a e / (1 + R) for the others, -a ((1 - e) + R) / (1 + R) for
 * it.
 *
 * `labels` takes rows of up to 2048 classes, as many as there are, `shares` rows of any length,
 * from distributions. Longer ones come in pieces of 2048: first all of a row for `largest`, then
 * for `shares`, and for `shares` again for the gradient. Long rows with labels go through
 * `largest`, `exponentials`, an empty piece of `shares` for the loss, and `slopes`. `s` is room for
 * the state of a row (parts/state.ts), the exponentials of a piece, and its shares.
 */
import { kernel, widenLow } from "../lanes";
import { Quartic } from "../math/faithful";
import { DoubleLogarithm, FaithfulLogarithm } from "../math/logarithm";
import { Unmasked } from "../rowwise/parts/entries";
import { Float32Terms, Fractions } from "../rowwise/parts/float32";
import { Float64Terms } from "../rowwise/parts/float64";
import {
  keptOf,
  largest as largestOf,
  OnGrid,
  Plain,
  prepare,
  prepareRow,
  sumTerms,
  TILE,
  Written,
  writeProducts,
} from "../rowwise/parts/passes";
import { Terms } from "../rowwise/parts/terms";
import { exactSums, numberOf, othersOf, smoothTargets, weightedDistance, writeGradient } from "./parts/row";
import { add, DISTANCE, DIVISOR, LARGEST, OTHERS, put, SCALE, SHARES, STATE, TOTAL, total } from "./parts/state";

export { areProbabilities } from "./parts/probabilities";

export type Float32 = Float32Terms;
export type Float64 = Float64Terms;

/** Room for 2048 numbers. */
const BLOCK: usize = 16384;

/** The numbers that are kept of a row with a label until its gradient is written. */
const OTHERS_OF_ROW: usize = 0;
const DISTANCE_OF_ROW: usize = 8;
const SCALE_OF_ROW: usize = 8;

/**
 * The place of a piece for `shares`: the first of its row, the last, which may be empty, or read
 * again for the gradient.
 */
const FIRST = 1;
const LAST = 2;
const AGAIN = 4;
const WHOLE = FIRST + LAST;

/**
 * Bytes of the exponentials of a row, those of whole vectors; and from row to row, those of whole
 * tiles.
 */
function bytesOf<K extends Terms>(size: usize): usize {
  return max((size + 15) & ~15, 16) * kernel<K>().vectors;
}

function strideOf<K extends Terms>(size: usize): usize {
  return max((size + TILE - 1) & ~(TILE - 1), TILE) * kernel<K>().vectors;
}

/**
 * Writes the exponentials of a row to e, those of shares to the last bits of f64: their gradients
 * may vanish where terms cancel. The tail is prepared.
 */
function writeTerms<K extends Terms>(x: usize, e: usize, m: v128, size: usize, c: usize): v128 {
  return sumTerms<K, Unmasked<K>, Written<K>>(x, 0, e, m, m, size & ~(TILE - 1), size, c);
}

function writeTermsOfShares<K extends Terms, T extends number>(x: usize, e: usize, m: v128, size: usize, c: usize): v128 {
  return sizeof<T>() === 4 ? writeTerms<Fractions<Quartic>>(x, e, m, size, c) : writeTerms<K>(x, e, m, size, c);
}

/** log(1 + R), R in units. */
function logOnePlus<K extends Terms, T extends number>(others: v128): v128 {
  const r = f64x2.mul(others, f64x2.splat(1 / kernel<K>().unit));
  return sizeof<T>() === 4 ? kernel<FaithfulLogarithm>().onePlus(r) : kernel<DoubleLogarithm>().onePlus(r);
}

/** The factor that makes the exponentials of two rows the gradient. */
function scaleOf<K extends Terms>(factor: v128, divisor: v128, others: v128): v128 {
  return f64x2.div(f64x2.div(factor, divisor), f64x2.add(others, f64x2.splat(kernel<K>().unit)));
}

/**
 * Of each row `targets` has the label and its weight, in `f64`; a negative label is that of a row
 * to be ignored, whatever it holds. Without a gradient, its address is 0.
 *
 * Rows go in batches whose exponentials fit the room, and step by step: so the logarithms of two
 * are one, and the next row need not wait for that of the last.
 */
export function labels<K extends Terms, T extends number>(
  x: usize,
  targets: usize,
  loss: usize,
  gradient: usize,
  rows: usize,
  classes: usize,
  s: usize,
  c: usize,
): void {
  const size = classes * sizeof<T>();
  const end = size & ~(TILE - 1);
  const stride = strideOf<K>(size);
  const batch = BLOCK / stride;
  const e = s + STATE;
  const states = e + BLOCK;
  const inside = x + rows * size - TILE;
  const kept = keptOf(size - end, 0, c);
  const keptNext = keptOf(size - end, 16, c);
  for (let first: usize = 0; first < rows; first += batch) {
    const n = min(batch, rows - first);
    for (let i: usize = 0; i < n; i++) {
      const at = x + (first + i) * size;
      const target = targets + 16 * (first + i);
      const state = states + 16 * i;
      if (load<f64>(target) < 0) {
        v128.store(state, f64x2.splat(0));
        continue;
      }
      const m = widenLow<T>(largestOf<T>(at, size));
      const terms = e + i * stride;
      prepareRow<T>(at, end, size, inside, kept, keptNext, c);
      const sums = writeTerms<K>(at, terms, m, size, c);
      const distance = f64x2.extract_lane(m, 0) - <f64>load<T>(at + <usize>load<f64>(target) * sizeof<T>());
      const weight = load<f64>(target, 8);
      store<f64>(state, othersOf<K>(sums, terms, bytesOf<K>(size)), OTHERS_OF_ROW);
      store<f64>(state, weight === 0 ? 0 : weight * distance, DISTANCE_OF_ROW);
    }
    conclude<K, T>(states, targets + 16 * first, loss + first * sizeof<T>(), n, s, c);
    for (let i: usize = 0; gradient !== 0 && i < n; i++) {
      const target = load<f64>(targets + 16 * (first + i));
      const y = gradient + (first + i) * size;
      if (target < 0) {
        memory.fill(y, 0, size);
        continue;
      }
      const label = <usize>target;
      const terms = e + i * stride;
      const scale = load<f64>(states + 16 * i, SCALE_OF_ROW);
      const own = kernel<K>().unit - load<f64>(terms + 8 * label) + load<f64>(states + 16 * i, OTHERS_OF_ROW);
      writeProducts<K, T>(terms, y, f64x2.splat(scale), f64x2.splat(0), end, size, c);
      store<T>(y + label * sizeof<T>(), <T>(-own * scale));
    }
  }
}

/** Losses of n rows with labels, two at a time; their scales take the place of their distances. */
function conclude<K extends Terms, T extends number>(states: usize, targets: usize, loss: usize, n: usize, s: usize, c: usize): void {
  const divisor = v128.load(c, DIVISOR);
  for (let i: usize = 0; i < n; i += 2) {
    // Where n is odd, the one after the last row is some other: it is not written.
    const first = v128.load(states + 16 * i);
    const second = v128.load(states + 16 * i, 16);
    const others = v128.shuffle<i64>(first, second, 0, 2);
    const distance = v128.shuffle<i64>(first, second, 1, 3);
    const weight = v128.shuffle<i64>(v128.load(targets + 16 * i), v128.load(targets + 16 * i, 16), 1, 3);
    const value = f64x2.add(f64x2.mul(weight, logOnePlus<K, T>(others)), distance);
    const scale = scaleOf<K>(weight, divisor, others);
    store<f64>(states + 16 * i, f64x2.extract_lane(scale, 0), SCALE_OF_ROW);
    store<T>(loss + i * sizeof<T>(), <T>f64x2.extract_lane(value, 0));
    add(s + TOTAL, f64x2.extract_lane(value, 0));
    if (i + 1 === n) break;
    store<f64>(states + 16 * i, f64x2.extract_lane(scale, 1), 16 + SCALE_OF_ROW);
    store<T>(loss + i * sizeof<T>(), <T>f64x2.extract_lane(value, 1), sizeof<T>());
    add(s + TOTAL, f64x2.extract_lane(value, 1));
  }
}

/**
 * Rows or pieces of n classes, one `part` or several: FIRST + LAST for whole rows; of others the
 * largest logit is known. `weights` are those of the classes, in `f64`. The gradient comes with the
 * last piece of a row that has one only, or else with AGAIN.
 */
export function shares<K extends Terms, T extends number>(
  x: usize,
  targets: usize,
  weights: usize,
  loss: usize,
  gradient: usize,
  rows: usize,
  n: usize,
  part: i32,
  s: usize,
  c: usize,
): void {
  const size = n * sizeof<T>();
  const e = s + STATE;
  const q = e + BLOCK;
  const end = size & ~(TILE - 1);
  const inside = x + rows * size - TILE;
  const kept = keptOf(size - end, 0, c);
  const keptNext = keptOf(size - end, 16, c);
  for (let row: usize = 0; row < rows; row++) {
    let m = f64x2.splat(load<f64>(s + LARGEST));
    if (part === WHOLE) m = widenLow<T>(largestOf<T>(x, size));
    if (part & FIRST) {
      put(s + OTHERS, -kernel<K>().unit);
      put(s + SHARES, 0);
      put(s + DISTANCE, 0);
    }
    smoothTargets<T>(targets, weights, n, q, c);
    if (!(part & AGAIN)) add(s + DISTANCE, weightedDistance<K, T>(x, q, n, f64x2.extract_lane(m, 0), s));
    prepareRow<T>(x, end, size, inside, kept, keptNext, c);
    const sums = writeTermsOfShares<K, T>(x, e, m, size, c);
    if (!(part & AGAIN)) addToOthers(exactSums<K>(sums, e, bytesOf<K>(size)), s);
    if (part & LAST) {
      close<K, T>(loss, s, c);
      loss += sizeof<T>();
    }
    if (gradient) {
      writeGradient<K, T>(e, q, n, gradient, s);
      gradient += size;
    }
    x += size;
    targets += size;
  }
}

function addToOthers(sums: v128, s: usize): void {
  add(s + OTHERS, f64x2.extract_lane(sums, 0));
  add(s + OTHERS, f64x2.extract_lane(sums, 1));
}

/** The loss of a row with shares, and the scale of its gradient. */
function close<K extends Terms, T extends number>(loss: usize, s: usize, c: usize): void {
  const others = f64x2.splat(numberOf(total(s + OTHERS)));
  const log = f64x2.extract_lane(logOnePlus<K, T>(others), 0);
  const value = total(s + SHARES) * log + total(s + DISTANCE);
  store<T>(loss, <T>value);
  add(s + TOTAL, value);
  store<f64>(s + SCALE, f64x2.extract_lane(scaleOf<K>(f64x2.splat(1), v128.load(c, DIVISOR), others), 0));
}

/**
 * Of a long row, in pieces: the largest logit so far. Without any number, it is the lowest that
 * there is.
 */
export function largest<T extends number>(x: usize, n: usize, s: usize, c: usize): void {
  store<f64>(s + LARGEST, max(load<f64>(s + LARGEST), f64x2.extract_lane(widenLow<T>(largestOf<T>(x, n * sizeof<T>())), 0)));
}

/**
 * The sum of its exponentials, if it has a label, likewise. An `f64` exponential costs several
 * times what reading and writing it does: where there is a gradient, they wait in its place, unless
 * that is 0.
 */
export function exponentials<K extends Terms, T extends number>(x: usize, gradient: usize, n: usize, s: usize, c: usize): void {
  const size = n * sizeof<T>();
  const end = size & ~(TILE - 1);
  const m = f64x2.splat(load<f64>(s + LARGEST));
  prepare<T>(x, end, size, -Infinity, c);
  if (gradient) addToOthers(sumTerms<K, Unmasked<K>, Written<K>>(x, 0, gradient, m, m, end, size, c), s);
  else if (kernel<K>().sumsExactly) addToOthers(sumTerms<K, Unmasked<K>, Plain<K>>(x, 0, 0, m, m, end, size, c), s);
  else addToOthers(sumTerms<K, Unmasked<K>, OnGrid<K>>(x, 0, 0, m, m, end, size, c), s);
}

/**
 * Its gradient, after the loss but for that of the label: `f32` from the logits, `f64` from the
 * exponentials that were kept.
 */
export function slopes<K extends Terms, T extends number>(x: usize, gradient: usize, n: usize, s: usize, c: usize): void {
  const size = n * sizeof<T>();
  const scale = f64x2.splat(load<f64>(s + SHARES) * load<f64>(s + SCALE));
  let e = x;
  if (sizeof<T>() === 4) {
    e = s + STATE;
    prepare<T>(x, size & ~(TILE - 1), size, -Infinity, c);
    writeTerms<K>(x, e, f64x2.splat(load<f64>(s + LARGEST)), size, c);
  }
  writeProducts<K, T>(e, gradient, scale, f64x2.splat(0), size & ~(TILE - 1), size, c);
}
