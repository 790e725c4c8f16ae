import { Bell } from "./bell";
import { Centre, Slope, Tail } from "./coefficients/normal";

/**
 * e^(-z²/2) and, as polynomials, what it is multiplied by in gelu for `f64`.
 *
 * The polynomials are in s = z / (z + 5) - 1/2, which maps z >= 0 onto -1/2 to 1/2: for small z, z
 * / (z + 5) is as exact as z itself.
 */
export abstract class Normal extends Bell {
  get rate(): f64 {
    return 0.5;
  }

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

  /** a + s^8 b + s^16 c: three chains side by side instead of one long one. */
  private joined(s: v128, a: v128, b: v128, c: v128): v128 {
    const s2 = this.mul(s, s);
    const s4 = this.mul(s2, s2);
    const s8 = this.mul(s4, s4);
    return this.madd(this.madd(c, s8, b), s8, a);
  }
}
