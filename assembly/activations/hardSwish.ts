import { Activation } from "../activation";
import { Lanes } from "../lanes";

/**
 * hardSwish(x) = x min(max(x + 3, 0), 6) / 6
 *
 *     f'  = 0 where x <= -3, 1 where x >= 3, else (x + 3/2)/3
 *     f'' = 1/3 where -3 < x < 3, else 0
 *
 * The sum next to the start at -3, and that next to the root of f' at -3/2, are exact, so that all
 * comes to a few roundings. The factor of x is 1 from 3 on, and x is held to -3 where it is 0:
 * nothing overflows, and -Infinity gives a zero.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.51 / 0.5
 *     float64  3 / 2 / 0.5
 */
export class HardSwish<T extends number> extends Activation<T, Lanes<T>> {
  value(x: v128): v128 {
    const op = this.op;
    const held = op.atLeast(x, -3);
    return op.mul(held, op.mul(op.atMost(op.add(held, op.splat(3)), 6), op.splat(1.0 / 6.0)));
  }

  derivative(x: v128): v128 {
    const op = this.op;
    const slope = op.mul(op.add(x, op.splat(1.5)), op.splat(1.0 / 3.0));
    const rising = v128.andnot(slope, v128.le<T>(x, op.splat(-3)));
    return v128.bitselect(op.splat(1), rising, v128.ge<T>(x, op.splat(3)));
  }

  secondDerivative(x: v128): v128 {
    const inside = v128.lt<T>(this.op.abs(x), this.op.splat(3));
    return v128.or(v128.and(inside, this.op.splat(1.0 / 3.0)), this.op.nan(x));
  }
}

export type Float32 = HardSwish<f64>;
export type Float64 = HardSwish<f64>;
