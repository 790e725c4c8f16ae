/**
 * Passes over a row of logits, or a piece of one. `n` counts elements, `e` is where the
 * exponentials are, the terms of assembly/rowwise in f64, `q` where the shares are, `s` the state
 * of the row (state.ts).
 */
import { kernel, narrowLow, widenLow } from "../../lanes";
import { sumError } from "../../math/exact";
import { total as totalOf } from "../../rowwise/parts/passes";
import { gridPart, Terms } from "../../rowwise/parts/terms";
import { add, bounded, KEPT, OTHERS, SCALE, SHARES, SPREAD, total } from "./state";

/** Two elements of an array, as `f64`. */
function pair<T extends number>(at: usize): v128 {
  return widenLow<T>(sizeof<T>() === 4 ? v128.load64_zero(at) : v128.load(at));
}

function putPair<T extends number>(at: usize, value: v128): void {
  if (sizeof<T>() === 4) store<f64>(at, f64x2.extract_lane(narrowLow(value), 0));
  else v128.store(at, value);
}

function across(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/**
 * The sum of exponentials in two words of which the first is exact, from one that may have lost the
 * digits beside 1.
 */
export function exactSums<K extends Terms>(sums: v128, e: usize, bytes: usize): v128 {
  if (kernel<K>().sumsExactly) return sums;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const terms = v128.load(e + i);
    const part = gridPart<K>(terms);
    low = f64x2.add(low, part);
    high = f64x2.add(high, f64x2.sub(terms, part));
  }
  return f64x2.add(v128.shuffle<i64>(low, high, 0, 2), v128.shuffle<i64>(low, high, 1, 3));
}

/**
 * The sum of a row but for the largest exponential. It is NaN for a row without a largest logit.
 */
export function othersOf<K extends Terms>(sums: v128, e: usize, bytes: usize): f64 {
  const unit = kernel<K>().unit;
  const sum = f64x2.extract_lane(totalOf(sums), 0);
  if (!kernel<K>().sumsExactly && sum > 1.0001 * unit) return sum - unit;
  const exact = exactSums<K>(sums, e, bytes);
  return numberOf(f64x2.extract_lane(exact, 0) - unit + f64x2.extract_lane(exact, 1));
}

/** Without a largest logit, the one that was taken away makes the sum negative. */
export function numberOf(others: f64): f64 {
  return select<f64>(NaN, others, others < 0);
}

/**
 * Puts the shares of the classes at `q`: weight ((1 - smoothing) target + smoothing / classes). An
 * odd one is made even by a 0.
 */
export function smoothTargets<T extends number>(targets: usize, weights: usize, n: usize, q: usize, c: usize): void {
  const even = n & ~1;
  const kept = v128.load(c, KEPT);
  const spread = v128.load(c, SPREAD);
  for (let i: usize = 0; i < even; i += 2) {
    const smoothed = f64x2.add(f64x2.mul(kept, pair<T>(targets + i * sizeof<T>())), spread);
    v128.store(q + 8 * i, f64x2.mul(v128.load(weights + 8 * i), smoothed));
  }
  if (n & 1) {
    const smoothed = load<f64>(c, KEPT) * <f64>load<T>(targets + even * sizeof<T>()) + load<f64>(c, SPREAD);
    v128.store(q + 8 * even, f64x2.replace_lane(f64x2.splat(0), 0, load<f64>(weights + 8 * even) * smoothed));
  }
}

/**
 * Adds the shares to {@link SHARES}, and returns the sum of share (largest - x). Where a class has
 * no share, any distance is none.
 */
export function weightedDistance<K extends Terms, T extends number>(x: usize, q: usize, n: usize, largest: f64, s: usize): f64 {
  const m = f64x2.splat(largest);
  const even = n & ~1;
  let shares = f64x2.splat(0);
  let sharesError = f64x2.splat(0);
  let distance = f64x2.splat(0);
  let distanceError = f64x2.splat(0);
  for (let i: usize = 0; i < n; i += 2) {
    const at = x + i * sizeof<T>();
    const share = v128.load(q + 8 * i);
    let logits = m;
    if (i < even) logits = pair<T>(at);
    else logits = f64x2.replace_lane(m, 0, <f64>load<T>(at));
    sharesError = f64x2.add(sharesError, sumError<f64>(shares, share));
    shares = f64x2.add(shares, share);
    const term = v128.and(f64x2.mul(share, f64x2.sub(m, logits)), f64x2.ne(share, f64x2.splat(0)));
    if (kernel<K>().sumsExactly) distanceError = f64x2.add(distanceError, sumError<f64>(distance, term));
    distance = f64x2.add(distance, term);
  }
  add(s + SHARES, f64x2.extract_lane(shares, 0));
  add(s + SHARES, f64x2.extract_lane(shares, 1));
  add(s + SHARES, across(sharesError));
  return bounded(across(distance), across(distanceError));
}

/**
 * The gradient of a row: ((A - a) e - a ((unit - e) + R)) scale, A the sum of the shares a, e the
 * exponentials and R their sum without the largest. Each product is right to a few roundings, also
 * where e is all but the whole sum, or a all but A.
 */
export function writeGradient<K extends Terms, T extends number>(e: usize, q: usize, n: usize, y: usize, s: usize): void {
  const even = n & ~1;
  const shares = f64x2.splat(load<f64>(s + SHARES));
  const sharesError = f64x2.splat(load<f64>(s + SHARES, 8));
  const unit = f64x2.splat(kernel<K>().unit);
  const others = f64x2.splat(total(s + OTHERS));
  const scale = f64x2.splat(load<f64>(s + SCALE));
  for (let i: usize = 0; i < n; i += 2) {
    const term = v128.load(e + 8 * i);
    const share = v128.load(q + 8 * i);
    const otherShares = f64x2.add(f64x2.sub(shares, share), sharesError);
    const against = f64x2.mul(share, f64x2.add(f64x2.sub(unit, term), others));
    const slope = f64x2.mul(f64x2.sub(f64x2.mul(otherShares, term), against), scale);
    if (i < even) putPair<T>(y + i * sizeof<T>(), slope);
    else store<T>(y + i * sizeof<T>(), <T>f64x2.extract_lane(slope, 0));
  }
}
