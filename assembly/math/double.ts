import { Exponential } from "./exponential";

/** For `f64` results: ln2 in two words, `r` in nats, 2^-58.8 before rounding; `u` and `v` carry 2^-60 so that results may be subnormal. */
export class Double extends Exponential<f64> {
  get reach(): f64 {
    return 749.5;
  }

  get underflow(): f64 {
    return 667.5;
  }

  get forDifferences(): Double {
    return this;
  }

  get forRoots(): Double {
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

  ratio(x: v128, rate: f64): v128 {
    return this.div(this.difference(x, rate), this.sum(x, rate));
  }

  exp(x: v128): v128 {
    const z = this.atLeast(x, -this.reach);
    return this.div(this.denominator(this.neg(z), 1), this.numerator(this.neg(z), 1));
  }

  expm1(x: v128): v128 {
    const z = this.atLeast(x, -this.reach);
    return this.div(this.difference(z, 1), this.denominator(z, 1));
  }

  tanh(x: v128): v128 {
    const z = this.atMost(this.atLeast(x, -20), 20);
    return this.withSign(this.ratio(z, 2), x);
  }

  /** 2^-59.4 before rounding. */
  logOnePlus(p: v128, q: v128): v128 {
    const s = this.div(p, this.madd(p, this.splat(0.5), q));
    const z = this.mul(s, s);
    const high = this.quartic(
      z,
      0.000018782423069616402,
      0.000004059130659149941,
      9.236298989887773e-7,
      1.5906494995279737e-7,
      8.115556414268411e-8,
    );
    const z2 = this.mul(z, z);
    const low = this.quartic(
      z,
      0.08333333333333288,
      0.012500000000049187,
      0.0022321428552994774,
      0.0004340278119346425,
      0.00008877804627352288,
    );
    const tail = this.madd(this.mul(this.mul(z2, z2), z), high, low);
    return this.madd(s, this.mul(z, tail), s);
  }

  portion(x: v128, p: v128, q: v128): v128 {
    return this.div(this.mul(x, p), q);
  }

  /** `u - v` */
  private difference(x: v128, rate: f64): v128 {
    const r = this.remainder(x, rate);
    const s = i64x2.shl(this.shifted(x, rate), 52);
    const one = this.splat(8.673617379884035e-19);
    return this.madd(this.sub(s, one), this.coth(r), this.mul(this.add(s, one), r));
  }

  /** `n + M`, `M = 1.5 2^52 + 1023 - 60` */
  private shifted(x: v128, rate: f64): v128 {
    return this.madd(x, this.splat(rate * Math.LOG2E), this.splat(6755399441056707));
  }

  private remainder(x: v128, rate: f64): v128 {
    const n = this.sub(this.shifted(x, rate), this.splat(6755399441056707));
    const high = this.nmadd(n, this.splat(0.6931471803691238), this.mul(x, this.splat(rate)));
    return this.nmadd(n, this.splat(1.9082149292705877e-10), high);
  }

  private coth(r: v128): v128 {
    return this.quintic(
      this.mul(r, r),
      2,
      0.16666666666666433,
      -0.0027777777776226307,
      6.613756170841769e-5,
      -1.6533776613663778e-6,
      4.1343299762807096e-8,
    );
  }
}
