import { Derivative, Fitted, PairDerivative, PairValue, SecondDerivative } from "../elementwise";
import { kernel } from "../lanes";
import { Double } from "../math/double";
import { Exponential } from "../math/exponential";
import { Faithful } from "../math/faithful";
import { Single } from "../math/single";
import { Activation } from "./activation";

/**
 * silu(x) = x σ(x), σ the sigmoid
 *
 * With e^-x = u / v, w = u + v, s = v / w = σ(x) and t = u / w = σ(-x):
 *
 *     f   = x v / w
 *     f'  = s (1 + x t)                  root at -1.2785
 *     f'' = s t (2 + x (t - s))          even, roots at ±2.3994
 */
export class Silu<T extends number, E extends Exponential<T>> extends Activation<T> {
  value(x: v128): v128 {
    const e = kernel<E>();
    const z = this.domain(x);
    return e.portion(this.bounded(x), e.denominator(z, -1), e.sum(z, -1));
  }

  derivative(x: v128): v128 {
    const e = kernel<E>().forRoots;
    const z = this.domain(x);
    return e.mul(this.s(z), e.madd(z, this.t(z), e.splat(1)));
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<E>().forRoots;
    const z = this.domain(x);
    const s = this.s(z);
    const t = this.t(z);
    return e.mul(e.mul(s, t), e.madd(z, e.sub(t, s), e.splat(2)));
  }

  pairValue(x: v128): v128 {
    const e = kernel<E>();
    return e.mul(this.bounded(x), this.s(this.domain(x)));
  }

  private s(z: v128): v128 {
    const e = kernel<E>().forRoots;
    return e.div(e.denominator(z, -1), e.sum(z, -1));
  }

  private t(z: v128): v128 {
    const e = kernel<E>().forRoots;
    return e.div(e.numerator(z, -1), e.sum(z, -1));
  }

  /** So far down that f is -0, as at -Infinity. */
  private bounded(x: v128): v128 {
    const e = kernel<E>();
    return e.atLeast(x, -e.reach);
  }

  private domain(x: v128): v128 {
    const e = kernel<E>();
    return e.atMost(this.bounded(x), e.underflow);
  }
}

export type Float32 = Silu<f64, Faithful>;
export type Float64 = Silu<f64, Double>;

/** Beside the roots of its derivatives f32 lanes would only hold an absolute bound: there the faithful kernel does it. */
class FastSilu extends Activation<f32> {
  value(x: v128): v128 {
    return kernel<Silu<f32, Single>>().value(x);
  }

  derivative(x: v128): v128 {
    return kernel<Fitted<Derivative<Float32>, Float32, f32>>().at(x, x);
  }

  secondDerivative(x: v128): v128 {
    return kernel<Fitted<SecondDerivative<Float32>, Float32, f32>>().at(x, x);
  }

  pairValue(x: v128): v128 {
    return kernel<Fitted<PairValue<Float32>, Float32, f32>>().at(x, x);
  }

  pairDerivative(x: v128): v128 {
    return kernel<Fitted<PairDerivative<Float32>, Float32, f32>>().at(x, x);
  }
}

export type Fast = FastSilu;
