import { Parts } from "./parts";

/**
 * Functions of E = e^(x + low), x <= 0, for `f64` results. What the larger roundings on the way
 * have lost is known, and its effect put right to first order in the last step. The methods start
 * from x each time; what two of them share is computed once.
 */
export abstract class Compensated extends Parts {
  get accurateAtZero(): Compensated {
    return this;
  }

  get accurateAtRoots(): Compensated {
    return this;
  }

  /** E / (1 + E) = σ(x + low), from E 2^80 and its relative error */
  logistic(raised: v128, low: v128): v128 {
    return this.corrected(this.quotient(raised), raised, low);
  }

  /** factor E / (1 + E), likewise: rounded once where that is subnormal */
  timesLogistic(factor: v128, raised: v128, low: v128): v128 {
    return this.corrected(this.mul(factor, this.quotient(raised)), raised, low);
  }

  /** factor σ''(z), as E (E - 1) / (1 + E)³ with E = e^-z; -0 where E - 1 is 0 */
  sigmoidSecondDerivative(z: v128, factor: f64): v128 {
    const x = this.neg(z);
    const zero = this.splat(0);
    const s = this.lowered(this.scale(x));
    const a = this.differenceHigh(s, x, zero);
    const b = this.differenceLow(s, x, zero);
    const y = this.overCube(this.raised(x, zero), this.mantissaLow(x, zero), a, b);
    return this.withSign(this.mul(y, this.splat(factor * 8.271806125530277e-25)), this.splat(-0.0));
  }

  unboundedExp(x: v128): v128 {
    return this.mul(this.firstFactor(x), this.secondFactor(x));
  }

  /**
   * A factor times e^x, with 2^n in as many powers of two as bring the smallest factor beyond the
   * format, and the largest to 0.
   */
  timesUnboundedExp(factor: v128, x: v128): v128 {
    const z = this.atMost(this.atLeast(x, -2095.3), 1460);
    const first = this.within(this.exponent(z));
    const rest = this.sub(this.exponent(z), first);
    const second = this.within(rest);
    const m = this.mul(factor, this.mul(this.mantissa(z, this.splat(0)), this.power(first)));
    return this.mul(this.mul(m, this.power(second)), this.powerOrInfinity(this.sub(rest, second), x));
  }

  expm1(x: v128): v128 {
    return this.expm1OfSum(x, this.splat(0));
  }

  timesExp(factor: v128, x: v128): v128 {
    return this.timesExpOfSum(factor, x, this.splat(0));
  }

  /** E - 1, also where 2^n vanishes. */
  expm1OfSum(x: v128, low: v128): v128 {
    const z = this.bounded(x);
    return this.difference(this.power(this.exponentFirst(z)), z, low);
  }

  /** A factor times E, with 2^n in two factors: either may be beyond the normal numbers. */
  timesExpOfSum(factor: v128, x: v128, low: v128): v128 {
    const z = this.bounded(x);
    const first = this.exponentFirst(z);
    const second = this.sub(this.exponent(z), first);
    const m = this.mul(factor, this.mantissa(z, low));
    return this.mul(this.mul(m, this.power(first)), this.power(second));
  }

  /** E - 1 */
  minusOne(x: v128, low: v128): v128 {
    return this.difference(this.lowered(this.scale(x)), x, low);
  }

  /** E - 1 rounded, for low = 0. */
  minusOneHigh(x: v128): v128 {
    return this.differenceHigh(this.lowered(this.scale(x)), x, this.splat(0));
  }

  /** The difference of E - 1 and {@link minusOneHigh}. */
  minusOneLow(x: v128): v128 {
    return this.differenceLow(this.lowered(this.scale(x)), x, this.splat(0));
  }

  /** E 2^80 */
  raised(x: v128, low: v128): v128 {
    return this.mul(this.mantissa(x, low), this.scale(x));
  }

  /**
   * E (a + b) / (1 + E)², from E 2^80 and its relative error; the result carries 2^80 as well. The
   * smaller term b takes the correction c of the whole: so it costs no rounding of its own.
   */
  overSquare(raised: v128, low: v128, a: v128, b: v128): v128 {
    const e = this.lowered(raised);
    const f = this.madd(e, e, this.add(e, e));
    const w = this.add(this.splat(1), f);
    const wLow = this.sub(f, this.sub(w, this.splat(1)));
    const c = this.nmadd(this.madd(e, this.add(low, low), wLow), this.nmadd(e, this.splat(0.7), this.splat(1)), low);
    return this.div(this.mul(raised, this.add(a, this.madd(this.add(a, b), c, b))), w);
  }

