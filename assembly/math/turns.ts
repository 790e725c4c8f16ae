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
 * exact products; the others are below 2^-116. No double comes nearer to a multiple of π than 2^-60:
 * all digits of the result are right.
 *
 * Terms that reach so far up are taken to multiples of 2^-48, of which sums are exact, and small
 * rests.
 */
export class Turns extends Rare {
  at(x: v128): v128 {
    const e = instance<Lanes<f64>>();
    const high = this.fraction(x);
    const low = this.fractionLow(x);
    const swapped = this.swap(high);
    const sum = e.add(high, swapped);
    const whole = e.nearest(sum);
    const f = e.sub(sum, whole);
    const rest = e.add(errorOfSum<f64>(high, swapped, sum), e.add(low, this.swap(low)));
    const first = e.add(f, rest);
    const second = errorOfSum<f64>(f, rest, first);
    const wholes = this.wholes(x);
    const n = e.add(e.add(whole, e.splat(6755399441055744)), e.add(wholes, this.swap(wholes)));
    const marked = v128.or(v128.and(second, i64x2.splat(-2)), v128.and(n, i64x2.splat(1)));
    return v128.shuffle<i64>(first, marked, 0, 2);
  }

  private swap(x: v128): v128 {
    return v128.shuffle<i64>(x, x, 1, 0);
  }

  /** k, with 7 added so that the least is 0; the quotient by 24 as a product. */
  private index(x: v128): v128 {
    const exponent = i64x2.shr_u(instance<Lanes<f64>>().abs(x), 52);
    const bits = i32x4.max_s(i64x2.sub(exponent, i64x2.splat(779)), i64x2.splat(0));
    return i32x4.shr_u(i32x4.mul(bits, i64x2.splat(2731)), 16);
  }

  /** y */
  private scaled(x: v128): v128 {
    const exponent = i64x2.sub(i64x2.splat(1319), i32x4.mul(this.index(x), i64x2.splat(24)));
    return instance<Lanes<f64>>().mul(x, i64x2.shl(exponent, 52));
  }

  /** The product of the upper half of y and a digit. */
  private upper(x: v128, m: i32): v128 {
    const e = instance<Lanes<f64>>();
    return e.mul(upperHalf<f64>(this.scaled(x)), this.digit(x, m));
  }

  private lower(x: v128, m: i32): v128 {
    const e = instance<Lanes<f64>>();
    const y = this.scaled(x);
    return e.mul(e.sub(y, upperHalf<f64>(y)), this.digit(x, m));
  }

  /** D(k - 1 + m) 2^-24m */
  private digit(x: v128, m: i32): v128 {
    const e = instance<Lanes<f64>>();
    const digit = e.lookup(i64x2.add(this.index(x), i64x2.splat(m)), DIGITS);
    return e.mul(digit, e.splat(1 / f64(1 << (12 * m)) / f64(1 << (12 * m))));
  }

  /** The term less the nearest even number. */
  private odd(term: v128): v128 {
    const e = instance<Lanes<f64>>();
    const half = e.nearest(e.mul(term, e.splat(0.5)));
    return e.sub(term, e.add(half, half));
  }

  /** The nearest multiple of 2^-48 */
  private coarse(term: v128): v128 {
    const e = instance<Lanes<f64>>();
    return e.sub(e.add(term, e.splat(24)), e.splat(24));
  }

  private fine(term: v128): v128 {
    return instance<Lanes<f64>>().sub(term, this.coarse(term));
  }

  /** The sum of all multiples of 2^-48, exactly. */
  private sum(x: v128): v128 {
    const e = instance<Lanes<f64>>();
    const first = e.add(this.odd(this.lower(x, 0)), e.add(this.odd(this.upper(x, 2)), this.odd(this.lower(x, 1))));
    const second = e.add(this.odd(this.upper(x, 3)), this.odd(this.lower(x, 2)));
    const third = e.add(this.coarse(this.odd(this.upper(x, 4))), this.coarse(this.odd(this.lower(x, 3))));
    const fourth = e.add(this.coarse(this.upper(x, 5)), this.coarse(this.lower(x, 4)));
    return e.add(e.add(first, second), e.add(third, fourth));
  }

  private wholes(x: v128): v128 {
    return instance<Lanes<f64>>().nearest(this.sum(x));
  }

  /** The rests, in one sum that is exact, and one with an error. */
  private rests(x: v128): v128 {
    const e = instance<Lanes<f64>>();
    const upper = e.add(this.fine(this.odd(this.upper(x, 4))), this.fine(this.odd(this.lower(x, 3))));
    return e.add(upper, e.add(this.fine(this.upper(x, 5)), this.fine(this.lower(x, 4))));
  }

  private more(x: v128): v128 {
    return instance<Lanes<f64>>().add(this.upper(x, 6), this.lower(x, 5));
  }

  private small(x: v128): v128 {
    return instance<Lanes<f64>>().add(this.rests(x), this.more(x));
  }

  /** The sum of all terms less its nearest whole number. */
  private fraction(x: v128): v128 {
    const e = instance<Lanes<f64>>();
    return e.add(e.sub(this.sum(x), this.wholes(x)), this.small(x));
  }

  private fractionLow(x: v128): v128 {
    const e = instance<Lanes<f64>>();
    const error = errorOfSum<f64>(e.sub(this.sum(x), this.wholes(x)), this.small(x), this.fraction(x));
    const smallError = errorOfSum<f64>(this.rests(x), this.more(x), this.small(x));
    const moreError = errorOfSum<f64>(this.upper(x, 6), this.lower(x, 5), this.more(x));
    const last = e.add(e.add(this.upper(x, 7), this.lower(x, 6)), e.add(this.upper(x, 8), this.lower(x, 7)));
    return e.add(error, e.add(e.add(smallError, moreError), last));
  }
}
