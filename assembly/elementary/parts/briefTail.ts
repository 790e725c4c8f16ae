import { instance, Lanes } from "../../lanes";
import { TailNumerator as P, TailDenominator as Q } from "../../math/coefficients/brief";
import { Float32Exponential } from "../../math/float32Exponential";

/** The tail of the normal distribution for `f32` results: Φ(-z) = e^(-z²/2) P(z) / Q(z). */
export class BriefTail extends Lanes<f64> {
  /** e^-square P(z) / Q(z), by one division, as the exponential is a quotient as well. */
  tail(z: v128, square: v128): v128 {
    return this.div(this.tailNumerator(z, square), this.tailDenominator(z, square));
  }

  tailNumerator(z: v128, square: v128): v128 {
    return this.mul(this.numerator(z), instance<Float32Exponential>().accurateAtZero.numerator(square, -1));
  }

  tailDenominator(z: v128, square: v128): v128 {
    return this.mul(this.denominator(z), instance<Float32Exponential>().accurateAtZero.denominator(square, -1));
  }

  /** P(z) */
  numerator(z: v128): v128 {
    return this.sextic(z, P.c0, P.c1, P.c2, P.c3, P.c4, P.c5, P.c6);
  }

  /** Q(z) */
  denominator(z: v128): v128 {
    return this.septic(z, 1, Q.c1, Q.c2, Q.c3, Q.c4, Q.c5, Q.c6, Q.c7);
  }
}
