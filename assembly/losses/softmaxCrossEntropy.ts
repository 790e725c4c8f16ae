/**
 * Softmax and cross entropy: for each row x of logits the loss, and the gradient of their mean.
 *
 * With m the largest logit, T the temperature, e = exp((x - m) / T), R the sum of all e but that of
 * m, shares a of the classes, and A their sum:
 *
 *     loss     = A log(1 + R) + sum a (m - x) / T                        no term is negative
 *     gradient = ((A - a) e - a ((1 - e) + R)) / (1 + R) / (T divisor)
 *
 * In 1 - p = ((1 - e) + R) / (1 + R) nothing cancels: where e is not 1 itself, R is at least e. A
 * label t is the share of one class: a e / (1 + R) for the others, -a ((1 - e) + R) / (1 + R) for
 * it.
 *
 * `labels` takes rows of up to 2048 classes, as many as there are, `shares` rows of any length,
 * from distributions. Longer ones come in blocks of 2048: first all of a row for `largest`, then
 * for `shares`, and for `shares` again for the gradient. Long rows with labels go through
 * `largest`, `powers`, an empty block of `shares` for the loss, and `slopes`. `values` takes the
 * losses in `f64`, for their mean. `s` is room for what is known of a row (state.ts), for the
 * powers of a block, and for its shares (row.ts).
 */
import { instance } from "../lanes";
import { lossOf, restOf, scaleOf } from "./parts/conclusion";
import { Float32Powers, Float64Powers, Powers } from "./parts/powers";
import { exponentiate, loadRow, smoothTargets, weightedDistance, writeGradient, writeTargetGradient } from "./parts/row";
import { add, BELOW, COLDNESS, COUNT, DISTANCE, DIVISOR, EQUAL, LARGEST, put, REST, SCALE, SHARES, STATE, total } from "./parts/state";

export { areProbabilities } from "./parts/areProbabilities";
export { largest, powers, slopes } from "./parts/longRow";

export type Float32 = Float32Powers;
export type Float64 = Float64Powers;

/** Room for 2048 numbers. */
const BLOCK: usize = 16384;

/** Offsets in the two numbers kept of a row with a label until its gradient is written. */
const REST_OF_ROW: usize = 0;
const DISTANCE_OF_ROW: usize = 8;
const SCALE_OF_ROW: usize = 8;

/**
 * Flags of a block: the first of its row, the last, which may be empty, and one that is read again
 * for the gradient.
 */
const FIRST = 1;
const LAST = 2;
const AGAIN = 4;
const WHOLE = FIRST + LAST;

/**
 * Losses and gradients of whole rows with labels. `targets` has the label of each row and its
 * weight, in `f64`; a negative label is that of a row to be ignored, whatever it holds. Where no
 * gradient is wanted, its address is 0.
 *
 * Rows go in batches whose powers fit the room, and step by step: so the logarithms of two are one,
 * and the next row need not wait for that of the last.
 */
export function labels<K extends Powers, T extends number>(
  x: usize,
  targets: usize,
  loss: usize,
  gradient: usize,
  values: usize,
  rows: usize,
  classes: usize,
  s: usize,
  c: usize,
): void {
  const bytes = classes * sizeof<T>();
  const stride = 8 * max<usize>((classes + 1) & -2, 2);
  const batch = BLOCK / stride;
  const powers = s + STATE;
  const states = powers + BLOCK;
  for (let first: usize = 0; first < rows; first += batch) {
    const n = min(batch, rows - first);
    for (let i: usize = 0; i < n; i++) {
      const at = x + (first + i) * bytes;
      const target = targets + 16 * (first + i);
      if (load<f64>(target) < 0) {
        v128.store(states + 16 * i, f64x2.splat(0));
        continue;
      }
      const largest = loadRow<T>(at, classes, powers + i * stride);
      exponentiate<K>(powers + i * stride, classes, largest, false, s);
      const distance = (largest - <f64>load<T>(at + <usize>load<f64>(target) * sizeof<T>())) * load<f64>(c, COLDNESS);
      const weight = load<f64>(target, 8);
      store<f64>(states + 16 * i, restOf<K>(load<f64>(s + BELOW), load<f64>(s + EQUAL)), REST_OF_ROW);
      store<f64>(states + 16 * i, weight === 0 ? 0 : weight * distance, DISTANCE_OF_ROW);
    }
    conclude<K, T>(states, targets + 16 * first, loss + first * sizeof<T>(), values + 8 * first, n, c);
    for (let i: usize = 0; gradient !== 0 && i < n; i++) {
      const target = load<f64>(targets + 16 * (first + i));
      const y = gradient + (first + i) * bytes;
      if (target < 0) {
        memory.fill(y, 0, bytes);
        continue;
      }
      const label = <usize>target;
      const scale = load<f64>(states + 16 * i, SCALE_OF_ROW);
      const others = instance<K>().unit - load<f64>(powers + i * stride + 8 * label) + load<f64>(states + 16 * i, REST_OF_ROW);
      writeGradient<T>(powers + i * stride, classes, y, scale);
      store<T>(y + label * sizeof<T>(), <T>(-others * scale));
    }
  }
}

