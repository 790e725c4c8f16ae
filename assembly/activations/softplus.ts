import { kernel } from "../lanes";
import { Double } from "../math/double";
import { Exponential } from "../math/exponential";
import { Faithful } from "../math/faithful";
import { Single } from "../math/single";
import { Activation } from "./activation";
import { Sigmoid } from "./sigmoid";

/**
 * softplus(x) = log(1 + e^βx) / β
 *
 *     f   = max(x, 0) + log(1 + e^-β|x|) / β      nothing overflows, both tails keep their digits
 *     f'  = σ(βx), σ the sigmoid
 *     f'' = β σ'(βx)
 *
 * The kernel's parameters are β and 1 / β.
 */
export class Softplus<T extends number, E extends Exponential<T>> extends Activation<T> {
  value(x: v128): v128 {
    const e = kernel<E>();
    const z = this.magnitude(x);
    const log = e.logOnePlus(e.denominator(z, 1), e.numerator(z, 1));
    return e.madd(e.parameter(1), log, e.atLeast(x, 0));
  }

  derivative(x: v128): v128 {
    return kernel<Sigmoid<T, E>>().value(this.argument(x));
  }

  secondDerivative(x: v128): v128 {
    return kernel<E>().scaled(0, kernel<Sigmoid<T, E>>().derivative(this.argument(x)));
  }

  derivativeFromOutput(y: v128): v128 {
    const e = kernel<E>().forDifferences;
    return e.neg(e.expm1(e.neg(this.argument(y))));
  }

  /** From the exponential of {@link value}, e^β|x| = u / v: h = σ(-β|x|) = v / (u + v). */
  pairDerivative(x: v128): v128 {
    const e = kernel<E>();
    const z = this.magnitude(x);
    const h = e.div(e.denominator(z, 1), e.sum(z, 1));
    return e.whereNegative(x, h, e.sub(e.splat(1), h));
  }

  private argument(x: v128): v128 {
    return kernel<E>().scaled(0, x);
  }

  private magnitude(x: v128): v128 {
    const e = kernel<E>();
    return e.atMost(e.abs(this.argument(x)), e.reach);
  }
}

export type Float32 = Softplus<f64, Faithful>;
export type Float64 = Softplus<f64, Double>;
export type Fast = Softplus<f32, Single>;
