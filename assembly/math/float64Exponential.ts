import { instance } from "../lanes";
import { CothRemainder, LN2_HIGH, LN2_LOW } from "./coefficients/float64";
import { Compensated } from "./compensated";
import { Exponential } from "./exponential";

/**
 * The exponential as a fraction for `f64` results, where 2 to 3 ULP are good enough for being twice
 * as fast as {@link Compensated}.
 *
 * ln2 has two words, the first of 32 bits: its product with n is exact. r is in nats, C = 2 + z
 * w(z), z = r²; rounded, it is off by the same in u and v, of which little is left in u / v. u and
 * v carry 2^-60, so that results may be subnormal.
 */
export abstract class Float64Exponential extends Exponential<f64> {
  get reach(): f64 {
    return 749.5;
  }

  get overflow(): f64 {
    return 749.5;
  }

  get underflow(): f64 {
    return 667.5;
  }

  get accurateAtZero(): Float64Exponential {
    return this;
  }

  get accurateAtRoots(): Float64Exponential {
    return this;
  }

  numerator(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    return this.mul(this.add(this.coth(r), r), i64x2.shl(this.shifted(x, rate), 52));
  }

  denominator(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    return this.mul(this.sub(this.coth(r), r), this.splat(8.673617379884035e-19));
  }

  sum(x: v128, rate: f64): v128 {
    return this.add(this.numerator(x, rate), this.denominator(x, rate));
  }

  sigmoidSecondDerivative(z: v128, factor: f64): v128 {
    return instance<Compensated>().sigmoidSecondDerivative(z, factor);
  }

  tanh(x: v128): v128 {
    return this.withSign(this.tanhHalf(this.atMost(this.abs(this.add(x, x)), this.overflow), 1), x);
  }

  /**
   * ((s - 1) C + (s + 1) r) / ((s + 1) C + (s - 1) r), s = 2^n, with the 2 of C = 2 + z w kept
   * apart: it is not to round the rest. From s = 2^100 on, or before, this is 1.
   */
  tanhHalf(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    const s = this.atMost(this.mul(i64x2.shl(this.shifted(x, rate), 52), this.splat(2 ** 60)), 2 ** 100);
    const a = this.sub(s, this.splat(1));
    const b = this.add(s, this.splat(1));
    const z = this.mul(r, r);
    const w = this.mul(z, this.w(z));
    const difference = this.add(this.add(a, a), this.madd(b, r, this.mul(a, w)));
    const sum = this.add(this.add(b, b), this.madd(a, r, this.mul(b, w)));
    return this.div(difference, sum);
  }

  /** n + M, M = 1.5 2^52 + 1023 - 60 */
  private shifted(x: v128, rate: f64): v128 {
    return this.madd(x, this.splat(rate * Math.LOG2E), this.splat(6755399441056707));
  }

  private remainder(x: v128, rate: f64): v128 {
    const n = this.sub(this.shifted(x, rate), this.splat(6755399441056707));
    const high = this.nmadd(n, this.splat(LN2_HIGH), this.mul(x, this.splat(rate)));
    return this.nmadd(n, this.splat(LN2_LOW), high);
  }

  private coth(r: v128): v128 {
    const z = this.mul(r, r);
    return this.madd(z, this.w(z), this.splat(2));
  }

  private w(z: v128): v128 {
    return this.quartic(z, CothRemainder.c0, CothRemainder.c1, CothRemainder.c2, CothRemainder.c3, CothRemainder.c4);
  }
}
