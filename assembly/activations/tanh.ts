import { Activation } from "../activation";
import { instance } from "../lanes";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Exponential } from "../math/float64Exponential";
import { Sigmoid } from "./sigmoid";

/**
 * tanh(x) = 2 σ(2x) - 1, σ the sigmoid
 *
 *     f'  = 4 σ'(2x)
 *     f'' = 8 σ''(2x)
 *
 * How f itself is best computed is the engine's to say. In a pair f comes from the exponential of
 * f', e^2|x| = u / v:
 *
 *     f = ±(u - v) / (u + v)
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     2.7 / 3 / 5
 *     float64  3.3 / 4.5 / 4.5
 */
export class TanhActivation<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    return this.op.tanh(x);
  }

  derivative(x: v128): v128 {
    return this.op.mul(this.op.splat(4), instance<Sigmoid<T, E>>().derivative(this.op.add(x, x)));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtZero;
    return op.flip(op.sigmoidSecondDerivative(this.doubled(x), 8), x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.mul(this.op.sub(this.op.splat(1), y), this.op.add(this.op.splat(1), y));
  }

  pairValue(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    return op.flip(op.tanhHalf(this.doubled(x), 1), x);
  }

  pairDerivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = this.doubled(x);
    const h = op.sigmoidOfMinus(z);
    return op.mul(op.splat(4), op.nmadd(h, h, h));
  }

  /** |2x|, up to where f' vanishes */
  private doubled(x: v128): v128 {
    return this.op.atMost(this.op.abs(this.op.add(x, x)), this.op.reach);
  }
}

export type Float32 = TanhActivation<f64, Float32Exponential>;
export type Float64 = TanhActivation<f64, Float64Exponential>;
export type Fast = TanhActivation<f32, FastExponential>;
