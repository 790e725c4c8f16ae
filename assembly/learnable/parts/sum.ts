import { instance, widenLow } from "../../lanes";
import { errorOfSum } from "../../math/exact";

/** A term of a sum: a function of one vector of each array, in f64 lanes. */
export abstract class Term {
  abstract at(a: v128, b: v128, d: v128): v128;
}

/** Two elements of an array, in f64. */
export function two<T extends number>(at: usize): v128 {
  return sizeof<T>() === 8 ? v128.load(at) : widenLow<f32>(v128.load64_zero(at));
}

/**
 * The sum of a term over `n` elements, a whole number of vectors, of arrays at `a`, `b` and `d`. It
 * is compensated: but for one rounding at its end it has the errors of its terms only. Where it
 * overflows, it is what plain addition gives.
 */
export function sum<F extends Term, T extends number>(a: usize, b: usize, d: usize, n: usize): f64 {
  const f = instance<F>();
  let high = f64x2.splat(0);
  let low = f64x2.splat(0);
  for (let i: usize = 0; i < n * sizeof<T>(); i += 2 * sizeof<T>()) {
    const term = f.at(two<T>(a + i), two<T>(b + i), two<T>(d + i));
    const next = f64x2.add(high, term);
    low = f64x2.add(low, errorOfSum<f64>(high, term, next));
    high = next;
  }
  const plain = f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
  const swapped = v128.shuffle<i64>(high, high, 1, 0);
  const remainder = f64x2.add(low, v128.shuffle<i64>(low, low, 1, 0));
  const total =
    plain + (f64x2.extract_lane(errorOfSum<f64>(high, swapped, f64x2.add(high, swapped)), 0) + f64x2.extract_lane(remainder, 0));
  return total - total === 0 ? total : plain;
}
