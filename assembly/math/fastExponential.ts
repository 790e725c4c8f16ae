import { ArtanhRemainder, CothRemainder, Growth, LN2_HIGH, LN2_LOW } from "./coefficients/fast";
import { Exponential } from "./exponential";

/**
 * The exponential of the fast tier: `f32` lanes throughout, 2^-30.6 before rounding.
 *
 * ln2 in two words, the first of 15 bits: its product with `n` is exact, fused or not. r is in
 * nats, so C = 2 + w(r²). u and v carry 2^-32, so that results may be subnormal.
 */
export class FastExponential extends Exponential<f32> {
  get reach(): f64 {
    return 109.4;
  }

  get overflow(): f64 {
    return 110.9;
  }

  get underflow(): f64 {
    return 65.8;
  }

  get accurateAtZero(): FastExponential {
    return this;
  }

  get accurateAtRoots(): FastExponential {
    return this;
  }

  numerator(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    return this.mul(this.add(this.coth(r), r), this.scale(x, rate));
  }

  denominator(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    return this.mul(this.sub(this.coth(r), r), this.splat(2.3283064365386963e-10));
  }

  sum(x: v128, rate: f64): v128 {
    return this.add(this.numerator(x, rate), this.denominator(x, rate));
  }

  /** Linear for tiny x, where `u - v` would be subnormal. */
  tanhHalf(x: v128, rate: f64): v128 {
    const r = this.mul(this.remainder(x, rate), this.splat(0.5));
    const quotient = this.quotient(r, this.scale(x, rate), 2.3283064365386963e-10);
    return v128.bitselect(this.mul(x, this.splat(0.5 * rate)), quotient, v128.lt<f32>(this.abs(x), this.splat(1e-12)));
  }

  exp(x: v128): v128 {
    const s = this.power(x);
    return this.mul(this.madd(s, this.growth(x), s), this.splat(5.9604644775390625e-8));
  }

  /** e^x for any x, from e^r and 2^n in two factors: the result may be subnormal, or infinite. */
  unboundedExp(x: v128): v128 {
    const z = this.atMost(x, 176);
    const n = this.sub(this.shiftedUp(z), this.splat(12583063));
    const half = this.madd(n, this.splat(0.5), this.splat(12583039));
    const rest = this.sub(this.add(n, this.splat(12583039)), this.sub(half, this.splat(12583039)));
    const power = this.add(this.splat(1), this.growth(z));
    return this.mul(this.mul(power, i32x4.shl(half, 23)), i32x4.shl(rest, 23));
  }

  expm1(x: v128): v128 {
    return this.mul(this.raisedExpm1(x), this.splat(5.9604644775390625e-8));
  }

  /** A factor times `e^x - 1`. 2^-24 of the factor, not subnormal, is made once by the loop. */
  timesExpm1(factor: v128, x: v128): v128 {
    return this.mul(this.raisedExpm1(x), this.mul(factor, this.splat(5.9604644775390625e-8)));
  }

  /** `2^24 (e^x - 1)` */
  private raisedExpm1(x: v128): v128 {
    const s = this.power(x);
    return this.madd(s, this.growth(x), this.sub(s, this.splat(16777216)));
  }

  /**
   * tanh(x), from e^2x without the factor 2^-32; from 9.02 on it is 1 in `f32`. `M = 1.5 2^23 +
   * 127`
   */
  tanh(x: v128): v128 {
    const z = this.atMost(this.atLeast(x, -9.02), 9.02);
    const shifted = this.madd(z, this.splat(2 * Math.LOG2E), this.splat(12583039));
    const n = this.sub(shifted, this.splat(12583039));
    const high = this.nmadd(n, this.splat(0.5 * LN2_HIGH), z);
    const r = this.nmadd(n, this.splat(0.5 * LN2_LOW), high);
    return this.quotient(r, i32x4.shl(shifted, 23), 1);
  }

  logOnePlus(p: v128, q: v128): v128 {
    const s = this.div(p, this.madd(p, this.splat(0.5), q));
    const z = this.mul(s, s);
    const tail = this.cubic(z, ArtanhRemainder.c0, ArtanhRemainder.c1, ArtanhRemainder.c2, ArtanhRemainder.c3);
    return this.madd(s, this.mul(z, tail), s);
  }

  /**
   * x p / q, as `(a p / q) b` with x = -a b, a >= 1: x p would lose bits of a tiny x, p / q those
   * of a tiny p.
   */
  timesQuotient(x: v128, p: v128, q: v128): v128 {
    const a = this.atLeast(this.neg(x), 1);
    const b = this.atLeast(x, -1);
    return this.mul(this.div(this.mul(a, p), q), b);
  }

  /**
   * `(u - v) / (u + v)` from half of r, and 2^n and 1 with any factor they share. With C = 2 (1 +
   * w) the rounding of C costs little; and r = -0 gives -0.
   */
  private quotient(r: v128, s: v128, one: f64): v128 {
    const z = this.mul(r, r);
    const w = this.mul(z, this.madd(z, this.splat(8 * CothRemainder.c1), this.splat(2 * CothRemainder.c0)));
    const a = this.sub(this.splat(one), s);
    const b = this.add(this.splat(one), s);
    const difference = this.sub(this.nmadd(a, w, this.mul(b, r)), a);
    const sum = this.sub(b, this.nmadd(b, w, this.mul(a, r)));
    return this.div(difference, sum);
  }

  /** `n + M`, `M = 1.5 2^23 + 127 - 32` */
  protected shifted(x: v128, rate: f64): v128 {
    return this.madd(x, this.splat(rate * Math.LOG2E), this.splat(12583007));
  }

  private scale(x: v128, rate: f64): v128 {
    return i32x4.shl(this.shifted(x, rate), 23);
  }

  protected remainder(x: v128, rate: f64): v128 {
    const n = this.sub(this.shifted(x, rate), this.splat(12583007));
    return this.reduced(this.mul(x, this.splat(rate)), n);
  }

  /** `x - n ln2` */
  protected reduced(x: v128, n: v128): v128 {
    const high = this.nmadd(n, this.splat(LN2_HIGH), x);
    return this.nmadd(n, this.splat(LN2_LOW), high);
  }

  private coth(r: v128): v128 {
    return this.quadratic(this.mul(r, r), 2, CothRemainder.c0, CothRemainder.c1);
  }

  /** x, down to where e^x is 0 */
  protected bounded(x: v128): v128 {
    return this.atLeast(x, -104.7);
  }

  /**
   * `n + M` for {@link exp} and {@link expm1}: rounding up from 0.38 keeps |r| small where results
   * are, `M = 1.5 2^23 + 127 + 24`
   */
  private shiftedUp(x: v128): v128 {
    return this.add(this.octaves(this.bounded(x)), this.splat(12583063));
  }

  /** x log2 e + 0.12 */
  protected octaves(x: v128): v128 {
    return this.madd(x, this.splat(Math.LOG2E), this.splat(0.12));
  }

  /** `2^(n + 24)` */
  private power(x: v128): v128 {
    return i32x4.shl(this.shiftedUp(x), 23);
  }

  /** `e^r - 1` */
  private growth(x: v128): v128 {
    const n = this.sub(this.shiftedUp(x), this.splat(12583063));
    const r = this.reduced(this.bounded(x), n);
    const z = this.mul(r, r);
    const q = this.cubic(r, Growth.c0, Growth.c1, Growth.c2, Growth.c3);
    return this.add(r, this.madd(this.mul(z, r), q, this.mul(z, this.splat(0.5))));
  }
}
