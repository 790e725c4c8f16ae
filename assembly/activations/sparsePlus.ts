import { Activation } from "../activation";
import { Lanes } from "../lanes";

/**
 * sparsePlus(x) = 0 where x <= -1, x where x >= 1, else (x + 1)²/4
 *
 *     f'  = 0 where x <= -1, 1 where x >= 1, else (x + 1)/2
 *     f'' = 1/2 where -1 < x < 1, else 0
 *
 * Next to -1 the sum is exact.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.5 / exact
 *     float64  2 / 0.5 / exact
 */
export class SparsePlus<T extends number> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    const half = this.derivative(x);
    return v128.bitselect(x, this.op.mul(half, half), v128.ge<T>(x, this.op.splat(1)));
  }

  derivative(x: v128): v128 {
    const held = this.op.atMost(this.op.atLeast(x, -1), 1);
    return this.op.mul(this.op.add(held, this.op.splat(1)), this.op.splat(0.5));
  }

  secondDerivative(x: v128): v128 {
    const inside = v128.lt<T>(this.op.abs(x), this.op.splat(1));
    return v128.or(v128.and(inside, this.op.splat(0.5)), this.op.nan(x));
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.sqrt(this.op.atMost(y, 1));
  }
}

export type Float32 = SparsePlus<f64>;
export type Float64 = SparsePlus<f64>;
