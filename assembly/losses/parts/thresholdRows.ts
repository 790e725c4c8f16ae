/**
 * Losses of rows whose predictions p are 0 up to a threshold τ of the row: the Fenchel-Young losses
 * of rowwise/parts/threshold.ts, whose gradient by the logits z is p - y.
 *
 * With W the function for which p is where <p, z> - W(p) is largest, the gradient of W is z - τ
 * where p > 0. A loss is W*(z) + W(y) - <y, z>. With s = max(τ - z, 0) the
 * distance of a logit below the threshold, and D the Bregman divergence of W, that is
 *
 *     loss     = sum (D(y, p) + y s)             no term is negative
 *     gradient = (p - y) / divisor
 *
 * where the targets y add up to 1. At a label 1 - p is the sum of the other predictions: nothing
 * cancels.
 *
 * `values` takes the losses in `f64`, for their mean. `s` is room for what is known of a row
 * (state.ts) and the list of its largest entries.
 *
 * The parameters are the divisor, and a temperature of 1 in its place.
 */
import { PARAMETER, PARAMETERS } from "../../context";
import { instance, Lanes } from "../../lanes";
import { BOUND, Entmax, fill, gather, Results, SHIFT, solve, top, write } from "../../rowwise/parts/threshold";
import { pair, putPair } from "./row";
import { add, DISTANCE, put, REST, STATE, total } from "./state";

/** The gradient of a row but for its targets: p / divisor. */
class LossGradient<K extends Entmax> extends Results {
  result(d: v128, c: usize): v128 {
    const op = instance<Lanes<f64>>();
    return op.div(instance<K>().result(d, c), op.parameter(0));
  }
}

const DIVISOR: usize = PARAMETERS;
const TEMPERATURE: usize = PARAMETERS + 7 * PARAMETER;

/** The difference below which a logit is as far from the threshold as from 0. */
const FAR: f64 = -1e100;

/** Writes the record of a row to the context. Returns whether the row has one. */
function findThreshold<K extends Entmax, T extends number>(x: usize, list: usize, n: usize, c: usize): bool {
  const largest = top<T>(x, n, c);
  if (largest - largest !== 0) return false;
  const temperature = load<f64>(c, TEMPERATURE);
  const width = instance<K>().power * temperature;
  const shift = abs<f64>(largest) < 2 * width ? 0 : largest;
  const count = gather<T>(x, list, n, largest - width, shift, c);
  solve<K>(list, count, largest - shift, shift, temperature, c);
  return true;
}

/** y s of an entry less the shift. */
function distance<K extends Entmax>(y: v128, d: v128, c: usize): v128 {
  const op = instance<Lanes<f64>>();
  const near = op.max(instance<K>().below(d, c), op.splat(0));
  const s = v128.bitselect(op.neg(d), near, f64x2.lt(d, op.splat(FAR)));
  return v128.and(op.mul(y, s), f64x2.gt(y, op.splat(0)));
}

/** The results of an entry less the shift, 0 below the bound. */
function prediction<K extends Entmax>(d: v128, bound: v128, c: usize): v128 {
  return v128.and(instance<K>().result(d, c), f64x2.ge(d, bound));
}

/** Writes the loss of a row, and once more for the mean. */
function putLoss<T extends number>(loss: usize, values: usize, value: f64): void {
  store<T>(loss, <T>value);
  store<f64>(values, value);
}

function first(value: v128): f64 {
  return f64x2.extract_lane(value, 0);
}

/**
 * Rows with labels. Of each `targets` has the label, in `f64`, and what is not read here; a
 * negative one is that of a row to be ignored, whatever it holds. Without a gradient, its address
 * is 0.
 */
