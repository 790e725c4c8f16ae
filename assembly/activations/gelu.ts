import { Activation } from "../activation";
import { kernel } from "../lanes";
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
 *     float64  4.8 / 4.5 / 4.5
 */
export class Gelu extends Activation<f64> {
  /** More spills registers on Node 20. */
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    const z = this.magnitude(x);
    const p = e.quintic(z, P.c0, P.c1, P.c2, P.c3, P.c4, P.c5);
    return e.sub(e.atLeast(x, -0.0), e.mul(e.mul(z, p), this.decay(z)));
  }

  derivative(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    const z = this.magnitude(x);
    const n = e.sextic(z, N.c0, N.c1, N.c2, N.c3, N.c4, N.c5, N.c6);
    const h = e.mul(e.mul(e.sub(z, e.splat(ROOT)), n), this.decay(z));
    return e.whereNegative(x, h, e.sub(e.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    const z = this.magnitude(x);
    const curve = e.nmadd(z, z, e.splat(2));
    return e.div(e.mul(curve, this.u(z)), e.mul(this.v(z), e.splat(2.5066282746310002)));
  }

  /** |x|, up to where u vanishes exactly. */
  private magnitude(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    return e.atMost(e.abs(x), 37.657673);
  }

  /** d */
  private decay(z: v128): v128 {
    const e = kernel<Float32Exponential>();
    const q = e.sextic(z, 1, Q.c1, Q.c2, Q.c3, Q.c4, Q.c5, Q.c6);
    return e.div(this.u(z), e.mul(this.v(z), q));
  }

  private u(z: v128): v128 {
    const e = kernel<Float32Exponential>();
    return e.numerator(e.mul(z, z), -0.5);
  }

  private v(z: v128): v128 {
    const e = kernel<Float32Exponential>();
    return e.denominator(e.mul(z, z), -0.5);
  }
}

export type Float32 = Gelu;

/**
 * For `f64`, from e^(-z²/2) with z² in more than one word, and polynomials for the rest:
 *
 *     f   = max(x, 0) - J e^(-z²/2), J = e^(z²/2) z Φ(-z); where z < 0.71, x (1/2 + x P(x²))
 *     f'  = H where x < 0, else 1 - H, with H = (z - z₀) G e^(-z²/2), z₀ in two words
 *     f'' = (2 - z²) e^(-z²/2) / √2π
 */
class Float64Gelu extends Activation<f64> {
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const e = kernel<Normal>();
    const z = this.magnitude(x);
    const tail = e.damped(e.tail(e.variable(z)), z);
    const centre = e.mul(x, e.madd(x, e.centre(e.mul(z, z)), e.splat(0.5)));
    return v128.bitselect(centre, e.sub(e.atLeast(x, -0.0), tail), f64x2.lt(z, e.splat(0.71)));
  }

  derivative(x: v128): v128 {
    const e = kernel<Normal>();
    const z = this.magnitude(x);
    const root = e.splat(ROOT);
    const d = e.sub(z, root);
    const low = e.add(e.sub(e.sub(z, d), root), e.splat(-ROOT_LOW));
    const slope = e.slope(e.variable(z));
    const h = e.dampedSum(e.mul(d, slope), e.mul(low, slope), z);
    return e.whereNegative(x, h, e.sub(e.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<Normal>();
    const z = this.magnitude(x);
    return e.damped(e.mul(e.curve(z), e.splat(DENSITY)), z);
  }

  /** |x|, as far as anything is left of e^(-z²/2) */
  private magnitude(x: v128): v128 {
    const e = kernel<Normal>();
    return e.atMost(e.abs(x), 39.1);
  }
}

export type Float64 = Float64Gelu;
