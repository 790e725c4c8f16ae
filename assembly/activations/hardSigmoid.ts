import { Activation } from "../activation";
import { inHalves, instance, Lanes, Ternary } from "../lanes";

/**
 * hardSigmoid(x) = α x + β where that lies between 0 and 1, and the nearer of them elsewhere
 *
 *     f'  = α where 0 < α x + β < 1, else 0
 *     f'' = 0
 *
 * Beside the start of the line, -β/α, where α x and β cancel, (x + β/α) α loses nothing: the sum is
 * exact there, and β/α comes in two words. Where α is the f64 next to 1/6 it is taken for 1/6, so
 * that the line starts at -3 and not within 2^-52 of it.
 *
 * The kernel's parameters are α, both words of β/α, and the ends of the line rounded away from each
 * other to f64 and to f32: no number lies between an end and what it became.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.5 / exact (0.51 with other parameters)
 *     float64  3 / 0.5 / exact
 */
export class HardSigmoid<T extends number> extends Activation<T, Lanes<T>> {
  get unroll(): i32 {
    return 2;
  }

  get unrollDerivatives(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    return sizeof<T>() === 4 ? inHalves<ClippedLine>(x, x, x) : instance<ClippedLine>().at(x, x, x);
  }

  derivative(x: v128): v128 {
    return v128.or(v128.and(this.inside(x), this.op.parameter(0)), this.op.nan(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  derivativeFromOutput(y: v128): v128 {
    return v128.or(v128.and(this.rises(y), this.op.parameter(0)), this.op.nan(y));
  }

  /** α is not rounded before the product. */
  backward(dy: v128, x: v128): v128 {
    return v128.or(this.scaled(dy, this.inside(x)), this.op.nan(x));
  }

  backwardFromOutput(dy: v128, y: v128): v128 {
    return v128.or(this.scaled(dy, this.rises(y)), this.op.nan(y));
  }

  get learnt(): i32 {
    return 2;
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** dy x, and dy for β, where 0 < α x + β < 1, else 0, also for an infinite dy */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const op = instance<Lanes<f64>>();
    const inside = v128.and(f64x2.gt(x, op.parameter(3)), f64x2.lt(x, op.parameter(4)));
    return v128.or(v128.and(inside, i > 0 ? dy : op.mul(dy, x)), op.nan(x));
  }

  /** α dy under the mask, else dy times 0 */
  private scaled(dy: v128, mask: v128): v128 {
    return v128.bitselect(this.op.product(0, dy), this.op.mul(dy, this.op.splat(0)), mask);
  }

  private inside(x: v128): v128 {
    const first = sizeof<T>() === 4 ? 5 : 3;
    return v128.and(v128.gt<T>(x, this.op.parameter(first)), v128.lt<T>(x, this.op.parameter(first + 1)));
  }

  private rises(y: v128): v128 {
    return v128.and(v128.gt<T>(y, this.op.splat(0)), v128.lt<T>(y, this.op.splat(1)));
  }
}

/** max(x + β/α, 0) α, but at most 1 */
class ClippedLine extends Ternary {
  at(x: v128, _a: v128, _b: v128): v128 {
    const op = instance<Lanes<f64>>();
    const fromStart = op.add(op.add(x, op.parameter(1)), op.parameter(2));
    return op.atMost(op.mul(op.atLeast(fromStart, 0), op.parameter(0)), 1);
  }
}

export type Float32 = HardSigmoid<f32>;
export type Float64 = HardSigmoid<f64>;