export function labels<K extends Entmax, T extends number>(
  x: usize,
  targets: usize,
  loss: usize,
  gradient: usize,
  values: usize,
  rows: usize,
  n: usize,
  s: usize,
  c: usize,
): void {
  const bytes = n * sizeof<T>();
  const list = s + STATE;
  for (; rows > 0; rows--) {
    const label = load<f64>(targets);
    if (label < 0) {
      putLoss<T>(loss, values, 0);
      if (gradient) memory.fill(gradient, 0, bytes);
    } else if (findThreshold<K, T>(x, list, n, c)) {
      const at = <usize>label * sizeof<T>();
      const own = <f64>load<T>(x + at) - load<f64>(c, SHIFT);
      const count = gather<T>(x, list, n, load<f64>(c, BOUND), load<f64>(c, SHIFT), c);
      putLoss<T>(loss, values, lossOf<K>(list, count, own, s, c));
      if (gradient) {
        write<LossGradient<K>, T>(x, gradient, n, c);
        store<T>(gradient + at, <T>(-total(s + REST) / load<f64>(c, DIVISOR)));
      }
    } else {
      putLoss<T>(loss, values, NaN);
      if (gradient) fill<T>(gradient, n, NaN);
    }
    x += bytes;
    targets += 16;
    loss += sizeof<T>();
    values += 8;
    if (gradient) gradient += bytes;
  }
}

/**
 * The loss of a row from the list of its largest entries. The sum of the other predictions stays at
 * {@link REST}.
 */
function lossOf<K extends Entmax>(list: usize, count: usize, own: f64, s: usize, c: usize): f64 {
  const k = instance<K>();
  const zero = f64x2.splat(0);
  put(s + REST, 0);
  put(s + DISTANCE, first(distance<K>(f64x2.splat(1), f64x2.splat(own), c)));
  let p = zero;
  let seen = false;
  for (const end = list + (count << 3); list < end; list += 8) {
    const each = k.result(v128.load64_splat(list), c);
    if (!seen && load<f64>(list) === own) {
      seen = true;
      p = each;
      continue;
    }
    add(s + REST, first(each));
    add(s + DISTANCE, first(k.divergence(zero, f64x2.neg(each), each)));
  }
  add(s + DISTANCE, first(k.divergence(f64x2.splat(1), f64x2.splat(total(s + REST)), p)));
  return total(s + DISTANCE);
}

/** Whole rows with distributions. */
export function distributions<K extends Entmax, T extends number>(
  x: usize,
  targets: usize,
  loss: usize,
  gradient: usize,
  values: usize,
  rows: usize,
  n: usize,
  s: usize,
  c: usize,
): void {
  const bytes = n * sizeof<T>();
  const list = s + STATE;
  for (; rows > 0; rows--) {
    put(s + DISTANCE, 0);
    if (findThreshold<K, T>(x, list, n, c)) distances<K, T>(x, targets, gradient, n, s, c);
    else {
      put(s + DISTANCE, NaN);
      if (gradient) fill<T>(gradient, n, NaN);
    }
    putLoss<T>(loss, values, total(s + DISTANCE));
    x += bytes;
    targets += bytes;
    loss += sizeof<T>();
    values += 8;
    if (gradient) gradient += bytes;
  }
}

/**
 * Adds the loss of a piece of a row to {@link DISTANCE}, and writes its gradient. The record of the
 * row is in the context.
 */
export function distances<K extends Entmax, T extends number>(x: usize, t: usize, gradient: usize, n: usize, s: usize, c: usize): void {
  const k = instance<K>();
  const shift = v128.load64_splat(c, SHIFT);
  const bound = f64x2.splat(load<f64>(c, BOUND) - load<f64>(c, SHIFT));
  const divisor = v128.load(c, DIVISOR);
  for (let i: usize = 0; i < n; i += 2) {
    const whole = i + 1 < n;
    const at = i * sizeof<T>();
    const logits = whole ? pair<T>(x + at) : f64x2.replace_lane(f64x2.splat(-Infinity), 0, <f64>load<T>(x + at));
    const y = whole ? pair<T>(t + at) : f64x2.replace_lane(f64x2.splat(0), 0, <f64>load<T>(t + at));
    const d = f64x2.sub(logits, shift);
    const p = prediction<K>(d, bound, c);
    const difference = f64x2.sub(y, p);
    const value = f64x2.add(k.divergence(y, difference, p), distance<K>(y, d, c));
    add(s + DISTANCE, f64x2.extract_lane(value, 0));
    add(s + DISTANCE, f64x2.extract_lane(value, 1));
    if (!gradient) continue;
    const slope = f64x2.div(f64x2.sub(p, y), divisor);
    if (whole) putPair<T>(gradient + at, slope);
    else store<T>(gradient + at, <T>f64x2.extract_lane(slope, 0));
  }
}

/** Writes p / divisor for a piece of a row from the record in the context. */
export function writeGradient<K extends Entmax, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  write<LossGradient<K>, T>(x, y, n, c);
}
