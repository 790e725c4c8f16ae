import { Activation } from "../activation";
import { Lanes } from "../lanes";

/**
 * identity(x) = x
 *
 *     f'  = 1
 *     f'' = 0
 *
 * The derivatives are these constants of NaN as well.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact
 *     float64  exact
 */
export class Identity<T extends number> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    return x;
  }

  derivative(_x: v128): v128 {
    return this.op.splat(1);
  }

  secondDerivative(_x: v128): v128 {
    return this.op.splat(0);
  }

  derivativeFromOutput(_y: v128): v128 {
    return this.op.splat(1);
  }

  backward(dy: v128, _x: v128): v128 {
    return dy;
  }

  backwardFromOutput(dy: v128, _y: v128): v128 {
    return dy;
  }
}

export type Float32 = Identity<f32>;
export type Float64 = Identity<f64>;
