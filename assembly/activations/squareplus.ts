import { Activation } from "../activation";
import { Lanes } from "../lanes";

/**
 * squareplus(x) = (x + s) / 2, s = √(x² + b)
 *
 * Nothing cancels in q = (|x| + s) / 2, and the other sum is b/4 over it:
 *
 *     f   = q where x >= 0, else (b/4) / q
 *     f'  = f / s
 *     f'' = b / 2s³
 *
 * Where x² would overflow s is |x|. Powers of s are divided by one at a time: they overflow where
 * the quotient does not vanish.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  3.4 / 4.8 / 4.8
 */
export class Squareplus<T extends number> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    return this.branch(x, this.op.abs(x));
  }

  /** f'(x), of the largest number where x is infinite: Infinity divided by itself would be NaN. */
  derivative(x: v128): v128 {
    const z = this.op.atMost(this.op.abs(x), f64.MAX_VALUE);
    return this.op.div(this.branch(x, z), this.root(z));
  }

  secondDerivative(x: v128): v128 {
    const square = this.square(this.op.abs(x));
    const half = this.op.mul(this.op.parameter(0), this.op.splat(0.5));
    return this.op.div(this.op.div(half, square), this.op.sqrt(square));
  }

  /** y² / (y² + b/4), where y² could overflow */
  derivativeFromOutput(y: v128): v128 {
    const z = this.op.atMost(y, f64.MAX_VALUE);
    return this.op.div(z, this.op.add(z, this.op.div(this.quarter, z)));
  }

  /** 1 / 4s */
  parameterDerivative(i: i32, x: v128): v128 {
    return this.op.div(this.op.splat(0.25), this.root(this.op.abs(x)));
  }

  /** f for |x| = z and the sign of x */
  private branch(x: v128, z: v128): v128 {
    const half = this.op.splat(0.5);
    const q = this.op.madd(z, half, this.op.mul(this.root(z), half));
    return this.op.whereNegative(x, this.op.div(this.quarter, q), q);
  }

  /** s */
  private root(z: v128): v128 {
    return this.op.max(this.op.sqrt(this.square(z)), z);
  }

  /** s², up to where b no longer counts */
  private square(z: v128): v128 {
    const c = this.op.atMost(z, 1e150);
    return this.op.madd(c, c, this.op.parameter(0));
  }

  private get quarter(): v128 {
    return this.op.mul(this.op.parameter(0), this.op.splat(0.25));
  }
}

export type Float32 = Squareplus<f64>;
export type Float64 = Squareplus<f64>;
