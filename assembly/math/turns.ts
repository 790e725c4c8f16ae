import { instance, Lanes, Rare } from "../lanes";
import { DIGITS } from "./coefficients/trigonometry";
import { errorOfSum, upperHalf } from "./exact";

/**
 * The sum of two numbers in half turns, for any `f64` (Payne & Hanek 1983): a + b over π, less the
 * nearest whole number n. The lanes of `x` are a and b, times 2^-128; those of the result the two
 * words of the difference, and the lowest bit of the second, which is worth nothing, is that of n.
 *
 * With D the digits of 1/π, of 24 bits, and y = x 2^-24k, whose last bit is worth 1 or more,
 *
 *     x / π = Σ y D(k - 1 + m) 2^-24m
 *
 * where all terms with m < 0 are even. Of those with m <= 8 the upper and the lower half of y make
 * exact products; the others are below 2^-116. No double comes nearer to a multiple of π than
 * 2^-60: all digits of the result are right.
 *
 * Terms that reach so far up are taken apart into multiples of 2^-48, of which sums are exact, and
 * what is left.
 */
export class Turns extends Rare {
  at(x: v128): v128 {
    const op = instance<Lanes<f64>>();
    const index = this.index(x);
    const y = op.mul(x, this.power(index));
    const a = upperHalf<f64>(y);
    const b = op.sub(y, a);
    const d1 = this.digit(index, 1, 5.9604644775390625e-8);
    const d2 = this.digit(index, 2, 3.552713678800501e-15);
    const d3 = this.digit(index, 3, 2.117582368135751e-22);
    const d4 = this.digit(index, 4, 1.262177448353619e-29);
    const d5 = this.digit(index, 5, 7.52316384526264e-37);
    const d6 = this.digit(index, 6, 4.484155085839415e-44);
    const d7 = this.digit(index, 7, 2.6727647100921956e-51);
    const d8 = this.digit(index, 8, 1.5930919111324523e-58);

    const t0 = op.add(this.odd(op.mul(b, op.lookup(index, DIGITS))), op.add(this.odd(op.mul(a, d2)), this.odd(op.mul(b, d1))));
    const t1 = op.add(this.odd(op.mul(a, d3)), this.odd(op.mul(b, d2)));
    const t2 = this.odd(op.mul(a, d4));
    const t3 = this.odd(op.mul(b, d3));
    const t4 = op.mul(a, d5);
    const t5 = op.mul(b, d4);
    const coarse = op.add(op.add(this.coarse(t2), this.coarse(t3)), op.add(this.coarse(t4), this.coarse(t5)));
    const fine = op.add(op.add(this.fine(t2), this.fine(t3)), op.add(this.fine(t4), this.fine(t5)));
    const sum = op.add(op.add(t0, t1), coarse);

    const t6 = op.mul(a, d6);
    const t7 = op.mul(b, d5);
    const small = op.add(t6, t7);
    const rest = op.add(fine, small);
    const restLow = op.add(errorOfSum<f64>(fine, small, rest), errorOfSum<f64>(t6, t7, small));
    const last = op.add(op.add(op.mul(a, d7), op.mul(b, d6)), op.add(op.mul(a, d8), op.mul(b, d7)));

    const n = op.nearest(sum);
    const f = op.sub(sum, n);
    const high = op.add(f, rest);
    const low = op.add(errorOfSum<f64>(f, rest, high), op.add(restLow, last));
    return this.ended(n, high, low);
  }

  /** The result of n + high + low, in each lane: here their sum. */
  protected ended(n: v128, high: v128, low: v128): v128 {
    const op = instance<Lanes<f64>>();
    const other = this.swapped(high);
    const sum = op.add(high, other);
    const m = op.nearest(sum);
    const f = op.sub(sum, m);
    const rest = op.add(errorOfSum<f64>(high, other, sum), op.add(low, this.swapped(low)));
    const first = op.add(f, rest);
    const second = errorOfSum<f64>(f, rest, first);
    const bits = op.add(op.add(m, op.splat(6755399441055744)), op.add(n, this.swapped(n)));
    const marked = v128.or(v128.and(second, i64x2.splat(-2)), v128.and(bits, i64x2.splat(1)));
    return v128.shuffle<i64>(first, marked, 0, 2);
  }

  private swapped(x: v128): v128 {
    return v128.shuffle<i64>(x, x, 1, 0);
  }

  /** k + 7, at least 0; the quotient by 24 as a product. */
  private index(x: v128): v128 {
    const exponent = i64x2.shr_u(instance<Lanes<f64>>().abs(x), 52);
    const bits = i32x4.max_s(i64x2.sub(exponent, i64x2.splat(779)), i64x2.splat(0));
    return i32x4.shr_u(i32x4.mul(bits, i64x2.splat(2731)), 16);
  }

  /** 2^(128 - 24k) */
  private power(index: v128): v128 {
    return i64x2.shl(i64x2.sub(i64x2.splat(1319), i32x4.mul(index, i64x2.splat(24))), 52);
  }

  /** D(k - 1 + m) 2^-24m */
  private digit(index: v128, m: i32, power: f64): v128 {
    const op = instance<Lanes<f64>>();
    return op.mul(op.lookup(i64x2.add(index, i64x2.splat(m)), DIGITS), op.splat(power));
  }

  /** A term less the nearest even number. */
  private odd(term: v128): v128 {
    const op = instance<Lanes<f64>>();
    const half = op.nearest(op.mul(term, op.splat(0.5)));
    return op.sub(term, op.add(half, half));
  }

  /** The nearest multiple of 2^-48, for a term below 8. */
  private coarse(term: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.sub(op.add(term, op.splat(24)), op.splat(24));
  }

  private fine(term: v128): v128 {
    return instance<Lanes<f64>>().sub(term, this.coarse(term));
  }
}