/** Losses of n rows with labels, two at a time; their scales take the place of their distances. */
function conclude<K extends Powers, T extends number>(states: usize, targets: usize, loss: usize, values: usize, n: usize, c: usize): void {
  const divisor = v128.load(c, DIVISOR);
  for (let i: usize = 0; i < n; i += 2) {
    // Where n is odd, what comes after the last row is some other: it is not written.
    const first = v128.load(states + 16 * i);
    const second = v128.load(states + 16 * i, 16);
    const rest = v128.shuffle<i64>(first, second, 0, 2);
    const distance = v128.shuffle<i64>(first, second, 1, 3);
    const weight = v128.shuffle<i64>(v128.load(targets + 16 * i), v128.load(targets + 16 * i, 16), 1, 3);
    const value = lossOf<K>(weight, rest, distance);
    const scale = scaleOf<K>(weight, divisor, rest);
    store<f64>(states + 16 * i, f64x2.extract_lane(scale, 0), SCALE_OF_ROW);
    store<T>(loss + i * sizeof<T>(), <T>f64x2.extract_lane(value, 0));
    store<f64>(values + 8 * i, f64x2.extract_lane(value, 0));
    if (i + 1 === n) break;
    store<f64>(states + 16 * i, f64x2.extract_lane(scale, 1), 16 + SCALE_OF_ROW);
    store<T>(loss + i * sizeof<T>(), <T>f64x2.extract_lane(value, 1), sizeof<T>());
    store<f64>(values + 8 * i, f64x2.extract_lane(value, 1), 8);
  }
}

/**
 * Rows or blocks of n classes, one `part` or several: FIRST + LAST for whole rows; of others the
 * largest logit is known. `weights` are those of the classes, in `f64`. The gradient comes with the
 * last block of a row that has one only, or else with AGAIN.
 */
export function shares<K extends Powers, T extends number>(
  x: usize,
  targets: usize,
  weights: usize,
  loss: usize,
  gradient: usize,
  values: usize,
  rows: usize,
  n: usize,
  part: i32,
  s: usize,
  c: usize,
): void {
  const powers = s + STATE;
  const q = powers + BLOCK;
  for (let row: usize = 0; row < rows; row++) {
    const own = loadRow<T>(x, n, powers);
    const largest = part === WHOLE ? own : load<f64>(s + LARGEST);
    if (part & FIRST) {
      put(s + REST, 0);
      put(s + SHARES, 0);
      put(s + DISTANCE, 0);
      store<f64>(s + COUNT, 0);
    }
    smoothTargets<T>(targets, weights, n, q, c);
    if (!(part & AGAIN)) add(s + DISTANCE, weightedDistance<K>(powers, q, n, largest, s, c));
    exponentiate<K>(powers, n, largest, true, s);
    if (!(part & AGAIN)) {
      add(s + REST, load<f64>(s + BELOW));
      store<f64>(s + COUNT, load<f64>(s + COUNT) + load<f64>(s + EQUAL));
    }
    if (part & LAST) {
      close<K, T>(loss, values, s, c);
      loss += sizeof<T>();
      values += 8;
    }
    if (gradient) {
      writeTargetGradient<K, T>(powers, q, n, gradient, s);
      gradient += n * sizeof<T>();
    }
    x += n * sizeof<T>();
    targets += n * sizeof<T>();
  }
}

/** The loss of a row with shares, and the scale of its gradient. */
function close<K extends Powers, T extends number>(loss: usize, values: usize, s: usize, c: usize): void {
  add(s + REST, (load<f64>(s + COUNT) - 1) * instance<K>().unit);
  const rest = f64x2.splat(restOf<K>(total(s + REST), 1));
  const value = f64x2.extract_lane(lossOf<K>(f64x2.splat(total(s + SHARES)), rest, f64x2.splat(total(s + DISTANCE))), 0);
  store<T>(loss, <T>value);
  store<f64>(values, value);
  store<f64>(s + SCALE, f64x2.extract_lane(scaleOf<K>(f64x2.splat(1), v128.load(c, DIVISOR), rest), 0));
}
