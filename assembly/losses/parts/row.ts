/**
 * Passes over a row of logits, or a block of one. It is brought to `f64` once, at `p`; an odd
 * number is made even there by a -Infinity, which changes nothing. `n` counts elements, `q` is
 * where the shares are, `s` what is known of the row (state.ts).
 */
import { instance, Lanes, narrowLow, widenLow } from "../../lanes";
import { sumError } from "../../math/exact";
import { Powers } from "./powers";
import { add, BELOW, bounded, COLDNESS, EQUAL, KEPT, REST, SCALE, SHARES, SPREAD, total } from "./state";

/** Two elements of an array, as `f64`. */
export function pair<T extends number>(at: usize): v128 {
  return widenLow<T>(sizeof<T>() === 4 ? v128.load64_zero(at) : v128.load(at));
}

export function putPair<T extends number>(at: usize, value: v128): void {
  if (sizeof<T>() === 4) store<f64>(at, f64x2.extract_lane(narrowLow(value), 0));
  else v128.store(at, value);
}

function across(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Copies logits to `p`. Returns the largest number, or -MAX_VALUE if that is larger. */
export function loadRow<T extends number>(x: usize, n: usize, p: usize): f64 {
  const op = instance<Lanes<f64>>();
  const even = n & ~1;
  let m = f64x2.splat(-f64.MAX_VALUE);
  for (let i: usize = 0; i < even; i += 2) {
    const logits = pair<T>(x + i * sizeof<T>());
    m = op.max(m, logits);
    v128.store(p + 8 * i, logits);
  }
  if (n & 1) {
    const last = f64x2.replace_lane(f64x2.splat(-Infinity), 0, <f64>load<T>(x + even * sizeof<T>()));
    m = op.max(m, last);
    v128.store(p + 8 * even, last);
  }
  return max(f64x2.extract_lane(m, 0), f64x2.extract_lane(m, 1));
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

/** Puts the powers in place of the logits, their sum at {@link BELOW} and {@link EQUAL}. */
export function exponentiate<K extends Powers>(p: usize, n: usize, largest: f64, roots: bool, s: usize): void {
  const op = instance<K>();
  const m = f64x2.splat(largest);
  let below = f64x2.splat(0);
  let low = f64x2.splat(0);
  let equal = f64x2.splat(0);
  for (let i: usize = 0; i < n; i += 2) {
    const x = v128.load(p + 8 * i);
    const power = roots ? op.powerForRoots(x, m) : op.power(x, m);
    const isLargest = f64x2.eq(f64x2.sub(x, m), f64x2.splat(0));
    const term = v128.andnot(power, isLargest);
    if (op.careful) low = f64x2.add(low, sumError<f64>(below, term));
    below = f64x2.add(below, term);
    equal = f64x2.add(equal, v128.and(isLargest, f64x2.splat(1)));
    v128.store(p + 8 * i, power);
  }
  store<f64>(s + BELOW, across(below) + across(low));
  store<f64>(s + EQUAL, across(equal));
}

/**
 * Adds the shares to {@link SHARES}, and returns the sum of share (largest - x) / temperature.
 * Where a class has no share, any distance is none.
 */
export function weightedDistance<K extends Powers>(p: usize, q: usize, n: usize, largest: f64, s: usize, c: usize): f64 {
  const m = f64x2.splat(largest);
  const coldness = v128.load(c, COLDNESS);
  let shares = f64x2.splat(0);
  let sharesLow = f64x2.splat(0);
  let distance = f64x2.splat(0);
  let distanceLow = f64x2.splat(0);
  for (let i: usize = 0; i < n; i += 2) {
    const share = v128.load(q + 8 * i);
    sharesLow = f64x2.add(sharesLow, sumError<f64>(shares, share));
    shares = f64x2.add(shares, share);
    const product = f64x2.mul(share, f64x2.mul(f64x2.sub(m, v128.load(p + 8 * i)), coldness));
    const term = v128.and(product, f64x2.ne(share, f64x2.splat(0)));
    if (instance<K>().careful) distanceLow = f64x2.add(distanceLow, sumError<f64>(distance, term));
    distance = f64x2.add(distance, term);
  }
  add(s + SHARES, f64x2.extract_lane(shares, 0));
  add(s + SHARES, f64x2.extract_lane(shares, 1));
  add(s + SHARES, across(sharesLow));
  return bounded(across(distance), across(distanceLow));
}

/** The gradient of a row with a label, but for the label itself: power times scale. */
export function writeGradient<T extends number>(p: usize, n: usize, y: usize, scale: f64): void {
  const even = n & ~1;
  const factor = f64x2.splat(scale);
  for (let i: usize = 0; i < even; i += 2) putPair<T>(y + i * sizeof<T>(), f64x2.mul(v128.load(p + 8 * i), factor));
  if (n & 1) store<T>(y + even * sizeof<T>(), <T>(load<f64>(p + 8 * even) * scale));
}

/**
 * The gradient of a row: ((A - a) e - a ((unit - e) + R)) scale, A the sum of the shares a, e the
 * powers and R their sum without the largest. Each product is right to a few roundings, also where
 * e is all but the whole sum, or a all but A.
 */
export function writeTargetGradient<K extends Powers, T extends number>(p: usize, q: usize, n: usize, y: usize, s: usize): void {
  const even = n & ~1;
  const shares = f64x2.splat(load<f64>(s + SHARES));
  const low = f64x2.splat(load<f64>(s + SHARES, 8));
  const unit = f64x2.splat(instance<K>().unit);
  const rest = f64x2.splat(total(s + REST));
  const scale = f64x2.splat(load<f64>(s + SCALE));
  for (let i: usize = 0; i < n; i += 2) {
    const e = v128.load(p + 8 * i);
    const share = v128.load(q + 8 * i);
    const others = f64x2.add(f64x2.sub(shares, share), low);
    const against = f64x2.mul(share, f64x2.add(f64x2.sub(unit, e), rest));
    const slope = f64x2.mul(f64x2.sub(f64x2.mul(others, e), against), scale);
    if (i < even) putPair<T>(y + i * sizeof<T>(), slope);
    else store<T>(y + i * sizeof<T>(), <T>f64x2.extract_lane(slope, 0));
  }
}
