/**
 * Softmax and cross entropy: for each row x of logits the loss, and the gradient of their mean.
 *
 * With m the largest logit, e = exp(x - m), R the sum of all e but that of m, shares a of the classes, and A their sum:
 *
 *     loss     = A log(1 + R) + sum a (m - x)                            no term is negative
 *     gradient = ((A - a) e - a ((1 - e) + R)) / (1 + R) / divisor
 *
 * In 1 - p = ((1 - e) + R) / (1 + R) nothing cancels: where e is not 1 itself, R is at least e. A label t is the share of one
 * class: a e / (1 + R) for the others, -a ((1 - e) + R) / (1 + R) for it.
 *
 * Rows of up to 2048 classes are read once; `labels` and `distributions` take as many of them as there are. A longer row comes in
 * blocks, twice: `gather` reads it, `finish` gives the loss, `spread` the gradient. `s` is room for the powers of a block, and as
 * much for its shares (see row.ts).
 */
import { kernel } from "../lanes";
import { DoublePowers, FaithfulPowers, Powers } from "./powers";
import { inUnitInterval } from "./probabilities";
import { raise, settle, settleShares, share, take, weigh } from "./row";
import { add, BELOW, DISTANCE, DIVISOR, EQUAL, LARGEST, multiply, put, REST, SCALE, SHARES, TOTAL, total } from "./state";

export type Float32 = FaithfulPowers;
export type Float64 = DoublePowers;

/** Room for 2048 numbers. */
const BLOCK: usize = 16384;

/** What is kept of a row with a label until its gradient is written, in two numbers. */
const REST_OF_ROW: usize = 0;
const DISTANCE_OF_ROW: usize = 8;
const SCALE_OF_ROW: usize = 8;

/**
 * Of each row `aims` has the label and its weight, in `f64`. Without a gradient, its address is 0.
 *
 * Rows go in batches whose powers fit the room, and step by step: so the logarithms of two are one, and the next row need not
 * wait for that of the last.
 */
export function labels<K extends Powers, T extends number>(
  x: usize,
  aims: usize,
  loss: usize,
  gradient: usize,
  rows: usize,
  classes: usize,
  s: usize,
  c: usize,
): void {
  const bytes = classes * sizeof<T>();
  const stride = 8 * max<usize>((classes + 1) & -2, 2);
  const batch = BLOCK / stride;
  const states = s + BLOCK;
  for (let first: usize = 0; first < rows; first += batch) {
    const n = min(batch, rows - first);
    for (let i: usize = 0; i < n; i++) {
      const at = x + (first + i) * bytes;
      const aim = aims + 16 * (first + i);
      const largest = take<T>(at, classes, s + i * stride);
      raise<K>(s + i * stride, classes, largest, false, c);
      const distance = largest - <f64>load<T>(at + <usize>load<f64>(aim) * sizeof<T>());
      const weight = load<f64>(aim, 8);
      store<f64>(states + 16 * i, restOf<K>(load<f64>(c + BELOW), load<f64>(c + EQUAL)), REST_OF_ROW);
      store<f64>(states + 16 * i, weight === 0 ? 0 : weight * distance, DISTANCE_OF_ROW);
    }
    concludeAll<K, T>(states, aims + 16 * first, loss + first * sizeof<T>(), n, c);
    for (let i: usize = 0; gradient !== 0 && i < n; i++) {
      const label = <usize>load<f64>(aims + 16 * (first + i));
      const y = gradient + (first + i) * bytes;
      const scale = load<f64>(states + 16 * i, SCALE_OF_ROW);
      const others = kernel<K>().unit - load<f64>(s + i * stride + 8 * label) + load<f64>(states + 16 * i, REST_OF_ROW);
      settle<T>(s + i * stride, classes, y, scale);
      store<T>(y + label * sizeof<T>(), <T>(-others * scale));
    }
  }
}

/** Losses of n rows, two at a time; their scales take the place of their distances. */
function concludeAll<K extends Powers, T extends number>(states: usize, aims: usize, loss: usize, n: usize, c: usize): void {
  const divisor = v128.load(c, DIVISOR);
  for (let i: usize = 0; i < n; i += 2) {
    // Where n is odd, what comes after the last row is some other: it is not written.
    const first = v128.load(states + 16 * i);
    const second = v128.load(states + 16 * i, 16);
    const rest = v128.shuffle<i64>(first, second, 0, 2);
    const distance = v128.shuffle<i64>(first, second, 1, 3);
    const weight = v128.shuffle<i64>(v128.load(aims + 16 * i), v128.load(aims + 16 * i, 16), 1, 3);
    const value = lossOf<K>(weight, rest, distance);
    const scale = scaleOf<K>(weight, divisor, rest);
    store<f64>(states + 16 * i, f64x2.extract_lane(scale, 0), SCALE_OF_ROW);
    store<T>(loss + i * sizeof<T>(), <T>f64x2.extract_lane(value, 0));
    add(c + TOTAL, f64x2.extract_lane(value, 0));
    if (i + 1 === n) break;
    store<f64>(states + 16 * i, f64x2.extract_lane(scale, 1), 16 + SCALE_OF_ROW);
    store<T>(loss + i * sizeof<T>(), <T>f64x2.extract_lane(value, 1), sizeof<T>());
    add(c + TOTAL, f64x2.extract_lane(value, 1));
  }
}

