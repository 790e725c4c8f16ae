import { Angles, AnglesLow } from "../../math/coefficients/elementary";
import { ArctangentRemainder as R } from "../../math/coefficients/trigonometry";
import { Unfused } from "./unfused";

/**
 * The arctangent in parts, with the operations of src/scalar/arctangent.ts in their order: that of
 * a / b is arctan c + arctan t with t = (a - c b) / (b + c a), and c 0, 1/2, 1 or 3/2, the nearest
 * one. The difference is exact, and t small beside the angle where the sum is not.
 */
export class Arctangent extends Unfused {
  /** All bits where a / b is beyond the first tangent: c is not 0. */
  isBeyondEighth(a: v128, b: v128): v128 {
    return v128.gt<f64>(a, this.mul(b, this.splat(Math.SQRT2 - 1)));
  }

  /** The same where c is not 1/2 either. */
  isBeyondHalf(a: v128, b: v128): v128 {
    return v128.gt<f64>(a, this.mul(b, this.splat(0.6875)));
  }

  /** high + arctan t + low, for the words of an angle. */
  withBend(high: v128, low: v128, t: v128): v128 {
    const z = this.mul(t, t);
    return this.add(high, this.add(t, this.add(this.mul(this.mul(t, z), this.remainder(z)), low)));
  }

  /** arctan c of the masks that say where c is no less than 1/2, 1, 3/2 and Infinity. */
  angle(half: v128, one: v128, more: v128, far: v128): v128 {
    return this.sum(half, one, more, far, Angles.c0, Angles.c1 - Angles.c0, Angles.c2 - Angles.c1, Angles.c3 - Angles.c2);
  }

  /** The rest of {@link angle}. */
  angleLow(half: v128, one: v128, more: v128, far: v128): v128 {
    return this.sum(
      half,
      one,
      more,
      far,
      AnglesLow.c0,
      AnglesLow.c1 - AnglesLow.c0,
      AnglesLow.c2 - AnglesLow.c1,
      AnglesLow.c3 - AnglesLow.c2,
    );
  }

  /** Steps where there are bits: their sums are exact. */
  private sum(m0: v128, m1: v128, m2: v128, m3: v128, s0: f64, s1: f64, s2: f64, s3: f64): v128 {
    const lower = this.add(v128.and(m0, this.splat(s0)), v128.and(m1, this.splat(s1)));
    return this.add(lower, this.add(v128.and(m2, this.splat(s2)), v128.and(m3, this.splat(s3))));
  }

  /** (arctan t / t - 1) / z in z = t² */
  private remainder(z: v128): v128 {
    const z2 = this.mul(z, z);
    const z4 = this.mul(z2, z2);
    const low = this.add(this.line(z, R.c0, R.c1), this.mul(z2, this.line(z, R.c2, R.c3)));
    const middle = this.add(this.line(z, R.c4, R.c5), this.mul(z2, this.line(z, R.c6, R.c7)));
    const high = this.add(this.line(z, R.c8, R.c9), this.mul(this.splat(R.c10), z2));
    return this.add(low, this.mul(z4, this.add(middle, this.mul(z4, high))));
  }

  private line(z: v128, c0: f64, c1: f64): v128 {
    return this.add(this.splat(c0), this.mul(this.splat(c1), z));
  }
}
