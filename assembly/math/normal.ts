import { upperHalf } from "./exact";
import { Parts } from "./parts";

/**
 * e^(-z²/2) and, as polynomials, what it is multiplied by in gelu for `f64`.
 *
 * z² has three words: the square of the upper 26 bits of z, twice their product with the lower ones, both exact, and the square
 * of the lower ones. Rounded to one, it would leave e^(-z²/2) with errors of up to z²/2 ULP.
 *
 * The polynomials are in s = z / (z + 5) - 1/2, which maps z >= 0 onto -1/2 to 1/2: for small z, z / (z + 5) is as exact as z
 * itself. They come from proof/coefficients/double.ts, with relative errors of 2^-55.6 (tail), 2^-54.3 (slope, of which most is the
 * rounding of the first coefficient) and 2^-53.8 (centre, likewise).
 */
export abstract class Normal extends Parts {
  variable(z: v128): v128 {
    return this.sub(this.div(z, this.add(z, this.splat(5))), this.splat(0.5));
  }

  /** (Φ(x) - 1/2) / x in x², for |x| < 0.72 */
  centre(square: v128): v128 {
    return this.octic(
      square,
      0.3989422804014327,
      -0.06649038006690726,
      0.009973557010068024,
      -0.0011873282156038688,
      0.00011543468602055745,
      -0.000009444637375691547,
      6.658846786319383e-7,
      -4.1032038511724154e-8,
      2.044268671069245e-9,
    );
  }

  /** e^(z²/2) z Φ(-z) in s, for z > 0.7 */
  tail(s: v128): v128 {
    return this.joined(
      s,
      this.septic(
        s,
        0.3845965248750315,
        0.10381054686000608,
        -0.3401537738401649,
        0.7270898371947689,
        -1.1881023240065913,
        1.5344276394138783,
        -1.5463543010715668,
        1.1393081626064017,
      ),
      this.septic(
        s,
        -0.48527950641704476,
        -0.06476043125907227,
        0.2485878521707746,
        -0.11175731070069703,
        -0.0677492685379705,
        0.08462444408338007,
        0.009902556410710469,
        -0.05082080661405595,
      ),
      this.quintic(
        s,
        0.0033506426032293203,
        0.030798588557696148,
        -0.0040500039364787105,
        -0.01859750108938769,
        0.0018435700159938298,
        0.008147484645957433,
      ),
    );
  }

  /** e^(z²/2) (Φ(-z) - z φ(z)) / (z - z₀) in s, z₀ the root */
  slope(s: v128): v128 {
    return this.joined(
      s,
      this.septic(
        s,
        -0.45143549526340543,
        0.17959316053960767,
        -0.2419512542154731,
        0.2842809717531693,
        -0.28492530491162316,
        0.23469794973581043,
        -0.14733975821571862,
        0.05638791964530576,
      ),
      this.septic(
        s,
        0.0038901150890740615,
        -0.020811251764092147,
        0.00942205632144975,
        0.0040811719594910315,
        -0.005572021956643928,
        -0.00017611540743357027,
        0.0027718332331434195,
        -0.00040109843626663183,
      ),
      this.quintic(
        s,
        -0.0014634919473345048,
        0.0002782431405633388,
        0.0008481449179418976,
        -0.000009496153280361514,
        -0.000405951023403564,
        -0.0001599108834514629,
      ),
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
    return this.add(this.remainder(x, low), this.rest(x, low));
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
