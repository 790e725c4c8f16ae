import { Activation } from "../activation";
import { Lanes } from "../lanes";

/**
 * bentIdentity(x) = x + (s - 1) / 2, s = √(1 + x²)
 *
 * As s - 1 = x² / (1 + s), nothing cancels in
 *
 *     f   = x (1 + x / 2(1 + s))
 *     f'  = 1 + x / 2s
 *     f'' = 1 / 2s³
 *
 * Far out, x / s and x / (1 + s) are those of a bound. Powers of s are divided by one at a time:
 * they overflow where the quotient does not vanish.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
export class BentIdentity<T extends number> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const half = this.op.div(this.bounded(x), this.op.add(one, this.root(x)));
    return this.op.mul(x, this.op.madd(half, this.op.splat(0.5), one));
  }

  derivative(x: v128): v128 {
    return this.op.madd(this.op.div(this.bounded(x), this.root(x)), this.op.splat(0.5), this.op.splat(1));
  }

  secondDerivative(x: v128): v128 {
    const c = this.op.atMost(this.op.abs(x), 1e150);
    const square = this.op.madd(c, c, this.op.splat(1));
    return this.op.div(this.op.div(this.op.splat(0.5), square), this.op.sqrt(square));
  }

  /**
   * The bound of x, 2^40: beyond, 3x/2 can be a tie between two f32, which the smaller f decides.
   * Of x / (1 + s) at the bound the last bits that count for an f32 are right, and it is below 1.
   */
  get reach(): f64 {
    return 1099511627776;
  }

  private bounded(x: v128): v128 {
    return this.op.atMost(this.op.atLeast(x, -this.reach), this.reach);
  }

  /** s */
  private root(x: v128): v128 {
    const c = this.bounded(x);
    return this.op.sqrt(this.op.madd(c, c, this.op.splat(1)));
  }
}

/**
 * bentIdentity for `f64`, whose last bits need a bound further out.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  3 / 2.5 / 4
 */
class Float64BentIdentity<T extends number> extends BentIdentity<T> {
  get reach(): f64 {
    return 1e150;
  }
}

export type Float32 = BentIdentity<f64>;
export type Float64 = Float64BentIdentity<f64>;
