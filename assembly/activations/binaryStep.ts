import { Activation } from "../activation";
import { Lanes } from "../lanes";

/**
 * binaryStep(x) = 1 where x > θ, 0 where x < θ, and at θ a value between
 *
 *     f'  = 0
 *     f'' = 0
 *
 * The kernel's parameters are θ, the value at it, the largest f32 that is at most θ, and θ again
 * where it is an f32, else NaN, which nothing equals.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.5 with other parameters)
 *     float64  exact
 */
export class BinaryStep<T extends number> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    const first = sizeof<T>() === 4 ? 2 : 0;
    const at = sizeof<T>() === 4 ? 3 : 0;
    const above = v128.and(v128.gt<T>(x, this.op.parameter(first)), this.op.splat(1));
    const between = v128.and(v128.eq<T>(x, this.op.parameter(at)), this.op.parameter(1));
    return v128.or(v128.or(above, between), this.op.nan(x));
  }

  derivative(x: v128): v128 {
    return this.op.nan(x);
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.nan(y);
  }
}

export type Float32 = BinaryStep<f32>;
export type Float64 = BinaryStep<f64>;
