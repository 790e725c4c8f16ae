import { Activation } from "../activation";
import { Lanes } from "../lanes";

/**
 * relu(x) = max(x, 0), and relu(-0) = -0
 *
 *     f'  = 1 where x > 0, else 0      f'(0) = 0
 *     f'' = 0
 *
 * NaN gives NaN in all three.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact
 *     float64  exact
 */
export class Relu<T extends number> extends Activation<T, Lanes<T>> {
  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    return this.op.atLeast(x, 0);
  }

  derivative(x: v128): v128 {
    return v128.or(v128.and(v128.gt<T>(x, this.op.splat(0)), this.op.splat(1)), this.op.nan(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.derivative(y);
  }
}

export type Float32 = Relu<f32>;
export type Float64 = Relu<f64>;
