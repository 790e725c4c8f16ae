import { Activation } from "../activation";
import { inHalves, instance, Lanes, Ternary } from "../lanes";

/**
 * sparsePlus(x) = 0 where x <= -1, x where x >= 1, else (x + 1)²/4
 *
 *     f'  = 0 where x <= -1, 1 where x >= 1, else (x + 1)/2
 *     f'' = 1/2 where -1 < x < 1, else 0
 *
 * Next to -1 the sum is exact. In f32 lanes f' is one rounding; what is made of its square or its
 * product goes by way of f64. Both halve x before the sum: what that loses of a subnormal is far
 * below the sum's last digit.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.5 / exact
 *     float64  2.5 / 0.5 / exact
 */
export class SparsePlus<T extends number> extends Activation<T, Lanes<T>> {
  get unroll(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    const half = this.half(x);
    const square = sizeof<T>() === 4 ? inHalves<Square>(half, half, half) : instance<Square>().at(half, half, half);
    return v128.bitselect(x, square, v128.ge<T>(x, this.op.splat(1)));
  }

  derivative(x: v128): v128 {
    return this.op.add(this.half(x), this.op.splat(0.5));
  }

  secondDerivative(x: v128): v128 {
    const inside = v128.lt<T>(this.op.abs(x), this.op.splat(1));
    return v128.or(v128.and(inside, this.op.splat(0.5)), this.op.nan(x));
  }

  derivativeFromOutput(y: v128): v128 {
    return this.op.sqrt(this.op.atMost(y, 1));
  }

  backward(dy: v128, x: v128): v128 {
    const half = this.half(x);
    return sizeof<T>() === 4 ? inHalves<SlopeProduct>(dy, half, half) : instance<SlopeProduct>().at(dy, half, half);
  }

  backwardFromOutput(dy: v128, y: v128): v128 {
    const held = this.op.atMost(y, 1);
    return sizeof<T>() === 4 ? inHalves<RootProduct>(dy, held, held) : instance<RootProduct>().at(dy, held, held);
  }

  /** x/2, but at least -1/2 and at most 1/2 */
  private half(x: v128): v128 {
    return this.op.mul(this.op.atMost(this.op.atLeast(x, -1), 1), this.op.splat(0.5));
  }
}

/** (h + 1/2)² */
class Square extends Ternary {
  at(h: v128, _a: v128, _b: v128): v128 {
    const slope = f64x2.add(h, f64x2.splat(0.5));
    return f64x2.mul(slope, slope);
  }
}

/** dy (h + 1/2) */
class SlopeProduct extends Ternary {
  at(dy: v128, h: v128, _: v128): v128 {
    return f64x2.mul(dy, f64x2.add(h, f64x2.splat(0.5)));
  }
}

/** dy √y */
class RootProduct extends Ternary {
  at(dy: v128, y: v128, _: v128): v128 {
    return f64x2.mul(dy, f64x2.sqrt(y));
  }
}

export type Float32 = SparsePlus<f32>;
export type Float64 = SparsePlus<f64>;
