import { instance } from "../lanes";
import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { ExponentialLinear } from "./parts/exponentialLinear";

/**
 * elu(x) = α (e^x - 1) where x < 0, else x
 *
 *     f'  = 1 where x > 0, else α e^x      f'(0) = α
 *     f'' = 0 where x > 0, else α e^x      f''(0) = α
 *
 * The engine forms e^x - 1 without cancellation.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     1 / 1.1 / 1.1 (2.2 with other parameters)
 *     float64  3.3 / 4.5 / 4.5
 */
export class Elu<T extends number, E extends Exponential<T>> extends ExponentialLinear<T, E> {
  bend(x: v128): v128 {
    return this.op.accurateAtRoots.timesExpm1(this.op.parameter(0), x);
  }

  bendSlope(x: v128): v128 {
    return this.op.accurateAtZero.scaledExp(0, x);
  }

  bendCurvature(x: v128): v128 {
    return this.bendSlope(x);
  }

  bendSlopeFromOutput(y: v128): v128 {
    return this.op.add(y, this.op.parameter(0));
  }

  /** f'(x), from the exponential of {@link value}, to share its C. */
  pairDerivative(x: v128): v128 {
    return this.op.wherePositive(x, this.lineSlope, this.op.accurateAtRoots.scaledExp(0, x));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** dy (e^x - 1) where x is not positive, else 0, also for an infinite dy */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const op = instance<Compensated>();
    return v128.andnot(op.mul(dy, op.expm1(x)), f64x2.gt(x, op.splat(0)));
  }
}

export type Float32 = Elu<f64, Float32Exponential>;
export type Float64 = Elu<f64, Compensated>;
export type Fast = Elu<f32, FastExponential>;
