import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";
import { Float64Isru, Isru } from "./isru";

/**
 * isrlu(x) = isru(x) where x < 0, else x
 *
 *     f'  = isru'(x) where x < 0, else 1
 *     f'' = isru''(x) where x < 0, else 0
 *
 * All three are continuous. The kernel's parameters are those of isru.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  2.5 / 4 / 5
 */
export class Isrlu<T extends number, U extends Isru<T>> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    return this.op.whereNegative(x, instance<U>().value(x), x);
  }

  derivative(x: v128): v128 {
    return this.op.wherePositive(x, this.op.splat(1), instance<U>().derivative(x));
  }

  /** Cleared where x > 0, so not where x is NaN. */
  secondDerivative(x: v128): v128 {
    return v128.andnot(instance<U>().secondDerivative(x), v128.gt<T>(x, this.op.splat(0)));
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.wherePositive(y, this.op.splat(1), instance<U>().derivativeFromOutput(y));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** 0 where x is positive, also for an infinite dy */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    return v128.andnot(instance<U>().parameterGradient(i, dy, x), v128.gt<T>(x, this.op.splat(0)));
  }
}

export type Float32 = Isrlu<f64, Isru<f64>>;
export type Float64 = Isrlu<f64, Float64Isru<f64>>;
