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
import { raise, settle, settleShares, share, take, weigh } from "./row";
import { add, BELOW, DISTANCE, DIVISOR, EQUAL, LARGEST, multiply, put, REST, SCALE, SHARES, TOTAL, total } from "./state";

export type Float32 = FaithfulPowers;
export type Float64 = DoublePowers;

/** Room for 2048 numbers. */
const BLOCK: usize = 16384;

/** Of each row `aims` has the label and its weight, in `f64`. Without a gradient, its address is 0. */
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
  for (let row: usize = 0; row < rows; row++) {
    const label = <usize>load<f64>(aims);
    const weight = load<f64>(aims, 8);
    const largest = take<T>(x, classes, s);
    raise<K>(s, classes, largest, false, c);
    const rest = total(c + BELOW) + (total(c + EQUAL) - 1) * kernel<K>().unit;
    const distance = largest - <f64>load<T>(x + label * sizeof<T>());
    conclude<K, T>(weight, weight, rest, weight === 0 ? 0 : weight * distance, loss, c);
    if (gradient) {
      const scale = load<f64>(c + SCALE);
      const others = kernel<K>().unit - load<f64>(s + 8 * label) + rest;
      settle<T>(s, classes, gradient, scale);
      store<T>(gradient + label * sizeof<T>(), <T>(-others * scale));
      gradient += classes * sizeof<T>();
    }
    x += classes * sizeof<T>();
    aims += 16;
    loss += sizeof<T>();
  }
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
  add(c + REST, (equal + total(c + EQUAL)) * unit);
  add(c + REST, total(c + BELOW));
  add(c + DISTANCE, distance);
}

function close<K extends Powers, T extends number>(loss: usize, c: usize): void {
  conclude<K, T>(1, total(c + SHARES), total(c + REST), total(c + DISTANCE), loss, c);
}

/** Writes the loss, adds it to the total, and keeps the scale of the gradient. A row without a largest logit has no loss. */
function conclude<K extends Powers, T extends number>(factor: f64, shares: f64, rest: f64, distance: f64, loss: usize, c: usize): void {
  const e = kernel<K>();
  const r = select<f64>(NaN, rest, rest < 0);
  const value = shares * f64x2.extract_lane(e.logOnePlus(f64x2.splat(r / e.unit)), 0) + distance;
  store<T>(loss, <T>value);
  add(c + TOTAL, value);
  store<f64>(c + SCALE, factor / load<f64>(c, DIVISOR) / (r + e.unit));
}
