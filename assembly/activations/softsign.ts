import { Activation } from "../activation";
import { Lanes } from "../lanes";
import { errorOfSum } from "../math/exact";

/**
 * softsign(x) = x / (1 + |x|)
 *
 * With w = 1 + |x|:
 *
 *     f'  = (1 / w)²
 *     f'' = -2 sign(x) / w² / w, 0 at 0
 *
 * Nothing cancels: all are within a few roundings. f' is the square of 1 / w, as w² would
 * overflow where 1 / w² is subnormal.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
class Softsign extends Activation<f64, Lanes<f64>> {
  /** f(x), of the largest number where x is infinite: Infinity divided by itself would be NaN. */
  value(x: v128): v128 {
    const z = this.op.atMost(this.op.atLeast(x, -f64.MAX_VALUE), f64.MAX_VALUE);
    return this.op.div(z, this.denominator(z));
  }

  derivative(x: v128): v128 {
    const i = this.op.div(this.op.splat(1), this.denominator(x));
    return this.op.mul(i, i);
  }

  secondDerivative(x: v128): v128 {
    return this.odd(this.curvature(x), x);
  }

  derivativeFromOutput(y: v128): v128 {
    const z = this.op.sub(this.op.splat(1), this.op.abs(y));
    return this.op.mul(z, z);
  }

  /** -2 / w³ */
  curvature(x: v128): v128 {
    const w = this.denominator(x);
    return this.op.div(this.op.div(this.op.splat(-2), this.op.mul(w, w)), w);
  }

  denominator(x: v128): v128 {
    return this.op.add(this.op.splat(1), this.op.abs(x));
  }

  /** y with the sign of x, and 0 where that is 0. */
  private odd(y: v128, x: v128): v128 {
    return v128.and(this.op.flip(y, x), v128.ne<f64>(x, this.op.splat(0)));
  }
}

/**
 * softsign for `f64`, with what w loses put right to first order.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  1.5 / 4 / 3
 */
class Float64Softsign extends Softsign {
  curvature(x: v128): v128 {
    const a = this.op.atMost(this.op.abs(x), 1e200);
    const w = this.denominator(a);
    const y = super.curvature(a);
    const low = errorOfSum<f64>(this.op.splat(1), a, w);
    const loss = this.op.div(low, this.op.mul(w, this.op.splat(1 / 3)));
    return this.op.withSign(this.op.nmadd(y, loss, y), y);
  }
}

export type Float32 = Softsign;
export type Float64 = Float64Softsign;
