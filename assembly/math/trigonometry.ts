import { Lanes } from "../lanes";
import {
  ArctangentDenominator,
  ArctangentNumerator,
  ArctangentRemainder,
  HalfTurnSine,
  PI_LOW,
  Pi33,
  Sine,
  SineRemainder,
} from "./coefficients/trigonometry";
import { errorOfSum, productError, productErrorToTheLast } from "./exact";

/**
 * Sines and the arctangent, in `f64` lanes.
 *
 * A remainder by π has two words, the second small; of those for `f32` results it is 0. The rate is
 * what an activation multiplies x by: its parameters are the rate, and that in two words of 29 and
 * 24 bits.
 */
export abstract class Trigonometry extends Lanes<f64> {
  /** arctan a for a >= 0 */
  abstract arctangent(a: v128): v128;

  /** sin(r + low) for |r| <= π/2 */
  abstract sine(r: v128, low: v128): v128;

  /** Whether remainders are half turns, whose sign is that of the result. */
  get isOfHalfTurns(): boolean {
    return false;
  }

  /** The rate times x, rounded so that its error is known. */
  high(x: v128): v128 {
    return this.mul(this.parameter(1), x);
  }

  /** The error of {@link high}. */
  low(x: v128): v128 {
    return this.mul(this.parameter(2), x);
  }

  /** y, the sine of x: a zero of the same sign where x is one. */
  withZero(y: v128, x: v128): v128 {
    return y;
  }

  /** factor y for the sine y of the rate times x */
  timesSine(factor: v128, y: v128, x: v128): v128 {
    return this.mul(factor, y);
  }

  /** cos y for |y| <= π/2: the sine of what is left to π/2. */
  cosine(y: v128): v128 {
    return this.sine(this.sub(this.splat(Math.PI / 2), this.abs(y)), this.splat(PI_LOW / 2));
  }
}

export class Float32Trigonometry extends Trigonometry {
  /** t P(t²) / Q(t²) for t <= 1, with t = 1/a where a is beyond: π/2 less that is the result. */
  arctangent(a: v128): v128 {
    const one = this.splat(1);
    const y = this.arctangentWithin(this.div(this.min(a, one), this.max(a, one)));
    return this.wherePositive(this.sub(a, one), this.sub(this.splat(Math.PI / 2), y), y);
  }

  /** arctan t for 0 <= t <= 1 */
  arctangentWithin(t: v128): v128 {
    const z = this.mul(t, t);
    const p = this.cubic(z, ArctangentNumerator.c0, ArctangentNumerator.c1, ArctangentNumerator.c2, ArctangentNumerator.c3);
    const q = this.quartic(z, 1, ArctangentDenominator.c1, ArctangentDenominator.c2, ArctangentDenominator.c3, ArctangentDenominator.c4);
    return this.div(this.mul(t, p), q);
  }

  sine(r: v128, low: v128): v128 {
    const z = this.mul(r, r);
    return this.mul(r, this.madd(z, this.quartic(z, Sine.c0, Sine.c1, Sine.c2, Sine.c3, Sine.c4), this.splat(1)));
  }

  /** The difference to π/2 is exact where the second word counts. */
  cosine(y: v128): v128 {
    const r = this.sub(this.splat(Math.PI / 2), this.abs(y));
    return this.sine(this.add(r, this.splat(PI_LOW / 2)), this.splat(0));
  }
}

/**
 * The same for waves, from half turns, of which a remainder is what two products are more than a
 * whole number. The parameters that follow are the rate over π in two words, of 29 and 53 bits: the
 * product of the first is exact.
 */
export class HalfTurns extends Float32Trigonometry {
  get isOfHalfTurns(): boolean {
    return true;
  }

  /** sin πr */
  sine(r: v128, low: v128): v128 {
    const z = this.mul(r, r);
    const rest = this.quartic(z, HalfTurnSine.c0, HalfTurnSine.c1, HalfTurnSine.c2, HalfTurnSine.c3, HalfTurnSine.c4);
    return this.mul(r, this.madd(z, rest, this.splat(Math.PI)));
  }

  /** The half turns of x, down to 2^-29 of them. */
  halfTurns(x: v128): v128 {
    return this.mul(this.parameter(3), x);
  }

  /** base, and what {@link halfTurns} has left. */
  addRest(base: v128, x: v128): v128 {
    return this.madd(this.parameter(4), x, base);
  }

  /** The half turns up to which a remainder is right to 2^-60. */
  get reach(): f64 {
    return 4194304;
  }
}

export class Float64Trigonometry extends Trigonometry {
  /**
   * b + arctan t with |t| <= tan(π/8): t is a, or (a - 1) / (a + 1) with b = π/4, or -1 / a with b
   * = π/2.
   */
  arctangent(a: v128): v128 {
    const one = this.splat(1);
    const middle = v128.gt<f64>(a, this.splat(Math.SQRT2 - 1));
    const far = v128.gt<f64>(a, this.splat(Math.SQRT2 + 1));
    const numerator = v128.bitselect(this.splat(-1), v128.bitselect(this.sub(a, one), a, middle), far);
    const denominator = v128.bitselect(a, v128.bitselect(this.add(a, one), one, middle), far);
    const quarters = this.add(v128.and(middle, this.splat(0.25)), v128.and(far, this.splat(0.25)));
    const t = this.div(numerator, denominator);
    const z = this.mul(t, t);
    const rest = this.madd(this.mul(t, z), this.arctangentRemainder(z), this.mul(quarters, this.splat(PI_LOW)));
    return this.add(this.mul(quarters, this.splat(Math.PI)), this.add(t, rest));
  }

