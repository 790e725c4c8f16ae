import { instance, widenLow } from "../../lanes";
import { errorOfSum } from "../../math/exact";

/** The terms of sums, one or up to three: functions of one vector of each array, in f64 lanes. */
export abstract class SumTerms {
  abstract get count(): i32;
  abstract at(i: i32, a: v128, b: v128, d: v128): v128;
}

/** Two elements of an array, in f64. */
export function two<T extends number>(at: usize): v128 {
  return sizeof<T>() === 8 ? v128.load(at) : widenLow<f32>(v128.load64_zero(at));
}

/**
 * Writes the sums of terms over `n` elements, a whole number of vectors, of arrays at `a`, `b` and
 * `d`, to `sums`. Each is compensated: but for one rounding at its end it has the errors of its
 * terms only. Where it overflows, it is what plain addition gives.
 *
 * Several terms pass through the scratch of the context: one function makes them, so that they have
 * in common what they can, and the sums stay in registers.
 */
export function writeSums<F extends SumTerms, T extends number>(a: usize, b: usize, d: usize, n: usize, sums: usize, c: usize): void {
  const count = instance<F>().count;
  let high0 = f64x2.splat(0);
  let high1 = f64x2.splat(0);
  let high2 = f64x2.splat(0);
  let low0 = f64x2.splat(0);
  let low1 = f64x2.splat(0);
  let low2 = f64x2.splat(0);
  for (let i: usize = 0; i < n * sizeof<T>(); i += 2 * sizeof<T>()) {
    if (count > 1) writeTerms<F>(two<T>(a + i), two<T>(b + i), two<T>(d + i), c);
    const term0 = count > 1 ? v128.load(c) : firstTerm<F>(two<T>(a + i), two<T>(b + i), two<T>(d + i));
    const next0 = f64x2.add(high0, term0);
    low0 = f64x2.add(low0, errorOfSum<f64>(high0, term0, next0));
    high0 = next0;
    if (count > 1) {
      const term1 = v128.load(c, 16);
      const next1 = f64x2.add(high1, term1);
      low1 = f64x2.add(low1, errorOfSum<f64>(high1, term1, next1));
      high1 = next1;
    }
    if (count > 2) {
      const term2 = v128.load(c, 32);
      const next2 = f64x2.add(high2, term2);
      low2 = f64x2.add(low2, errorOfSum<f64>(high2, term2, next2));
      high2 = next2;
    }
  }
  store<f64>(sums, total(high0, low0));
  if (count > 1) store<f64>(sums, total(high1, low1), 8);
  if (count > 2) store<f64>(sums, total(high2, low2), 16);
}

function firstTerm<F extends SumTerms>(a: v128, b: v128, d: v128): v128 {
  return instance<F>().at(0, a, b, d);
}

/** Writes the terms to `to`. */
function writeTerms<F extends SumTerms>(a: v128, b: v128, d: v128, to: usize): void {
  const f = instance<F>();
  const term0 = f.at(0, a, b, d);
  const term1 = f.count > 1 ? f.at(1, a, b, d) : term0;
  const term2 = f.count > 2 ? f.at(2, a, b, d) : term0;
  v128.store(to, term0);
  if (f.count > 1) v128.store(to, term1, 16);
  if (f.count > 2) v128.store(to, term2, 32);
}

/** The sum of both lanes of a sum and of what it lost. */
function total(high: v128, low: v128): f64 {
  const plain = f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1);
  const swapped = v128.shuffle<i64>(high, high, 1, 0);
  const remainder = f64x2.add(low, v128.shuffle<i64>(low, low, 1, 0));
  const whole =
    plain + (f64x2.extract_lane(errorOfSum<f64>(high, swapped, f64x2.add(high, swapped)), 0) + f64x2.extract_lane(remainder, 0));
  return select<f64>(whole, plain, whole - whole === 0);
}