/** The losses of two rows. Their shares add up to `shares`, `rest` is R. */
function lossOf<K extends Powers>(shares: v128, rest: v128, distance: v128): v128 {
  const e = kernel<K>();
  return e.add(e.mul(shares, e.logOnePlus(e.mul(rest, e.splat(1 / e.unit)))), distance);
}

/** What makes their powers the gradient. */
function scaleOf<K extends Powers>(factor: v128, divisor: v128, rest: v128): v128 {
  const e = kernel<K>();
  return e.div(e.div(factor, divisor), e.add(rest, e.splat(e.unit)));
}

/** R, the powers below the largest, and those equal to it but for one. NaN for a row without a largest logit. */
function restOf<K extends Powers>(below: f64, equal: f64): f64 {
  const rest = below + (equal - 1) * kernel<K>().unit;
  return select<f64>(NaN, rest, rest < 0);
}

/** `weights` are those of the classes, in `f64`; `targets` a distribution for each row. */
export function distributions<K extends Powers, T extends number>(
  x: usize,
  targets: usize,
  weights: usize,
  loss: usize,
  gradient: usize,
  rows: usize,
  classes: usize,
  s: usize,
  c: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    begin<K>(c);
    read<K, T>(x, targets, weights, classes, s, c);
    close<K, T>(loss, c);
    if (gradient) {
      settleShares<K, T>(s, s + BLOCK, classes, gradient, c);
      gradient += classes * sizeof<T>();
    }
    x += classes * sizeof<T>();
    targets += classes * sizeof<T>();
    loss += sizeof<T>();
  }
}

/** Reads n classes of a row, the first of them if `first`. */
export function gather<K extends Powers, T extends number>(
  x: usize,
  targets: usize,
  weights: usize,
  first: bool,
  n: usize,
  s: usize,
  c: usize,
): void {
  if (first) begin<K>(c);
  read<K, T>(x, targets, weights, n, s, c);
}

export function finish<K extends Powers, T extends number>(loss: usize, c: usize): void {
  close<K, T>(loss, c);
}

/** Writes n elements of the gradient of the row that was gathered. */
export function spread<K extends Powers, T extends number>(
  x: usize,
  targets: usize,
  weights: usize,
  gradient: usize,
  n: usize,
  s: usize,
  c: usize,
): void {
  take<T>(x, n, s);
  share<T>(targets, weights, n, s + BLOCK, c);
  raise<K>(s, n, load<f64>(c + LARGEST), true, c);
  settleShares<K, T>(s, s + BLOCK, n, gradient, c);
}

function begin<K extends Powers>(c: usize): void {
  put(c + LARGEST, -f64.MAX_VALUE);
  put(c + REST, -kernel<K>().unit);
  put(c + SHARES, 0);
  put(c + DISTANCE, 0);
}

/** Adds a block to what is known of the row. Where it has a larger logit, what came before is seen from there. */
function read<K extends Powers, T extends number>(x: usize, targets: usize, weights: usize, n: usize, s: usize, c: usize): void {
  const unit = kernel<K>().unit;
  const before = load<f64>(c + LARGEST);
  const largest = max(before, take<T>(x, n, s));
  let equal = -1.0;
  if (largest === before) equal = 0;
  else if (total(c + REST) < 0) put(c + REST, 0);
  else {
    const power = kernel<K>().powerForRoots(f64x2.splat(before), f64x2.splat(largest));
    add(c + REST, unit);
    multiply(c + REST, f64x2.extract_lane(power, 0) / unit);
    add(c + DISTANCE, total(c + SHARES) * (largest - before));
  }
  put(c + LARGEST, largest);
  share<T>(targets, weights, n, s + BLOCK, c);
  const distance = weigh<K>(s, s + BLOCK, n, largest, c);
  raise<K>(s, n, largest, true, c);
  add(c + REST, (equal + load<f64>(c + EQUAL)) * unit);
  add(c + REST, load<f64>(c + BELOW));
  add(c + DISTANCE, distance);
}

function close<K extends Powers, T extends number>(loss: usize, c: usize): void {
  const sum = total(c + REST);
  const rest = f64x2.splat(select<f64>(NaN, sum, sum < 0));
  const value = f64x2.extract_lane(lossOf<K>(f64x2.splat(total(c + SHARES)), rest, f64x2.splat(total(c + DISTANCE))), 0);
  store<T>(loss, <T>value);
  add(c + TOTAL, value);
  store<f64>(c + SCALE, f64x2.extract_lane(scaleOf<K>(f64x2.splat(1), v128.load(c, DIVISOR), rest), 0));
}

export function areProbabilities<T extends number>(t: usize, n: usize, c: usize): bool {
  return inUnitInterval<T>(t, n);
}
