import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";

/**
 * shrink(x) = x - b where x > λ, x + b where x < -λ, else 0
 *
 *     f'  = 1 where |x| > λ, else 0
 *     f'' = 0
 *
 * The kernel's parameters are λ, b, and the largest f32 that is at most λ, with which f32 lanes
 * decide as exactly as f64 ones. They subtract b in two words: two roundings, if it is no f32. From
 * the output the derivative is that of a b of at most λ.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (1 with other parameters)
 *     float64  exact (0.5 with other parameters)
 */
export class Shrink<T extends number> extends Activation<T, Lanes<T>> {
  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    const nearer = this.op.sub(x, this.op.flip(this.op.parameter(1), x));
    const shifted = sizeof<T>() === 4 ? this.op.sub(nearer, this.op.flip(this.op.parameterLow(1), x)) : nearer;
    return v128.andnot(shifted, this.isWithin(x));
  }

  derivative(x: v128): v128 {
    return v128.or(v128.andnot(this.op.splat(1), this.isWithin(x)), this.op.nan(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return v128.or(v128.and(v128.ne<T>(y, this.op.splat(0)), this.op.splat(1)), this.op.nan(y));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** -dy where x > λ, dy where x < -λ, else 0, also for an infinite dy */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const op = instance<Lanes<f64>>();
    const within = f64x2.le(op.abs(x), op.parameter(0));
    return v128.or(v128.andnot(op.flip(op.neg(dy), x), within), op.nan(x));
  }

  private isWithin(x: v128): v128 {
    return v128.le<T>(this.op.abs(x), this.op.parameter(sizeof<T>() === 4 ? 2 : 0));
  }
}

export type Float32 = Shrink<f32>;
export type Float64 = Shrink<f64>;
