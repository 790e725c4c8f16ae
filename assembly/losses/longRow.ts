/**
 * Passes over a row with a label that has more classes than there is room for powers, a block at a time: the first for the largest
 * logit, the second for the sum of the powers, the third for the gradient. What is known of the row is in `s` (state.ts).
 *
 * For `f64` results a power costs several times what reading and writing it does: where there is a gradient, powers wait in its
 * place. For `f32` results they are computed again, two vectors to a division.
 */
import { kernel } from "../lanes";
import { Compensated } from "../math/compensated";
import { FaithfulPowers, Powers } from "./powers";
import { add, EQUAL, LARGEST, put, REST, SCALE, SHARES, STATE, total } from "./state";

/** Room for the end of a block that is no whole vector, behind what is known of the row. */
const END: usize = STATE;
const END_OF_GRADIENT: usize = STATE + 16;

/** The largest of n logits and of those before; without any number, the lowest that there is. */
export function seek<T extends number>(x: usize, n: usize, first: bool, s: usize): void {
  const lowest = sizeof<T>() === 4 ? <f64>-f32.MAX_VALUE : -f64.MAX_VALUE;
  let largest = first ? lowest : load<f64>(s + LARGEST);
  const whole = x + ((n * sizeof<T>()) & ~15);
  const end = x + n * sizeof<T>();
  let m = v128.splat<T>(<T>largest);
  for (; x < whole; x += 16) m = v128.pmax<T>(m, v128.load(x));
  if (sizeof<T>() === 4) m = f64x2.promote_low_f32x4(f32x4.pmax(m, v128.shuffle<i64>(m, m, 1, 1)));
  largest = max(f64x2.extract_lane(m, 0), f64x2.extract_lane(m, 1));
  for (; x < end; x += sizeof<T>()) largest = select<f64>(<f64>load<T>(x), largest, <f64>load<T>(x) > largest);
  put(s + LARGEST, largest);
  put(s + REST, 0);
  put(s + EQUAL, 0);
}

/**
 * Adds the powers of n logits to {@link REST}, but for those that are equal to the largest: they are counted, and all but one of them
 * added with the last block. `f64` powers are kept at y, unless that is 0. An end that is no whole vector goes through the same loop,
 * filled up with -Infinity.
 */
export function collect<K extends Powers, T extends number>(x: usize, y: usize, n: usize, ends: bool, s: usize): void {
  const e = kernel<K>();
  const tail = (n * sizeof<T>()) & 15;
  let end = n * sizeof<T>() - tail;
  const keeps = sizeof<T>() === 8 && y !== 0;
  const last = y + end;
  const m = f64x2.splat(load<f64>(s + LARGEST));
  const largest = v128.splat<T>(<T>load<f64>(s + LARGEST));
  const none = v128.splat<T>(-Infinity as T);
  let sum = f64x2.splat(0);
  let low = f64x2.splat(0);
  let equal = i32x4.splat(0);
  for (;;) {
    for (let i: usize = 0; i < end; i += 16) {
      const logits = v128.load(x + i);
      const isLargest = v128.eq<T>(logits, largest);
      equal = i32x4.sub(equal, isLargest);
      let term: v128;
      if (sizeof<T>() === 4) {
        const others = v128.bitselect(none, logits, isLargest);
        term = kernel<FaithfulPowers>().sumOfPowers(
          f64x2.promote_low_f32x4(others),
          f64x2.promote_low_f32x4(v128.shuffle<i64>(others, others, 1, 1)),
          m,
        );
      } else {
        const power = e.power(logits, m);
        if (keeps) v128.store(y + i, power);
        term = v128.andnot(power, isLargest);
        low = f64x2.add(low, kernel<Compensated>().addLow(sum, term));
      }
      sum = f64x2.add(sum, term);
    }
    if (x === s + END) {
      if (keeps) store<f64>(last, load<f64>(y));
      break;
    }
    if (!tail) break;
    v128.store(s + END, none);
    memory.copy(s + END, x + end, tail);
    x = s + END;
    y = s + END_OF_GRADIENT;
    end = 16;
  }
  add(s + REST, f64x2.extract_lane(sum, 0));
  add(s + REST, f64x2.extract_lane(sum, 1));
  if (sizeof<T>() === 8) {
    add(s + REST, f64x2.extract_lane(low, 0));
    add(s + REST, f64x2.extract_lane(low, 1));
  }
  const count = i32x4.extract_lane(equal, 0) + i32x4.extract_lane(equal, 1) + i32x4.extract_lane(equal, 2) + i32x4.extract_lane(equal, 3);
  add(s + EQUAL, <f64>(sizeof<T>() === 4 ? count : count >> 1));
  // What is infinite less itself is NaN, which the row then is.
  if (ends) add(s + REST, (load<f64>(s + EQUAL) - 1) * e.unit + (load<f64>(s + LARGEST) - load<f64>(s + LARGEST)));
}

/** The gradient of n logits: `f32` from the logits, `f64` from the powers that are in its place. */
export function settleBlock<K extends Powers, T extends number>(x: usize, y: usize, n: usize, label: usize, s: usize): void {
  const e = kernel<K>();
  const tail = (n * sizeof<T>()) & 15;
  const start = y;
  let end = n * sizeof<T>() - tail;
  const last = y + end;
  const m = f64x2.splat(load<f64>(s + LARGEST));
  const factor = load<f64>(s + SHARES) * load<f64>(s + SCALE);
  const scale = f64x2.splat(factor);
  let own = 0.0;
  if (label < n)
    own =
      sizeof<T>() === 4 ? f64x2.extract_lane(e.power(f64x2.splat(<f64>load<T>(x + label * sizeof<T>())), m), 0) : load<f64>(y + label * 8);
  for (;;) {
    for (let i: usize = 0; i < end; i += 16) {
      if (sizeof<T>() === 4) {
        const logits = v128.load(x + i);
        const first = f64x2.promote_low_f32x4(logits);
        const second = f64x2.promote_low_f32x4(v128.shuffle<i64>(logits, logits, 1, 1));
        v128.store(y + i, kernel<FaithfulPowers>().scaledPowers(first, second, m, scale));
      } else v128.store(y + i, f64x2.mul(v128.load(y + i), scale));
    }
    if (x === s + END) {
      memory.copy(last, s + END_OF_GRADIENT, tail);
      break;
    }
    if (!tail) break;
    memory.copy(s + END, x + end, tail);
    if (sizeof<T>() === 8) memory.copy(s + END_OF_GRADIENT, last, tail);
    x = s + END;
    y = s + END_OF_GRADIENT;
    end = 16;
  }
  if (label < n) store<T>(start + label * sizeof<T>(), <T>(-(e.unit - own + total(s + REST)) * factor));
}