  /** E (a + b) / (1 + E)³, likewise; the denominator as 1 + 3 E + E² (3 + E) */
  overCube(raised: v128, low: v128, a: v128, b: v128): v128 {
    const e = this.lowered(raised);
    const f = this.mul(e, this.splat(3));
    const g = this.mul(this.mul(e, e), this.add(e, this.splat(3)));
    const w1 = this.add(this.splat(1), f);
    const w = this.add(w1, g);
    const wLow = this.add(this.sub(f, this.sub(w1, this.splat(1))), this.sub(g, this.sub(w, w1)));
    const i = this.nmadd(e, this.splat(0.5), this.splat(1));
    const c = this.nmadd(this.madd(wLow, this.mul(i, i), this.mul(this.mul(low, this.splat(3)), e)), i, low);
    return this.div(this.mul(raised, this.add(a, this.madd(this.add(a, b), c, b))), w);
  }

  private difference(s: v128, x: v128, low: v128): v128 {
    return this.add(this.differenceHigh(s, x, low), this.differenceLow(s, x, low));
  }

  /**
   * (s - 1) + s r, rounded, s = 2^n. The first term is not smaller than the second, unless it is 0:
   * what is lost is exact.
   */
  private differenceHigh(s: v128, x: v128, low: v128): v128 {
    return this.add(this.sub(s, this.splat(1)), this.mul(s, this.remainder(x, low)));
  }

  private differenceLow(s: v128, x: v128, low: v128): v128 {
    const error = this.sub(this.sub(s, this.splat(1)), this.differenceHigh(s, x, low));
    return this.madd(s, this.higherTerms(x, low), this.add(error, this.mul(s, this.remainder(x, low))));
  }

  private quotient(raised: v128): v128 {
    return this.div(raised, this.onePlus(raised));
  }

  private onePlus(raised: v128): v128 {
    return this.add(this.splat(1), this.lowered(raised));
  }

  /** y (1 + c), c = (error of E - error of 1 + E) / (1 + E): to first order is enough. */
  private corrected(y: v128, raised: v128, low: v128): v128 {
    const sum = this.onePlus(raised);
    const sumLow = this.sub(this.lowered(raised), this.sub(sum, this.splat(1)));
    const c = this.mul(this.nmadd(sum, this.splat(0.4786), this.splat(1.457)), this.sub(low, sumLow));
    return this.lowered(this.madd(y, c, y));
  }

  /** e^x but for {@link secondFactor}: from 2^-1000 to 2^1000. */
  private firstFactor(x: v128): v128 {
    const z = this.wide(x);
    return this.mul(this.mantissa(z, this.splat(0)), this.power(this.within(this.exponent(z))));
  }

  /** A power of two, which at Infinity is Infinity. */
  private secondFactor(x: v128): v128 {
    const n = this.exponent(this.wide(x));
    return this.powerOrInfinity(this.sub(n, this.within(n)), x);
  }

  /** 2^n, or Infinity where x is. */
  private powerOrInfinity(n: v128, x: v128): v128 {
    return this.max(this.power(n), this.mul(x, this.splat(2 ** -1022)));
  }

  /** The part of n that stays within the normal numbers. */
  private within(n: v128): v128 {
    return this.atMost(this.atLeast(n, -1000), 1000);
  }

  /** x, on either side as far as 2^n is the product of two powers. */
  private wide(x: v128): v128 {
    return this.atMost(this.atLeast(x, -1402.2), 1402.2);
  }

  /** x, down to where 2^n, as the product of two powers, is 0. */
  private bounded(x: v128): v128 {
    return this.atMost(this.atLeast(x, -1402.2), 0);
  }

  protected exponentFirst(x: v128): v128 {
    return this.atLeast(this.exponent(x), -1000);
  }

  /** 2^n for n >= -1023, where it is 0 */
  protected power(n: v128): v128 {
    return i64x2.shl(this.add(n, this.splat(6755399441056767)), 52);
  }
}
