import { Centre, Slope, Tail } from "./coefficients/normal";
import { upperHalf } from "./exact";
import { Parts } from "./parts";

/**
 * e^(-z²/2) and, as polynomials, what it is multiplied by in gelu for `f64`.
 *
 * z² has three words: the square of the upper 26 bits of z, twice their product with the lower
 * ones, both exact, and the square of the lower ones. Rounded to one, it would leave e^(-z²/2) with
 * errors of up to z²/2 ULP.
 *
 * The polynomials are in s = z / (z + 5) - 1/2, which maps z >= 0 onto -1/2 to 1/2: for small z, z
 * / (z + 5) is as exact as z itself.
 */
export abstract class Normal extends Parts {
  variable(z: v128): v128 {
    return this.sub(this.div(z, this.add(z, this.splat(5))), this.splat(0.5));
  }

  /** (Φ(x) - 1/2) / x in x² */
  centre(square: v128): v128 {
    return this.octic(square, Centre.c0, Centre.c1, Centre.c2, Centre.c3, Centre.c4, Centre.c5, Centre.c6, Centre.c7, Centre.c8);
  }

  /** e^(z²/2) z Φ(-z) in s */
  tail(s: v128): v128 {
    return this.joined(
      s,
      this.septic(s, Tail.c0, Tail.c1, Tail.c2, Tail.c3, Tail.c4, Tail.c5, Tail.c6, Tail.c7),
      this.septic(s, Tail.c8, Tail.c9, Tail.c10, Tail.c11, Tail.c12, Tail.c13, Tail.c14, Tail.c15),
      this.quintic(s, Tail.c16, Tail.c17, Tail.c18, Tail.c19, Tail.c20, Tail.c21),
    );
  }

  /** e^(z²/2) (Φ(-z) - z φ(z)) / (z - z₀) in s, z₀ the root */
  slope(s: v128): v128 {
    return this.joined(
      s,
      this.septic(s, Slope.c0, Slope.c1, Slope.c2, Slope.c3, Slope.c4, Slope.c5, Slope.c6, Slope.c7),
      this.septic(s, Slope.c8, Slope.c9, Slope.c10, Slope.c11, Slope.c12, Slope.c13, Slope.c14, Slope.c15),
      this.quintic(s, Slope.c16, Slope.c17, Slope.c18, Slope.c19, Slope.c20, Slope.c21),
    );
  }

  /** 2 - z²: the words come one after the other, so that nothing is lost at the roots. */
  curve(z: v128): v128 {
    return this.sub(this.sub(this.sub(this.splat(2), this.squareHigh(z)), this.squareMiddle(z)), this.squareLow(z));
  }

  /** y e^(-z²/2) */
  damped(y: v128, z: v128): v128 {
    return this.finished(this.madd(y, this.decay(z), y), z);
  }

  /** (y + low) e^(-z²/2) */
  dampedSum(y: v128, low: v128, z: v128): v128 {
    const p = this.decay(z);
    return this.finished(this.add(y, this.madd(y, p, this.madd(low, p, low))), z);
  }

  /** p, e^(-z²/2) = 2^n (1 + p) */
  private decay(z: v128): v128 {
    const x = this.argument(z);
    const low = this.argumentLow(z);
    return this.add(this.remainder(x, low), this.higherTerms(x, low));
  }

  /** y 2^n */
  private finished(y: v128, z: v128): v128 {
    return this.lowered(this.mul(y, this.scale(this.argument(z))));
  }

  private argument(z: v128): v128 {
    return this.mul(this.squareHigh(z), this.splat(-0.5));
  }

  private argumentLow(z: v128): v128 {
    return this.mul(this.add(this.squareMiddle(z), this.squareLow(z)), this.splat(-0.5));
  }

  private squareHigh(z: v128): v128 {
    const upper = upperHalf<f64>(z);
    return this.mul(upper, upper);
  }

  private squareMiddle(z: v128): v128 {
    const upper = upperHalf<f64>(z);
    return this.mul(this.add(upper, upper), this.sub(z, upper));
  }

  private squareLow(z: v128): v128 {
    const lower = this.sub(z, upperHalf<f64>(z));
    return this.mul(lower, lower);
  }

  /** a + s^8 b + s^16 c: three chains side by side instead of one long one. */
  private joined(s: v128, a: v128, b: v128, c: v128): v128 {
    const s2 = this.mul(s, s);
    const s4 = this.mul(s2, s2);
    const s8 = this.mul(s4, s4);
    return this.madd(this.madd(c, s8, b), s8, a);
  }
}
