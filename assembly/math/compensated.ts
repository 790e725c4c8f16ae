import { Parts } from "./parts";

/**
 * Functions of the exponential for `f64` results. What the larger roundings on the way have lost is known, and its effect put
 * right to first order in the last step.
 */
export abstract class Compensated extends Parts {
  get forDifferences(): Compensated {
    return this;
  }

  half(z: v128): v128 {
    return this.logistic(this.neg(z), this.splat(0));
  }

  /** σ(x + low) for x <= 0, as E / (1 + E), E = e^(x + low) */
  logistic(x: v128, low: v128): v128 {
    return this.corrected(this.quotient(x, low), x, low);
  }

  /** factor σ(x + low) for x <= 0 */
  share(factor: v128, x: v128, low: v128): v128 {
    return this.corrected(this.mul(factor, this.quotient(x, low)), x, low);
  }

  /** For z >= 0 and a rate of 1: tanh(z / 2), as -(E - 1) / (1 + E) with E = e^-z. */
  ratio(z: v128, rate: f64): v128 {
    const x = this.neg(z);
    const zero = this.splat(0);
    const sumLow = this.madd(this.mantissaLow(x, zero), this.scaleLowered(x), this.onePlusLow(x, zero));
    const q = this.div(this.minusOne(x, zero), this.onePlus(x, zero));
    const c = this.nmadd(q, sumLow, this.minusOneLow(x, zero));
    return this.neg(this.madd(c, this.nmadd(q, this.splat(0.5), this.splat(0.5)), q));
  }

  expm1(x: v128): v128 {
    return this.minusOne(this.atLeast(x, -40), this.splat(0));
  }

  /** Right for any parameter, whichever of the two is beyond the normal numbers: 2^n is two factors. */
  scaledExp(i: i32, x: v128): v128 {
    const z = this.atMost(this.atLeast(x, -1402.2), 0);
    const n = this.exponent(z);
    const first = this.atLeast(n, -1000);
    const m = this.mul(this.parameter(i), this.mantissa(z, this.splat(0)));
    return this.mul(this.mul(m, this.power(first)), this.power(this.sub(n, first)));
  }

  /** e^(x + low) - 1 */
  minusOne(x: v128, low: v128): v128 {
    return this.add(this.minusOneFirst(x, low), this.minusOneSecond(x, low));
  }

  /** 1 + e^(x + low) for x <= 0 */
  onePlus(x: v128, low: v128): v128 {
    return this.add(this.splat(1), this.lowered(this.raised(x, low)));
  }

  /** e^(x + low) 2^80 */
  raised(x: v128, low: v128): v128 {
    return this.mul(this.mantissa(x, low), this.scale(x));
  }

  private onePlusLow(x: v128, low: v128): v128 {
    return this.sub(this.lowered(this.raised(x, low)), this.sub(this.onePlus(x, low), this.splat(1)));
  }

  private minusOneLow(x: v128, low: v128): v128 {
    return this.sub(this.minusOneSecond(x, low), this.sub(this.minusOne(x, low), this.minusOneFirst(x, low)));
  }

  /** (2^n - 1) + 2^n r, rounded: that sum is at least as large as its second term, or the first is 0 */
  private minusOneFirst(x: v128, low: v128): v128 {
    const s = this.scaleLowered(x);
    return this.add(this.sub(s, this.splat(1)), this.mul(s, this.remainder(x, low)));
  }

  private minusOneSecond(x: v128, low: v128): v128 {
    const s = this.scaleLowered(x);
    const lost = this.sub(this.sub(s, this.splat(1)), this.minusOneFirst(x, low));
    return this.madd(s, this.rest(x, low), this.add(lost, this.mul(s, this.remainder(x, low))));
  }

  private quotient(x: v128, low: v128): v128 {
    return this.div(this.raised(x, low), this.onePlus(x, low));
  }

  /** y (1 + c), where the errors of E count 1 / (1 + E) times: a line is near enough. */
  private corrected(y: v128, x: v128, low: v128): v128 {
    const weight = this.nmadd(this.onePlus(x, low), this.splat(0.4786), this.splat(1.457));
    const c = this.mul(weight, this.sub(this.mantissaLow(x, low), this.onePlusLow(x, low)));
    return this.lowered(this.madd(y, c, y));
  }

  /** 2^n for -1023 <= n, where it is 0 */
  private power(n: v128): v128 {
    return i64x2.shl(this.add(n, this.splat(6755399441056767)), 52);
  }
}
