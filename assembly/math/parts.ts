import { CothRemainder, LN2_HIGH, LN2_LOW } from "./coefficients/float64";
import { Exponential } from "./exponential";

/**
 * The exponential in parts, for `f64` results from which a fraction u / v would be too far:
 *
 *     e^(x + low) = 2^n (1 + r + t)
 *
 * n is x log2 e rounded, r = x + low - n ln2, |r| < 0.347, and t the rest: e^r - 1 - r, and what r
 * lost to rounding. 2^n and r are exact; t is small, and known to its last digits. So 1 + e^x and
 * e^x - 1 can be had in two words.
 *
 * From r coth(r/2) = 2 + z w(z), z = r², follows t = r y / (2 - y) with y = r - z w.
 *
 * `low` is what x has lost to rounding: where |x| is large, e^x is no better than its argument.
 *
 * `scale` carries a factor 2^80, so that a subnormal result is rounded once, when `lowered` takes
 * it away. From x = -764.5 down there is no exponent left, and 2^n is 0.
 */
export abstract class Parts extends Exponential<f64> {
  get reach(): f64 {
    return 764.5;
  }

  get overflow(): f64 {
    return 764.5;
  }

  /** 2^(n + 80) */
  scale(x: v128): v128 {
    return i64x2.shl(this.shifted(x), 52);
  }

  lowered(x: v128): v128 {
    return this.mul(x, this.splat(8.271806125530277e-25));
  }

  /** n */
  exponent(x: v128): v128 {
    return this.sub(this.shifted(x), this.splat(6755399441056847));
  }

  /** r */
  remainder(x: v128, low: v128): v128 {
    return this.sub(this.high(x), this.low(x, low));
  }

  /** t */
  higherTerms(x: v128, low: v128): v128 {
    const r = this.remainder(x, low);
    const y = this.nmadd(this.mul(r, r), this.w(this.mul(r, r)), r);
    return this.add(this.div(this.mul(r, y), this.sub(this.splat(2), y)), this.remainderError(x, low));
  }

  /** The rounding error of r. */
  protected remainderError(x: v128, low: v128): v128 {
    return this.sub(this.sub(this.high(x), this.remainder(x, low)), this.low(x, low));
  }

  /** 1 + r + t, rounded */
  mantissa(x: v128, low: v128): v128 {
    return this.add(this.leadingPart(x, low), this.trailingPart(x, low));
  }

  /** The rounding error of {@link mantissa}. */
  mantissaLow(x: v128, low: v128): v128 {
    return this.sub(this.trailingPart(x, low), this.sub(this.mantissa(x, low), this.leadingPart(x, low)));
  }

  protected leadingPart(x: v128, low: v128): v128 {
    return this.add(this.splat(1), this.remainder(x, low));
  }

  protected trailingPart(x: v128, low: v128): v128 {
    const error = this.sub(this.remainder(x, low), this.sub(this.leadingPart(x, low), this.splat(1)));
    return this.add(error, this.higherTerms(x, low));
  }

  /**
   * n + M, M = 1.5 2^52 + 1023 + 80: the sum rounds x log2 e, and its low bits are the exponent
   * field of 2^(n + 80).
   */
  protected shifted(x: v128): v128 {
    return this.madd(x, this.splat(Math.LOG2E), this.splat(6755399441056847));
  }

  /** x - n ln2 but for the second word of ln2. The first has 32 bits: nothing is rounded. */
  protected high(x: v128): v128 {
    return this.nmadd(this.exponent(x), this.splat(LN2_HIGH), x);
  }

  /** The difference of {@link high} and r. */
  protected low(x: v128, low: v128): v128 {
    return this.sub(this.mul(this.exponent(x), this.splat(LN2_LOW)), low);
  }

  /** w(z), in two chains that run side by side: on the way to a result it is what takes longest. */
  w(z: v128): v128 {
    const z2 = this.mul(z, z);
    const a = this.madd(z, this.splat(CothRemainder.c1), this.splat(CothRemainder.c0));
    const b = this.madd(z, this.splat(CothRemainder.c3), this.splat(CothRemainder.c2));
    return this.madd(this.madd(z2, this.splat(CothRemainder.c4), b), z2, a);
  }
}
