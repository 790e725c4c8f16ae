import { kernel, Lanes } from "../lanes";
import { Exponential } from "./exponential";

/** `C(z) = r coth(r ln2 / 2)`, `z = r²`, `|r| <= 1/2`. */
export abstract class Coth {
  abstract at(z: v128): v128;
}

/** e^x to 2^-31.6 */
export class Quadratic extends Coth {
  at(z: v128): v128 {
    return kernel<Lanes<f64>>().quadratic(z, 2.8853900998899142, 0.11552395153171903, -0.0009204455101699989);
  }
}

/** C to 2^-39.4, so also e^x - 1, which is 2r / C near 0 */
class Cubic extends Coth {
  at(z: v128): v128 {
    return kernel<Lanes<f64>>().cubic(z, 2.8853900817817815, 0.11552452959876174, -0.0009250585820026877, 0.000010518825327237249);
  }
}

/** e^x to 2^-52.1 */
export class Quartic extends Coth {
  at(z: v128): v128 {
    const e = kernel<Lanes<f64>>();
    return e.quartic(z, 2.8853900817779428, 0.1155245300920313, -0.0009250684488146268, 0.000010581924751773054, -1.260493748402112e-7);
  }
}

/**
 * The exponential for `f32` results, in `f64` lanes. No `f32` needs a second word of log2 e, nothing overflows or is scaled,
 * and one rounding shows, the last: 0.5 ULP. The hundredth beside it allows relative errors of 2^-30.6 before.
 *
 * Adding M = 1.5 2^52 + 1023 rounds t to n and leaves n + 1023 in the low bits; shifted into place they are 2^n.
 *
 * Constants: proof/coefficients/faithful.ts.
 */
class Fraction<C extends Coth> extends Exponential<f64> {
  get reach(): f64 {
    return 707;
  }

  get overflow(): f64 {
    return 709.78271;
  }

  get underflow(): f64 {
    return 709.08957;
  }

  get forDifferences(): Fraction<Cubic> {
    return kernel<Fraction<Cubic>>();
  }

  get forRoots(): Fraction<Quartic> {
    return kernel<Fraction<Quartic>>();
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

  ratio(x: v128, rate: f64): v128 {
    return this.div(this.difference(x, rate), this.sum(x, rate));
  }

  exp(x: v128): v128 {
    const z = this.atLeast(x, -this.underflow);
    return this.div(this.numerator(z, 1), this.denominator(z, 1));
  }

  expm1(x: v128): v128 {
    const z = this.atLeast(x, -this.underflow);
    return this.div(this.difference(z, 1), this.denominator(z, 1));
  }

  /** x P(x²) / Q(x²) to 2^-34.6; from 9.02 on, where it is 1 in `f32`, constant. Faster than (v - u) / (u + v) on every engine. */
  tanh(x: v128): v128 {
    const c = this.atMost(this.atLeast(x, -9.02), 9.02);
    const z = this.mul(c, c);
    const p = this.quintic(
      z,
      0.9999999999636981,
      0.14099145715022313,
      0.004425863633100539,
      0.00004227151683750564,
      1.1116312741384898e-7,
      3.673615578294562e-11,
    );
    const q = this.quintic(
      z,
      1,
      0.47432479008391504,
      0.029200794389629824,
      0.0005008176854325268,
      0.0000026036468291780767,
      2.9506928768491978e-9,
    );
    return this.div(this.mul(c, p), q);
  }

  /** 2^-33.2 */
  logOnePlus(p: v128, q: v128): v128 {
    const s = this.div(p, this.madd(p, this.splat(0.5), q));
    return this.mul(
      s,
      this.quintic(
        this.mul(s, s),
        0.9999999999015856,
        0.08333334913555905,
        0.012499590773508843,
        0.002235995207939651,
        0.00041783265358809015,
        0.0001192090456437904,
      ),
    );
  }

  portion(x: v128, p: v128, q: v128): v128 {
    return this.div(this.mul(x, p), q);
  }

  /** `u - v` */
  private difference(x: v128, rate: f64): v128 {
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
    return kernel<C>().at(this.mul(r, r));
  }
}

export class Faithful extends Fraction<Quadratic> {}
