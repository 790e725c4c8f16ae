import { Activation } from "../activation";
import { inHalves, instance, Lanes, Ternary } from "../lanes";

/**
 * linear(x) = α x + β
 *
 *     f'  = α
 *     f'' = 0
 *
 * Beside the root at -β/α, where α x and β cancel, (x + β/α) α loses nothing: the sum is exact
 * there, and β/α comes in two words. The derivatives are their constants of NaN as well.
 *
 * The kernel's parameters are α, both words of β/α, and what is added at the end: -0, which changes
 * nothing, but β where α is 0.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.51 with other parameters)
 *     float64  exact (3 with other parameters)
 */
export class Linear<T extends number> extends Activation<T, Lanes<T>> {
  get unroll(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    return sizeof<T>() === 4 ? inHalves<AffineFunction>(x, x, x) : instance<AffineFunction>().at(x, x, x);
  }

  derivative(_x: v128): v128 {
    return this.op.parameter(0);
  }

  secondDerivative(_x: v128): v128 {
    return this.op.splat(0);
  }

  derivativeFromOutput(_y: v128): v128 {
    return this.op.parameter(0);
  }

  /** α is not rounded before the product. */
  backward(dy: v128, _x: v128): v128 {
    return this.op.product(0, dy);
  }

  backwardFromOutput(dy: v128, _y: v128): v128 {
    return this.op.product(0, dy);
  }

  get learnt(): i32 {
    return 2;
  }

  /** x, and 1 for β */
  parameterDerivative(i: i32, x: v128): v128 {
    return i > 0 ? f64x2.splat(1) : x;
  }
}

/** α x + β, as (x + β/α) α and what is added at the end */
class AffineFunction extends Ternary {
  at(x: v128, _a: v128, _b: v128): v128 {
    const op = instance<Lanes<f64>>();
    const fromRoot = op.add(op.add(x, op.parameter(1)), op.parameter(2));
    return op.add(op.mul(fromRoot, op.parameter(0)), op.parameter(3));
  }
}

export type Float32 = Linear<f32>;
export type Float64 = Linear<f64>;
