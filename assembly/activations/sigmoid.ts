import { Activation } from "../activation";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Exponential } from "../math/float64Exponential";

/**
 * sigmoid(x) = 1 / (1 + e^-x)
 *
 * With e^-x = u / v, w = u + v, and h = f(-|x|), the smaller half:
 *
 *     f   = v / w, also h where x < 0, else 1 - h
 *     f'  = f (1 - f) = h - h²                 even; nothing cancels, as h <= 1/2
 *     f'' = f' (1 - 2 f) = f' (u - v) / w      odd; u - v is not formed by subtraction, so the root at 0 is exact
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     2.5 / 3 / 5
 *     float64  3.3 / 4.5 / 4.5
 */
export class Sigmoid<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    const z = this.op.atMost(this.op.atLeast(x, -this.op.overflow), this.op.underflow);
    return this.op.div(this.op.accurateAtZero.denominator(z, -1), this.op.accurateAtZero.sum(z, -1));
  }

  derivative(x: v128): v128 {
    const h = this.sigmoidOfMinus(x);
    return this.op.nmadd(h, h, h);
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtZero;
    return op.flip(op.sigmoidSecondDerivative(op.atMost(op.abs(x), op.reach), 1), x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.mul(y, this.op.sub(this.op.splat(1), y));
  }

  pairValue(x: v128): v128 {
    if (this.bothTails) return this.overSum(x, this.op.accurateAtZero.denominator(this.domain(x), -1));
    const h = this.sigmoidOfMinus(x);
    return this.op.whereNegative(x, h, this.op.sub(this.op.splat(1), h));
  }

  pairDerivative(x: v128): v128 {
    if (this.bothTails) return this.op.mul(this.pairValue(x), this.overSum(x, this.op.accurateAtZero.numerator(this.domain(x), -1)));
    return this.derivative(x);
  }

  /** Whether u holds e^-x on both sides: then f' = (v / w) (u / w) saves the pair the selection. */
  protected get bothTails(): bool {
    return this.op.underflow >= this.op.reach;
  }

  /** `p / w` */
  private overSum(x: v128, p: v128): v128 {
    return this.op.div(p, this.op.accurateAtZero.sum(this.domain(x), -1));
  }

  private domain(x: v128): v128 {
    return this.op.atMost(this.op.atLeast(x, -this.op.reach), this.op.underflow);
  }

  /** h, from e^|x| = u / v */
  private sigmoidOfMinus(x: v128): v128 {
    return this.op.accurateAtZero.sigmoidOfMinus(this.op.atMost(this.op.abs(x), this.op.overflow));
  }
}

export type Float32 = Sigmoid<f64, Float32Exponential>;
export type Float64 = Sigmoid<f64, Float64Exponential>;
export type Fast = Sigmoid<f32, FastExponential>;
