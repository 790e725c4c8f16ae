import { instance } from "../../lanes";
import { NormalTail as T, WholeNormalTail as W } from "../../math/coefficients/brief";
import { Float32Exponential } from "../../math/float32Exponential";
import { BriefLogarithm } from "./briefLogarithm";

/**
 * The tail of the normal distribution for `f32` results:
 *
 *     Φ(-z) = e^(-z²/2) N(t) / (z + 4),   t = (z - 4) / (z + 4)
 */
export class BriefTail extends BriefLogarithm {
  /** e^-square N(t) / (z + 4) for 0 <= z <= 14.4, by two divisions. */
  tail(z: v128, square: v128): v128 {
    const t = this.place(z);
    const t2 = this.mul(t, t);
    const t6 = this.mul(this.mul(t2, t2), t2);
    const upper = this.sextic(t, T.c6, T.c7, T.c8, T.c9, T.c10, T.c11, T.c12);
    const n = this.madd(t6, upper, this.quintic(t, T.c0, T.c1, T.c2, T.c3, T.c4, T.c5));
    return this.timesExponential(n, z, square);
  }

  /** N(t) for any z. */
  numerator(z: v128): v128 {
    const t = this.place(z);
    const t2 = this.mul(t, t);
    const t4 = this.mul(t2, t2);
    const t8 = this.mul(t4, t4);
    const upper = this.septic(t, W.c8, W.c9, W.c10, W.c11, W.c12, W.c13, W.c14, W.c15);
    return this.madd(t8, upper, this.septic(t, W.c0, W.c1, W.c2, W.c3, W.c4, W.c5, W.c6, W.c7));
  }

  /** e^-square n / (z + 4) */
  timesExponential(n: v128, z: v128, square: v128): v128 {
    const op = instance<Float32Exponential>().accurateAtZero;
    const numerator = this.mul(n, op.numerator(square, -1));
    return this.div(numerator, this.mul(this.add(z, this.splat(4)), op.denominator(square, -1)));
  }

  private place(z: v128): v128 {
    return this.div(this.sub(z, this.splat(4)), this.add(z, this.splat(4)));
  }
}
