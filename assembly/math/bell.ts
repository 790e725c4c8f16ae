import { upperHalf } from "./exact";
import { Parts } from "./parts";

/**
 * E = e^(-rate z²) for `f64`, the rate a power of two.
 *
 * z² has three words: the square of the upper 26 bits of z, twice their product with the lower
 * ones, both exact, and the square of the lower ones. Rounded to one, it would leave E with errors
 * of as many ULP as rate z² is large.
 */
export abstract class Bell extends Parts {
  abstract get rate(): f64;

  /** 2 - z²: the words come one after the other, so that nothing is lost at the roots. */
  curve(z: v128): v128 {
    return this.sub(this.sub(this.sub(this.splat(2), this.squareHigh(z)), this.squareMiddle(z)), this.squareLow(z));
  }

  /** y E */
  damped(y: v128, z: v128): v128 {
    return this.finished(this.madd(y, this.decay(z), y), z);
  }

  /** (y + low) E */
  dampedSum(y: v128, low: v128, z: v128): v128 {
    const p = this.decay(z);
    return this.finished(this.add(y, this.madd(y, p, this.madd(low, p, low))), z);
  }

  /** p, E = 2^n (1 + p) */
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
    return this.mul(this.squareHigh(z), this.splat(-this.rate));
  }

  private argumentLow(z: v128): v128 {
    return this.mul(this.add(this.squareMiddle(z), this.squareLow(z)), this.splat(-this.rate));
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
}
