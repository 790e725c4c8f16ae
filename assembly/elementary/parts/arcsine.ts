import { narrowLow } from "../../lanes";
import { ArcsineRemainder as R } from "../../math/coefficients/elementary";
import { Unfused } from "./unfused";

/**
 * The arcsine in parts, with the operations of src/scalar/arcsine.ts in their order:
 *
 *     asin a = a + a z R(z), z = a², up to 1/2
 *     asin a = π/2 - 2 asin s, s² = (1 - a) / 2, beyond
 */
export class Arcsine extends Unfused {
  /** All bits where a is beyond 1/2. */
  isFar(a: v128): v128 {
    return v128.gt<f64>(a, this.splat(0.5));
  }

  /** The argument of the polynomial: a², or s². */
  square(a: v128): v128 {
    return v128.bitselect(this.mul(this.splat(0.5), this.sub(this.splat(1), a)), this.mul(a, a), this.isFar(a));
  }

  /** a, or s. */
  first(a: v128): v128 {
    return v128.bitselect(this.sqrt(this.square(a)), a, this.isFar(a));
  }

  /** a, or s in 24 bits. */
  head(a: v128): v128 {
    return v128.bitselect(this.rounded(this.first(a)), a, this.isFar(a));
  }

  /** asin a less a, or asin s less its head: what s has beyond it is (s² - head²) / (s + head). */
  rest(a: v128): v128 {
    const z = this.square(a);
    const s = this.first(a);
    const head = this.rounded(s);
    const lost = this.div(this.sub(z, this.mul(head, head)), this.atLeast(this.add(s, head), 1e-300));
    return this.add(v128.and(lost, this.isFar(a)), this.mul(this.mul(s, z), this.bend(z)));
  }

  /** high + low - y - rest for a y of 24 bits: the first difference is exact. */
  less(high: v128, low: v128, y: v128, rest: v128): v128 {
    return this.sub(this.sub(high, y), this.sub(rest, low));
  }

  /** The f32 nearest to x. */
  private rounded(x: v128): v128 {
    return f64x2.promote_low_f32x4(narrowLow(x));
  }

  /** (asin s / s - 1) / z in z = s² */
  private bend(z: v128): v128 {
    const z2 = this.mul(z, z);
    const z4 = this.mul(z2, z2);
    const a = this.add(this.line(z, R.c0, R.c1), this.mul(z2, this.line(z, R.c2, R.c3)));
    const b = this.add(this.line(z, R.c4, R.c5), this.mul(z2, this.line(z, R.c6, R.c7)));
    const c = this.add(this.line(z, R.c8, R.c9), this.mul(z2, this.line(z, R.c10, R.c11)));
    return this.add(a, this.mul(z4, this.add(b, this.mul(z4, this.add(c, this.mul(z4, this.splat(R.c12)))))));
  }

  private line(z: v128, c0: f64, c1: f64): v128 {
    return this.add(this.splat(c0), this.mul(this.splat(c1), z));
  }
}
