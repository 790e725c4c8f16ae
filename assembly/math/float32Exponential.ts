import { instance, Lanes } from "../lanes";
import { Artanh, Coth2, Coth3, Coth4, TanhDenominator, TanhNumerator } from "./coefficients/float32";
import { Exponential } from "./exponential";

/** `C(z) = r coth(r ln2 / 2)`, `z = r²`, `|r| <= 1/2`. */
export abstract class Coth {
  abstract at(z: v128): v128;
}

export class Quadratic extends Coth {
  at(z: v128): v128 {
    return instance<Lanes<f64>>().quadratic(z, Coth2.c0, Coth2.c1, Coth2.c2);
  }
}

/** C is right, so also e^x - 1, which is 2r / C near 0. */
class Cubic extends Coth {
  at(z: v128): v128 {
    return instance<Lanes<f64>>().cubic(z, Coth3.c0, Coth3.c1, Coth3.c2, Coth3.c3);
  }
}

class Quartic extends Coth {
  at(z: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.quartic(z, Coth4.c0, Coth4.c1, Coth4.c2, Coth4.c3, Coth4.c4);
  }
}

/**
 * The exponential for `f32` results, in `f64` lanes. No `f32` needs a second word of log2 e,
 * nothing overflows or is scaled, and one rounding shows, the last: 0.5 ULP. The hundredth beside
 * it allows relative errors of 2^-30.6 before.
 *
 * Adding M = 1.5 2^52 + 1023 rounds t to n and leaves n + 1023 in the low bits; shifted into place
 * they are 2^n.
 */
export class Fraction<C extends Coth> extends Exponential<f64> {
  get reach(): f64 {
    return 707;
  }

  get overflow(): f64 {
    return 709.78271;
  }

  get underflow(): f64 {
    return 709.08957;
  }

  get accurateAtZero(): Fraction<Cubic> {
    return instance<Fraction<Cubic>>();
  }

  get accurateAtRoots(): Fraction<Quartic> {
    return instance<Fraction<Quartic>>();
  }

  numerator(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    return this.mul(this.add(this.coth(r), r), this.scale(x, rate));
  }

  denominator(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    return this.sub(this.coth(r), r);
  }

  sum(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    return this.madd(this.add(this.coth(r), r), this.scale(x, rate), this.denominator(x, rate));
  }

  tanhHalf(x: v128, rate: f64): v128 {
    return this.div(this.difference(x, rate), this.sum(x, rate));
  }

  exp(x: v128): v128 {
    const z = this.atLeast(x, -this.underflow);
    return this.div(this.numerator(z, 1), this.denominator(z, 1));
  }

  /** `2^x`, of which all is the rate ln2: x is not multiplied. */
  exp2(x: v128): v128 {
    return this.div(this.numerator(x, Math.LN2), this.denominator(x, Math.LN2));
  }

  /** No `f32` is beyond what f64 lanes hold but Infinity, and e^x is above any other x. */
  unboundedExp(x: v128): v128 {
    return this.max(this.exp(this.atMost(x, this.reach)), x);
  }

  expm1(x: v128): v128 {
    const z = this.atLeast(x, -this.underflow);
    return this.div(this.difference(z, 1), this.denominator(z, 1));
  }

  /**
   * x P(x²) / Q(x²); from 9.02 on, where it is 1 in `f32`, constant. Faster than (v - u) / (u + v)
   * on every engine.
   */
  tanh(x: v128): v128 {
    const c = this.atMost(this.atLeast(x, -9.02), 9.02);
    const z = this.mul(c, c);
    const p = this.quintic(z, TanhNumerator.c0, TanhNumerator.c1, TanhNumerator.c2, TanhNumerator.c3, TanhNumerator.c4, TanhNumerator.c5);
    const q = this.quintic(z, 1, TanhDenominator.c1, TanhDenominator.c2, TanhDenominator.c3, TanhDenominator.c4, TanhDenominator.c5);
    return this.div(this.mul(c, p), q);
  }

  logOnePlus(p: v128, q: v128): v128 {
    const s = this.div(p, this.madd(p, this.splat(0.5), q));
    return this.mul(s, this.quintic(this.mul(s, s), Artanh.c0, Artanh.c1, Artanh.c2, Artanh.c3, Artanh.c4, Artanh.c5));
  }

  timesQuotient(x: v128, p: v128, q: v128): v128 {
    return this.div(this.mul(x, p), q);
  }

  /** `u - v`, which does not cancel. */
  difference(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    const s = this.scale(x, rate);
    return this.nmadd(this.sub(this.splat(1), s), this.coth(r), this.mul(this.add(this.splat(1), s), r));
  }

  /** `n + M` */
  private shifted(x: v128, rate: f64): v128 {
    return this.madd(x, this.splat(rate * Math.LOG2E), this.splat(6755399441056767));
  }

  private scale(x: v128, rate: f64): v128 {
    return i64x2.shl(this.shifted(x, rate), 52);
  }

  private remainder(x: v128, rate: f64): v128 {
    const minusN = this.sub(this.splat(6755399441056767), this.shifted(x, rate));
    return this.madd(x, this.splat(rate * Math.LOG2E), minusN);
  }

  private coth(r: v128): v128 {
    return instance<C>().at(this.mul(r, r));
  }
}

export class Float32Exponential extends Fraction<Quadratic> {}
