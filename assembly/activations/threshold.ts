import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";

/**
 * threshold(x) = x where x > θ, else a fixed value
 *
 *     f'  = 1 where x > θ, else 0
 *     f'' = 0
 *
 * The kernel's parameters are θ, the value, and the largest f32 that is at most θ, with which f32
 * lanes decide as exactly as f64 ones. From the output the derivative is that of a value 0.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.5 with other parameters)
 *     float64  exact
 */
export class Threshold<T extends number> extends Activation<T, Lanes<T>> {
  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    return v128.bitselect(this.op.parameter(1), x, v128.le<T>(x, this.edge));
  }

  derivative(x: v128): v128 {
    return this.above(x, this.edge);
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return this.above(y, this.op.splat(0));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** dy where x is not above θ, else 0, also for an infinite dy: of the fixed value. */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const op = instance<Lanes<f64>>();
    return v128.or(v128.and(f64x2.le(x, op.parameter(0)), dy), op.nan(x));
  }

  private get edge(): v128 {
    return this.op.parameter(sizeof<T>() === 4 ? 2 : 0);
  }

  /** 1 where x is above an edge, else 0 */
  private above(x: v128, edge: v128): v128 {
    return v128.or(v128.and(v128.gt<T>(x, edge), this.op.splat(1)), this.op.nan(x));
  }
}

export type Float32 = Threshold<f32>;
export type Float64 = Threshold<f64>;
