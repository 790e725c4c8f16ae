import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";

/**
 * hardTanh(x) = x between a lowest and a highest value, and the nearer of the two beyond them
 *
 *     f'  = 1 where lowest < x < highest, else 0
 *     f'' = 0
 *
 * The kernel's parameters are both values, and both rounded to f32 away from each other: no f32
 * lies between a value and what it became, so that f32 lanes decide as exactly as f64 ones. An
 * output is compared with the values that it was held to.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.5 with other parameters)
 *     float64  exact
 */
export class HardTanh<T extends number> extends Activation<T, Lanes<T>> {
  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    return this.op.min(this.op.max(x, this.op.parameter(0)), this.op.parameter(1));
  }

  derivative(x: v128): v128 {
    const first = sizeof<T>() === 4 ? 2 : 0;
    return this.between(x, this.op.parameter(first), this.op.parameter(first + 1));
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.between(y, this.op.parameter(0), this.op.parameter(1));
  }

  get learnt(): i32 {
    return 2;
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** dy beyond the highest value (0) or the lowest (1), else 0, also for an infinite dy */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const op = instance<Lanes<f64>>();
    const beyond = i > 0 ? f64x2.le(x, op.parameter(0)) : f64x2.ge(x, op.parameter(1));
    return v128.or(v128.and(beyond, dy), op.nan(x));
  }

  /** 1 where low < x < high, else 0 */
  private between(x: v128, low: v128, high: v128): v128 {
    const inside = v128.and(v128.gt<T>(x, low), v128.lt<T>(x, high));
    return v128.or(v128.and(inside, this.op.splat(1)), this.op.nan(x));
  }
}

export type Float32 = HardTanh<f32>;
export type Float64 = HardTanh<f64>;
