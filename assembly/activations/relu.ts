import { Activation } from "../activation";
import { kernel, Lanes } from "../lanes";

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
export class Relu<T extends number> extends Activation<T> {
  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    return kernel<Lanes<T>>().atLeast(x, 0);
  }

  derivative(x: v128): v128 {
    const e = kernel<Lanes<T>>();
    return v128.or(v128.and(v128.gt<T>(x, e.splat(0)), e.splat(1)), e.nan(x));
  }

  secondDerivative(x: v128): v128 {
    return kernel<Lanes<T>>().nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.derivative(y);
  }
}

export type Float32 = Relu<f32>;
export type Float64 = Relu<f64>;
