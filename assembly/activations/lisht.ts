import { Activation } from "../activation";
import { instance } from "../lanes";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Exponential } from "../math/float64Exponential";
import { FastValue } from "./parts/fastValue";
import { Float32 as Float32Silu, Float64 as Float64Silu } from "./silu";
import { TanhActivation } from "./tanh";

/**
 * lisht(x) = x tanh(x), which is silu(2x) - x
 *
 *     f'  = tanh(x) + x tanh'(x)      odd; both terms have the sign of x
 *     f'' = 4 silu''(2x)              even, roots at x = ±1.1997
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  4 / 5 / 4.5
 */
class Lisht<E extends Exponential<f64>, S extends Activation<f64>> extends Activation<f64, E> {
  value(x: v128): v128 {
    return this.op.mul(this.op.abs(x), this.tanh(x));
  }

  derivative(x: v128): v128 {
    const z = this.op.atMost(this.op.abs(x), 400);
    return this.op.flip(this.op.madd(z, instance<TanhActivation<f64, E>>().derivative(z), this.tanh(x)), x);
  }

  secondDerivative(x: v128): v128 {
    return this.op.mul(this.op.splat(4), instance<S>().secondDerivative(this.op.add(x, x)));
  }

  /** tanh |x| */
  private tanh(x: v128): v128 {
    const op = this.op.accurateAtZero;
    return op.tanhHalf(op.atMost(op.abs(op.add(x, x)), op.reach), 1);
  }
}

export type Float32 = Lisht<Float32Exponential, Float32Silu>;
export type Float64 = Lisht<Float64Exponential, Float64Silu>;

/**
 * lisht in f32 lanes, as the product that it is.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     fast     4 / 0.51 / 0.51
 */
class FastLisht extends FastValue<FastExponential, Float32> {
  value(x: v128): v128 {
    return this.op.mul(x, this.op.tanh(x));
  }
}

export type Fast = FastLisht;
