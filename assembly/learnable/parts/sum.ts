import { kernel, widenHigh, widenLow } from "../../lanes";
import { errorOfSum } from "../../math/exact";

/** What is added up: a function of one vector of each array, in f64 lanes. */
export abstract class Term {
  abstract at(a: v128, b: v128, d: v128): v128;
}

/**
 * The sum of a term over `n` elements, a whole number of vectors, of arrays at `a`, `b` and `d`. It is compensated: but for one
 * rounding at its end it has the errors of its terms only. Where it overflows, it is what plain addition gives.
 */
export function sum<F extends Term, T extends number>(a: usize, b: usize, d: usize, n: usize): f64 {
  const f = kernel<F>();
  let high = f64x2.splat(0);
  let low = f64x2.splat(0);
  for (let i: usize = 0; i < n * sizeof<T>(); i += 16) {
    const x = v128.load(a + i);
    const y = v128.load(b + i);
    const z = v128.load(d + i);
    const term = f.at(widenLow<T>(x), widenLow<T>(y), widenLow<T>(z));
    const next = f64x2.add(high, term);
    low = f64x2.add(low, errorOfSum<f64>(high, term, next));
    high = next;
    if (sizeof<T>() === 4) {
      const other = f.at(widenHigh(x), widenHigh(y), widenHigh(z));
      const last = f64x2.add(high, other);
      low = f64x2.add(low, errorOfSum<f64>(high, other, last));
      high = last;
    }
  }
  const plain = f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
  const swapped = v128.shuffle<i64>(high, high, 1, 0);
  const rest = f64x2.add(low, v128.shuffle<i64>(low, low, 1, 0));
  const total = plain + (f64x2.extract_lane(errorOfSum<f64>(high, swapped, f64x2.add(high, swapped)), 0) + f64x2.extract_lane(rest, 0));
  return total - total === 0 ? total : plain;
}
