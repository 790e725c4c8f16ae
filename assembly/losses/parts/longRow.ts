/**
 * Passes over a row with a label that has more classes than there is room for powers, a block of
 * whole vectors at a time: for the largest logit, for the sum of the powers, and after the loss for
 * the gradient (softmaxCrossEntropy.ts). What is known of the row is in `s` (state.ts).
 *
 * A power costs several times what reading and writing it does. Where there is a gradient, `f64`
 * powers wait in its place, and those of `f32` logits, which are twice as wide, wherever there is
 * room for them; else they are computed again.
 */
import { instance, Lanes, narrow, widenHigh, widenLow } from "../../lanes";
import { sumError } from "../../math/exact";
import { Powers } from "./powers";
import { add, COUNT, LARGEST, REST, SCALE, SHARES } from "./state";

/** The largest logit so far. Without any number, it is the lowest that there is. */
export function largest<K extends Powers, T extends number>(x: usize, n: usize, s: usize, c: usize): void {
  const op = instance<Lanes<T>>();
  let m = v128.splat<T>(<T>load<f64>(s + LARGEST));
  for (let i: usize = 0; i < n * sizeof<T>(); i += 16) m = op.max(m, v128.load(x + i));
  if (sizeof<T>() === 4) m = widenLow<T>(op.max(m, v128.shuffle<i64>(m, m, 1, 1)));
  store<f64>(s + LARGEST, max(f64x2.extract_lane(m, 0), f64x2.extract_lane(m, 1)));
}

/**
 * Adds the powers of n logits to {@link REST}, but for those that are equal to the largest, which
 * are counted. All are kept at `kept`, unless that is 0.
 */
export function powers<K extends Powers, T extends number>(x: usize, kept: usize, n: usize, s: usize, c: usize): void {
  const op = instance<K>();
  const m = f64x2.splat(load<f64>(s + LARGEST));
  const largest = v128.splat<T>(<T>load<f64>(s + LARGEST));
  let sum = f64x2.splat(0);
  let low = f64x2.splat(0);
  let equal = v128.splat<i32>(0);
  for (let i: usize = 0; i < n * sizeof<T>(); i += 16) {
    const logits = v128.load(x + i);
    const isLargest = v128.eq<T>(logits, largest);
    equal = i32x4.sub(equal, isLargest);
    if (sizeof<T>() === 4) {
      const first = op.power(widenLow<T>(logits), m);
      const second = op.power(widenHigh(logits), m);
      if (kept) {
        v128.store(kept + 2 * i, first);
        v128.store(kept + 2 * i, second, 16);
      }
      const others = v128.andnot(first, i64x2.extend_low_i32x4_s(isLargest));
      sum = f64x2.add(sum, f64x2.add(others, v128.andnot(second, i64x2.extend_high_i32x4_s(isLargest))));
    } else {
      const power = op.power(logits, m);
      if (kept) v128.store(kept + i, power);
      const term = v128.andnot(power, isLargest);
      low = f64x2.add(low, sumError<f64>(sum, term));
      sum = f64x2.add(sum, term);
    }
  }
  add(s + REST, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
  if (sizeof<T>() === 8) add(s + REST, f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1));
  const count = i32x4.extract_lane(equal, 0) + i32x4.extract_lane(equal, 1) + i32x4.extract_lane(equal, 2) + i32x4.extract_lane(equal, 3);
  store<f64>(s + COUNT, load<f64>(s + COUNT) + <f64>(sizeof<T>() === 4 ? count : count >> 1));
  // What is infinite less itself is NaN, which the row then is.
  add(s + REST, load<f64>(s + LARGEST) - load<f64>(s + LARGEST));
}

/**
 * The gradient of n logits, but for that of the label: from the powers that are kept, or of `f32`
 * logits from these, if `kept` is 0.
 */
export function slopes<K extends Powers, T extends number>(x: usize, kept: usize, y: usize, n: usize, s: usize, c: usize): void {
  const op = instance<K>();
  const m = f64x2.splat(load<f64>(s + LARGEST));
  const scale = f64x2.splat(load<f64>(s + SHARES) * load<f64>(s + SCALE));
  for (let i: usize = 0; i < n * sizeof<T>(); i += 16) {
    if (sizeof<T>() === 8) v128.store(y + i, f64x2.mul(v128.load(kept + i), scale));
    else if (kept) v128.store(y + i, narrow<T>(f64x2.mul(v128.load(kept + 2 * i), scale), f64x2.mul(v128.load(kept + 2 * i, 16), scale)));
    else {
      const logits = v128.load(x + i);
      const low = f64x2.mul(op.power(widenLow<T>(logits), m), scale);
      const high = f64x2.mul(op.power(widenHigh(logits), m), scale);
      v128.store(y + i, narrow<T>(low, high));
    }
  }
}
