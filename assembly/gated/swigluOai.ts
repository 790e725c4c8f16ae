import { Activation } from "../activation";
import { Fast as FastSwish, Float32 as Float32Swish, Float64 as Float64Swish } from "../activations/swish";
import { instance, Lanes } from "../lanes";

/**
 * (clamp(value, -limit, limit) + 1) swish(min(gate, limit))
 *
 * Beyond a limit nothing grows: there the derivative of the factor, or that of the swish, is 0. The
 * sum of the factor is exact near its root, -1.
 */
class SwigluOai<A extends Activation<T>, T extends number> extends Activation<T, Lanes<T>> {
  value(gate: v128): v128 {
    return instance<A>().value(this.op.min(gate, this.limit));
  }

  derivative(gate: v128): v128 {
    return this.belowLimit(instance<A>().derivative(this.op.min(gate, this.limit)), gate);
  }

  secondDerivative(gate: v128): v128 {
    return unreachable();
  }

  pairValue(gate: v128): v128 {
    return instance<A>().pairValue(this.op.min(gate, this.limit));
  }

  pairDerivative(gate: v128): v128 {
    return this.belowLimit(instance<A>().pairDerivative(this.op.min(gate, this.limit)), gate);
  }

  factorOf(value: v128): v128 {
    const clamped = this.op.min(this.op.max(value, this.op.neg(this.limit)), this.limit);
    return this.op.add(clamped, this.op.splat(1));
  }

  factorBackward(dy: v128, value: v128): v128 {
    return this.op.mul(dy, v128.or(this.belowLimit(this.op.splat(1), this.op.abs(value)), this.op.nan(value)));
  }

  /** `x` where the argument is below the limit, or NaN, else 0. */
  private belowLimit(x: v128, argument: v128): v128 {
    return v128.andnot(x, v128.ge<T>(argument, this.limit));
  }

  private get limit(): v128 {
    return this.op.parameter(LIMIT);
  }
}

/** The parameter behind the seven of swish. */
const LIMIT = 7;

export type Float32 = SwigluOai<Float32Swish, f64>;
export type Float64 = SwigluOai<Float64Swish, f64>;
export type Fast = SwigluOai<FastSwish, f32>;
