import { Activation } from "../activation";
import { kernel } from "../lanes";
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
export class Sigmoid<T extends number, E extends Exponential<T>> extends Activation<T> {
  value(x: v128): v128 {
    const e = kernel<E>();
    const z = e.atMost(e.atLeast(x, -e.overflow), e.underflow);
    return e.div(e.denominator(z, -1), e.sum(z, -1));
  }

  derivative(x: v128): v128 {
    const e = kernel<E>();
    const h = this.sigmoidOfMinus(x);
    return e.nmadd(h, h, h);
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<E>().accurateAtZero;
    return e.flip(e.sigmoidSecondDerivative(e.atMost(e.abs(x), e.reach), 1), x);
  }

  derivativeFromOutput(y: v128): v128 {
    const e = kernel<E>();
    return e.mul(y, e.sub(e.splat(1), y));
  }

  pairValue(x: v128): v128 {
    const e = kernel<E>();
    if (this.bothTails) return this.share(x, e.denominator(this.domain(x), -1));
    const h = this.sigmoidOfMinus(x);
    return e.whereNegative(x, h, e.sub(e.splat(1), h));
  }

  pairDerivative(x: v128): v128 {
    const e = kernel<E>();
    if (this.bothTails) return e.mul(this.pairValue(x), this.share(x, e.numerator(this.domain(x), -1)));
    return this.derivative(x);
  }

  /** Whether u holds e^-x on either side as far as results reach: then f' = (v / w) (u / w) saves the pair the selection. */
  private get bothTails(): bool {
    const e = kernel<E>();
    return e.underflow >= e.reach;
  }

  /** `p / w` */
  private share(x: v128, p: v128): v128 {
    const e = kernel<E>();
    return e.div(p, e.sum(this.domain(x), -1));
  }

  private domain(x: v128): v128 {
    const e = kernel<E>();
    return e.atMost(e.atLeast(x, -e.reach), e.underflow);
  }

  /** h, from e^|x| = u / v */
  private sigmoidOfMinus(x: v128): v128 {
    const e = kernel<E>();
    return e.sigmoidOfMinus(e.atMost(e.abs(x), e.overflow));
  }
}

export type Float32 = Sigmoid<f64, Float32Exponential>;
export type Float64 = Sigmoid<f64, Float64Exponential>;
export type Fast = Sigmoid<f32, FastExponential>;
