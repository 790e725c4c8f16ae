import { kernel } from "../lanes";
import { Double, Exponential, Faithful, Fast as Quick } from "../math/exponential";
import { Activation } from "./activation";

/**
 * sigmoid(x) = 1 / (1 + e^-x)
 *
 * With e^-x = u / v, w = u + v, and h = f(-|x|), the smaller half:
 *
 *     f   = v / w, also h where x < 0, else 1 - h
 *     f'  = f (1 - f) = h - h²           even; nothing cancels, as h <= 1/2
 *     f'' = f' (1 - 2 f) = f' (v - u) / w     odd; v - u without cancellation keeps the root at 0
 *
 * Max error in ULP on 10^6 samples: Faithful 0.505, 0.505, 0.602; Fast 2.43, 2.81, 5.41 (scripts/check.mjs; not yet exhaustive).
 */
export class Sigmoid<T extends number, E extends Exponential<T>> extends Activation<T> {
  value(x: v128): v128 {
    const e = kernel<E>();
    const z = this.domain(x);
    const v = e.denominator(z, -1);
    return e.div(v, e.add(e.numerator(z, -1), v));
  }

  derivative(x: v128): v128 {
    const e = kernel<E>();
    const h = this.half(x);
    return e.nmadd(h, h, h);
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<E>();
    const z = this.magnitude(x);
    const v = e.denominator(z, 1);
    const i = e.div(e.splat(1), e.add(e.numerator(z, 1), v));
    const h = e.mul(v, i);
    return e.flip(e.mul(e.nmadd(h, h, h), e.mul(e.difference(z, 1), i)), x);
  }

  pairValue(x: v128): v128 {
    const e = kernel<E>();
    if (this.bothTails) return e.mul(e.denominator(this.domain(x), -1), this.reciprocal(x));
    const h = this.half(x);
    return e.whereNegative(x, h, e.sub(e.splat(1), h));
  }

  pairDerivative(x: v128): v128 {
    const e = kernel<E>();
    if (this.bothTails) return e.mul(this.pairValue(x), e.mul(e.numerator(this.domain(x), -1), this.reciprocal(x)));
    return this.derivative(x);
  }

  /** Whether u holds e^-x on either side as far as results reach. Then f' = (v / w) (u / w) saves the pair the selection. */
  private get bothTails(): bool {
    const e = kernel<E>();
    return e.underflow >= e.reach;
  }

  private reciprocal(x: v128): v128 {
    const e = kernel<E>();
    const z = this.domain(x);
    return e.div(e.splat(1), e.add(e.numerator(z, -1), e.denominator(z, -1)));
  }

  /** f(-|x|), from e^|x| = u / v */
  private half(x: v128): v128 {
    const e = kernel<E>();
    const z = this.magnitude(x);
    const v = e.denominator(z, 1);
    return e.div(v, e.add(e.numerator(z, 1), v));
  }

  private domain(x: v128): v128 {
    const e = kernel<E>();
    return e.atMost(e.atLeast(x, -e.reach), e.underflow);
  }

  private magnitude(x: v128): v128 {
    const e = kernel<E>();
    return e.atMost(e.abs(x), e.reach);
  }
}

export type Float32 = Sigmoid<f64, Faithful>;
export type Float64 = Sigmoid<f64, Double>;
export type Fast = Sigmoid<f32, Quick>;
