import { NormalCentre as C, NormalTail as T } from "../../math/coefficients/elementary";
import { DENSITY } from "../../math/coefficients/normal";
import { errorOfSum } from "../../math/exact";
import { productError } from "./exact";
import { Hyperbolic } from "./hyperbolic";

/**
 * The tail of the normal distribution, with the operations of src/scalar/normalTail.ts in their
 * order:
 *
 *     Φ(-z) = e^(-z²/2) P(t) / (z + 15/16),   t = (z - 4) / (z + 4),   0 <= z <= 38.8
 *
 * z has two words, and so have all parts of the result. The exponential is that of -rate x², with x
 * = h + low and h in 24 bits, of which the square is exact.
 */
export class NormalTail extends Hyperbolic {
  /** The power of two of the tail. */
  power2(x: v128, rate: f64): v128 {
    return this.octaves(this.exponentOf(x, rate));
  }

  /** The tail divided by it. */
  tail(x: v128, z: v128, rate: f64): v128 {
    return this.mul(this.quotient(z), this.head(this.exponentOf(x, rate)));
  }

  /** The rest of {@link tail}. */
  tailLow(x: v128, z: v128, zLow: v128, rate: f64): v128 {
    const a = this.exponentOf(x, rate);
    const q = this.quotient(z);
    const head = this.head(a);
    const words = this.add(this.mul(this.quotientLow(z, zLow), head), this.mul(q, this.lost(a)));
    const h = this.rounded(x);
    const low = this.sub(x, h);
    const delta = this.mul(this.mul(this.splat(-rate), low), this.add(this.add(h, h), low));
    const square = this.mul(this.mul(delta, delta), this.add(this.splat(0.5), this.mul(delta, this.splat(1 / 6))));
    const d = this.add(delta, square);
    return this.add(this.add(productError(q, head), words), this.mul(this.mul(q, head), d));
  }

  /** 2^-n Φ(-z) for 1/2 <= z <= 38.8, and the n of {@link power2} for a rate of 1/2 */
  normal(z: v128): v128 {
    const h = this.rounded(z);
    return this.timesBell(this.splat(T.c0), this.restOfNumerator(h), this.add(h, this.splat(0.9375)), z, DENSITY, 0.5);
  }

  /**
   * e^(-rate h²) ((p + rest) / d - slope l (1 - y + 2/3 y²)) divided by the power of two, where x =
   * h + l with h in 24 bits, y = rate h l, and d so short that its products with 24 bits are exact.
   */
  protected timesBell(p: v128, rest: v128, d: v128, x: v128, slope: f64, rate: f64): v128 {
    const h = this.rounded(x);
    const l = this.sub(x, h);
    const sum = this.add(p, rest);
    const sumLow = this.add(this.sub(p, sum), rest);
    const inverse = this.div(this.splat(1), d);
    const q = this.rounded(this.mul(sum, inverse));
    const qLow = this.mul(this.add(this.sub(sum, this.mul(q, d)), sumLow), inverse);
    const y = this.mul(this.mul(this.splat(rate), h), l);
    const series = this.sub(this.splat(1), this.mul(y, this.sub(this.splat(1), this.mul(this.splat(2 / 3), y))));
    const low = this.sub(qLow, this.mul(this.mul(this.splat(slope), l), series));
    const z = this.exponentOf(x, rate);
    const e = this.add(this.remainder(z), this.rest(z));
    return this.add(q, this.add(this.mul(q, e), this.add(low, this.mul(low, e))));
  }

  /** P(t) / (z + 15/16) */
  quotient(z: v128): v128 {
    return this.div(this.numerator(z), this.add(z, this.splat(0.9375)));
  }

  /** The rest of {@link quotient}. */
  quotientLow(z: v128, zLow: v128): v128 {
    const p = this.numerator(z);
    const pLow = this.add(this.sub(this.splat(T.c0), p), this.restOfNumerator(z));
    const d = this.add(z, this.splat(0.9375));
    const dLow = this.add(errorOfSum<f64>(z, this.splat(0.9375), d), zLow);
    const q = this.quotient(z);
    const residue = this.sub(this.sub(p, this.mul(q, d)), productError(q, d));
    return this.div(this.add(residue, this.sub(pLow, this.mul(q, dLow))), d);
  }

  /** `whole` less the tail 2^n y */
  complement(whole: f64, n: v128, y: v128): v128 {
    return this.sub(this.splat(whole), this.mul(y, this.power(this.atLeast(n, -1000))));
  }

  /** Φ(x) - 1/2 for |x| <= 1/2, but for {@link centreLow}. */
  centre(x: v128): v128 {
    return this.mul(x, this.splat(C.c0));
  }

  centreLow(x: v128): v128 {
    const z = this.mul(x, x);
    const counts = v128.gt<f64>(this.abs(x), this.splat(1e-280));
    const bend = this.sextic(z, C.c1, C.c2, C.c3, C.c4, C.c5, C.c6, C.c7);
    return this.add(v128.and(productError(x, this.splat(C.c0)), counts), this.mul(this.mul(x, z), bend));
  }

  /** The sixth power. */
  protected sixth(t: v128): v128 {
    const t2 = this.mul(t, t);
    return this.mul(this.mul(t2, t2), t2);
  }

  /** (z - centre) / (z + centre) */
  protected transformed(z: v128, centre: f64): v128 {
    return this.div(this.sub(z, this.splat(centre)), this.add(z, this.splat(centre)));
  }

  private exponentOf(x: v128, rate: f64): v128 {
    const h = this.rounded(x);
    return this.mul(this.mul(this.splat(-rate), h), h);
  }

  private numerator(z: v128): v128 {
    return this.add(this.splat(T.c0), this.restOfNumerator(z));
  }

  private restOfNumerator(z: v128): v128 {
    const t = this.transformed(z, 4);
    const t6 = this.sixth(t);
    const first = this.mul(t, this.quartic(t, T.c1, T.c2, T.c3, T.c4, T.c5));
    const second = this.quintic(t, T.c6, T.c7, T.c8, T.c9, T.c10, T.c11);
    const third = this.quintic(t, T.c12, T.c13, T.c14, T.c15, T.c16, T.c17);
    const fourth = this.quintic(t, T.c18, T.c19, T.c20, T.c21, T.c22, T.c23);
    return this.add(first, this.mul(t6, this.add(second, this.mul(t6, this.add(third, this.mul(t6, fourth))))));
  }
}