  /** sin(r + low), as r + (r z w + low cos r), where 1 - z/2 does for the cosine. */
  sine(r: v128, low: v128): v128 {
    return this.add(r, this.sineRest(r, low));
  }

  /**
   * sin²(φ) / rate + x from the remainder of 2φ: sin² is that of half the remainder, or 1 less it
   * where `odd` is set. It has two words, as the quotient: at worst, where αx is -1.2, x takes
   * three quarters away.
   */
  addSquareOfHalf(x: v128, r: v128, low: v128, odd: v128): v128 {
    const h = this.mul(r, this.splat(0.5));
    const hLow = this.mul(low, this.splat(0.5));
    const s = this.sine(h, hLow);
    const sLow = this.sub(this.sineRest(h, hLow), this.sub(s, h));
    const product = this.mul(s, s);
    const productLow = this.madd(this.add(s, s), sLow, productError<f64>(s, s));
    const other = this.sub(this.splat(1), product);
    const otherLow = this.sub(this.sub(this.sub(this.splat(1), other), product), productLow);
    const square = v128.bitselect(other, product, odd);
    const squareLow = v128.bitselect(otherLow, productLow, odd);

    const rate = this.parameter(0);
    const y = this.div(square, rate);
    const residue = this.sub(this.sub(square, this.mul(y, rate)), productError<f64>(y, rate));
    const yLow = this.div(this.add(residue, squareLow), rate);
    const sum = this.add(x, y);
    return this.add(sum, this.add(errorOfSum<f64>(x, y, sum), yLow));
  }

  high(x: v128): v128 {
    return this.mul(this.parameter(0), x);
  }

  /** The error of {@link high}, but 0 where it could underflow, and no longer counts. */
  low(x: v128): v128 {
    const counts = v128.gt<f64>(this.abs(this.high(x)), this.splat(1e-280));
    return v128.and(productErrorToTheLast(this.parameter(0), x), counts);
  }

  /** The arguments from which {@link remainder} would not be exact. */
  get reach(): f64 {
    return 131072;
  }

  /** high + low - m π, for a multiple m of 1/4 */
  remainder(high: v128, low: v128, m: v128): v128 {
    return this.add(this.third(high, m), this.rest(high, low, m));
  }

  /** The error of {@link remainder}. */
  remainderLow(high: v128, low: v128, m: v128): v128 {
    return errorOfSum<f64>(this.third(high, m), this.rest(high, low, m), this.remainder(high, low, m));
  }

  withZero(y: v128, x: v128): v128 {
    return v128.or(y, v128.and(x, v128.eq<f64>(x, this.splat(0))));
  }

  /** A y of few digits, which the rate times x may be next to 0, is not multiplied. */
  timesSine(factor: v128, y: v128, x: v128): v128 {
    const tiny = v128.lt<f64>(this.abs(y), this.splat(1e-280));
    return v128.bitselect(this.mul(this.mul(factor, this.parameter(0)), x), this.mul(factor, y), tiny);
  }

  private sineRest(r: v128, low: v128): v128 {
    const z = this.mul(r, r);
    const cosine = this.nmadd(z, this.splat(0.5), this.splat(1));
    return this.madd(this.mul(r, z), this.sineRemainder(z), this.mul(low, cosine));
  }

  private sineRemainder(z: v128): v128 {
    return this.septic(
      z,
      SineRemainder.c0,
      SineRemainder.c1,
      SineRemainder.c2,
      SineRemainder.c3,
      SineRemainder.c4,
      SineRemainder.c5,
      SineRemainder.c6,
      SineRemainder.c7,
    );
  }

  private arctangentRemainder(z: v128): v128 {
    const z3 = this.mul(this.mul(z, z), z);
    const upper = this.septic(
      z,
      ArctangentRemainder.c3,
      ArctangentRemainder.c4,
      ArctangentRemainder.c5,
      ArctangentRemainder.c6,
      ArctangentRemainder.c7,
      ArctangentRemainder.c8,
      ArctangentRemainder.c9,
      ArctangentRemainder.c10,
    );
    return this.madd(z3, upper, this.quadratic(z, ArctangentRemainder.c0, ArctangentRemainder.c1, ArctangentRemainder.c2));
  }

  /** The difference after so many words of π. The products are exact. */
  private first(high: v128, m: v128): v128 {
    return this.nmadd(m, this.splat(Pi33.c0), high);
  }

  private second(high: v128, m: v128): v128 {
    return this.nmadd(m, this.splat(Pi33.c1), this.first(high, m));
  }

  private third(high: v128, m: v128): v128 {
    return this.nmadd(m, this.splat(Pi33.c2), this.second(high, m));
  }

  /** The differences' errors, the low word and the last word of π. */
  private rest(high: v128, low: v128, m: v128): v128 {
    const secondLow = this.differenceLow(this.first(high, m), this.mul(m, this.splat(Pi33.c1)), this.second(high, m));
    const thirdLow = this.differenceLow(this.second(high, m), this.mul(m, this.splat(Pi33.c2)), this.third(high, m));
    return this.add(this.add(secondLow, thirdLow), this.nmadd(m, this.splat(Pi33.c3), low));
  }

  private differenceLow(a: v128, b: v128, difference: v128): v128 {
    return errorOfSum<f64>(a, this.neg(b), difference);
  }
}
