import { NormalCentre as C, NormalTail as T } from "../../math/coefficients/elementary";
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

  /** `whole` less the tail 2^n (high + low) */
  complement(whole: f64, n: v128, high: v128, low: v128): v128 {
    const power = this.power(this.atLeast(n, -1000));
    const w = this.mul(high, power);
    const y = this.sub(this.splat(whole), w);
    return this.add(y, this.sub(this.sub(this.sub(this.splat(whole), y), w), this.mul(low, power)));
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

  private exponentOf(x: v128, rate: f64): v128 {
    const h = this.rounded(x);
    return this.mul(this.mul(this.splat(-rate), h), h);
  }

  private numerator(z: v128): v128 {
    return this.add(this.splat(T.c0), this.restOfNumerator(z));
  }

  private restOfNumerator(z: v128): v128 {
    const four = this.splat(4);
    const t = this.div(this.sub(z, four), this.add(z, four));
    const t2 = this.mul(t, t);
    const t6 = this.mul(this.mul(t2, t2), t2);
    const first = this.mul(t, this.quartic(t, T.c1, T.c2, T.c3, T.c4, T.c5));
    const second = this.quintic(t, T.c6, T.c7, T.c8, T.c9, T.c10, T.c11);
    const third = this.quintic(t, T.c12, T.c13, T.c14, T.c15, T.c16, T.c17);
    const fourth = this.quintic(t, T.c18, T.c19, T.c20, T.c21, T.c22, T.c23);
    return this.add(first, this.mul(t6, this.add(second, this.mul(t6, this.add(third, this.mul(t6, fourth))))));
  }
}
