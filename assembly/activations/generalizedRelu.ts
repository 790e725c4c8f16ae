import { Activation } from "../activation";
import { inHalves, instance, Lanes, Ternary } from "../lanes";

/**
 * generalizedRelu(x) = λ (x - θ) where x <= θ, else x, but no more than a highest value
 *
 *     f'  = 1 where θ < x < highest, λ where x <= θ, else 0
 *     f'' = 0
 *
 * The kernel's parameters are λ, θ, the highest value, the least x to multiply (-Infinity, but
 * finite where λ = 0, whose f(-Infinity) is a zero), and for f64 and for f32 lanes the numbers by
 * which they decide: θ and the highest value, rounded away from each other. If that is Infinity,
 * NaN stands for it, which no x reaches.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.51 with other parameters)
 *     float64  exact (1.5 with other parameters)
 */
export class GeneralizedRelu<T extends number> extends Activation<T, Lanes<T>> {
  get unroll(): i32 {
    return 2;
  }

  value(x: v128): v128 {
    const below = sizeof<T>() === 4 ? inHalves<Below>(x, x, x) : instance<Below>().at(x, x, x);
    return v128.bitselect(below, this.op.min(x, this.op.parameter(2)), this.isBelow(x));
  }

  derivative(x: v128): v128 {
    const above = v128.andnot(this.op.splat(1), this.isHighest(x));
    return v128.or(v128.bitselect(this.op.parameter(0), above, this.isBelow(x)), this.op.nan(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.nan(x);
  }

  /** λ is not rounded before the product. */
  backward(dy: v128, x: v128): v128 {
    const above = this.op.mul(dy, v128.andnot(this.op.splat(1), this.isHighest(x)));
    return v128.or(v128.bitselect(this.op.product(0, dy), above, this.isBelow(x)), this.op.nan(x));
  }

  get learnt(): i32 {
    return 3;
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /**
   * dy (x - θ) where x is not above θ (0), dy from the highest value on (1), -λ dy where x is not
   * above θ (2); else 0, also for an infinite dy
   */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    const op = instance<Lanes<f64>>();
    if (i === 1) return v128.or(v128.and(f64x2.ge(x, op.parameter(2)), dy), op.nan(x));
    const isBelow = f64x2.le(x, op.parameter(1));
    const term = op.mul(dy, i === 0 ? op.sub(x, op.parameter(1)) : op.neg(op.parameter(0)));
    return v128.or(v128.and(isBelow, term), op.nan(x));
  }

  private isBelow(x: v128): v128 {
    return v128.le<T>(x, this.op.parameter(sizeof<T>() === 4 ? 5 : 1));
  }

  private isHighest(x: v128): v128 {
    return v128.ge<T>(x, this.op.parameter(sizeof<T>() === 4 ? 6 : 4));
  }
}

/** λ (x - θ) */
class Below extends Ternary {
  at(x: v128, _a: v128, _b: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.mul(op.sub(op.max(x, op.parameter(3)), op.parameter(1)), op.parameter(0));
  }
}

export type Float32 = GeneralizedRelu<f32>;
export type Float64 = GeneralizedRelu<f64>;
