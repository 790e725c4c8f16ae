import { Activation } from "../activation";
import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";

/**
 * elu(x) = α (e^x - 1) where x < 0, else x
 *
 *     f'  = 1 where x > 0, else α e^x      f'(0) = α
 *     f'' = 0 where x > 0, else α e^x      f''(0) = α
 *
 * The engine forms e^x - 1 without cancellation. Both branches are computed; what the wrong one
 * gives is dropped.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     1 / 1.1 / 1.1 (2.2 with other parameters)
 *     float64  3.3 / 4.5 / 4.5
 */
export class Elu<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    const op = this.op.accurateAtZero;
    return op.whereNegative(x, op.scaled(0, op.expm1(x)), x);
  }

  derivative(x: v128): v128 {
    return this.op.wherePositive(x, this.op.splat(1), this.op.scaledExp(0, x));
  }

  /** Cleared where x > 0, so not where x is NaN. */
  secondDerivative(x: v128): v128 {
    return v128.andnot(this.op.scaledExp(0, x), v128.gt<T>(x, this.op.splat(0)));
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.wherePositive(y, this.op.splat(1), this.op.add(y, this.op.parameter(0)));
  }

  /** With the exponential of {@link value}, to share its C. */
  pairDerivative(x: v128): v128 {
    const op = this.op.accurateAtZero;
    return op.wherePositive(x, op.splat(1), op.scaledExp(0, x));
  }
}

export type Float32 = Elu<f64, Float32Exponential>;
export type Float64 = Elu<f64, Compensated>;
export type Fast = Elu<f32, FastExponential>;
