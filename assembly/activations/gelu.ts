import { Activation } from "../activation";
import { SlopeNumerator as N, TailNumerator as P, TailDenominator as Q, ROOT } from "../math/coefficients/gelu";
import { DENSITY, ROOT_LOW } from "../math/coefficients/normal";
import { Float32Exponential } from "../math/float32Exponential";
import { Normal } from "../math/normal";

/**
 * gelu(x) = x Φ(x), Φ the standard normal distribution function
 *
 * With z = |x|, e^(-z²/2) = u / v, and e^(z²/2) Φ(-z) as the rational P / Q, d = u / (v Q):
 *
 *     f   = max(x, 0) - z P d
 *     f'  = H where x < 0, else 1 - H, with H = Φ(-z) - z φ(z) = (z - z₀) N d
 *     f'' = (2 - z²) φ(z) = (2 - z²) u / (v √2π)
 *
 * z² is exact in f64, so the left tail is right down to the last subnormal at x = -14.5. P / Q was
 * made to equal z / √2π at the root z₀ of f': so P - z Q / √2π has the factor z - z₀, N is the
 * other, and f' keeps its relative accuracy there. gelu(-0) = -0, gelu(-Infinity) = -0.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
export class Gelu extends Activation<f64, Float32Exponential> {
  /** More spills registers on Node 20. */
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const z = this.magnitude(x);
    const p = this.op.quintic(z, P.c0, P.c1, P.c2, P.c3, P.c4, P.c5);
    return this.op.sub(this.op.atLeast(x, -0.0), this.op.mul(this.op.mul(z, p), this.decay(z)));
  }

  derivative(x: v128): v128 {
    const z = this.magnitude(x);
    const n = this.op.sextic(z, N.c0, N.c1, N.c2, N.c3, N.c4, N.c5, N.c6);
    const h = this.op.mul(this.op.mul(this.op.sub(z, this.op.splat(ROOT)), n), this.decay(z));
    return this.op.whereNegative(x, h, this.op.sub(this.op.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const z = this.magnitude(x);
    const curve = this.op.nmadd(z, z, this.op.splat(2));
    return this.op.div(this.op.mul(curve, this.u(z)), this.op.mul(this.v(z), this.op.splat(2.5066282746310002)));
  }

  /** |x|, up to where u vanishes exactly. */
  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), 37.657673);
  }

  /** d */
  private decay(z: v128): v128 {
    const q = this.op.sextic(z, 1, Q.c1, Q.c2, Q.c3, Q.c4, Q.c5, Q.c6);
    return this.op.div(this.u(z), this.op.mul(this.v(z), q));
  }

  private u(z: v128): v128 {
    return this.op.numerator(this.op.mul(z, z), -0.5);
  }

  private v(z: v128): v128 {
    return this.op.denominator(this.op.mul(z, z), -0.5);
  }
}

export type Float32 = Gelu;

/**
 * gelu for `f64`, from e^(-z²/2) with z² in more than one word, and polynomials for the rest:
 *
 *     f   = max(x, 0) - J e^(-z²/2), J = e^(z²/2) z Φ(-z); where z < 0.71, x (1/2 + x P(x²))
 *     f'  = H where x < 0, else 1 - H, with H = (z - z₀) G e^(-z²/2), z₀ in two words
 *     f'' = (2 - z²) e^(-z²/2) / √2π
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4.8 / 4.5 / 4.5
 */
class Float64Gelu extends Activation<f64, Normal> {
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const z = this.magnitude(x);
    const tail = this.op.damped(this.op.tail(this.op.variable(z)), z);
    const centre = this.op.mul(x, this.op.madd(x, this.op.centre(this.op.mul(z, z)), this.op.splat(0.5)));
    return v128.bitselect(centre, this.op.sub(this.op.atLeast(x, -0.0), tail), f64x2.lt(z, this.op.splat(0.71)));
  }

  derivative(x: v128): v128 {
    const z = this.magnitude(x);
    const root = this.op.splat(ROOT);
    const d = this.op.sub(z, root);
    const low = this.op.add(this.op.sub(this.op.sub(z, d), root), this.op.splat(-ROOT_LOW));
    const slope = this.op.slope(this.op.variable(z));
    const h = this.op.dampedSum(this.op.mul(d, slope), this.op.mul(low, slope), z);
    return this.op.whereNegative(x, h, this.op.sub(this.op.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const z = this.magnitude(x);
    return this.op.damped(this.op.mul(this.op.curve(z), this.op.splat(DENSITY)), z);
  }

  /** |x|, as far as anything is left of e^(-z²/2) */
  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), 39.1);
  }
}

export type Float64 = Float64Gelu;
