import { Activation } from "../activation";
import { Fast as FastSwish, Float32 as Float32Swish, Float64 as Float64Swish } from "../activations/swish";
import { instance, Lanes } from "../lanes";
import { Factor } from "./parts/gated";

/** swish(min(gate, limit)): from the limit on it does not grow, and its derivative is 0. */
class SwigluOai<A extends Activation<T>, T extends number> extends Activation<T, Lanes<T>> {
  value(gate: v128): v128 {
    return instance<A>().value(this.clamped(gate));
  }

  derivative(gate: v128): v128 {
    return belowLimit<T>(instance<A>().derivative(this.clamped(gate)), gate);
  }

  secondDerivative(gate: v128): v128 {
    return unreachable();
  }

  pairValue(gate: v128): v128 {
    return instance<A>().pairValue(this.clamped(gate));
  }

  pairDerivative(gate: v128): v128 {
    return belowLimit<T>(instance<A>().pairDerivative(this.clamped(gate)), gate);
  }

  private clamped(gate: v128): v128 {
    return this.op.min(gate, this.op.parameter(LIMIT));
  }
}

/** clamp(value, -limit, limit) + 1, whose sum is exact near its root. */
class ClampedFactor<T extends number> extends Factor {
  of(value: v128): v128 {
    const op = instance<Lanes<T>>();
    const limit = op.parameter(LIMIT);
    return op.add(op.min(op.max(value, op.neg(limit)), limit), op.splat(1));
  }

  backward(dy: v128, value: v128): v128 {
    const op = instance<Lanes<T>>();
    const slope = belowLimit<T>(op.splat(1), op.abs(value));
    return op.mul(dy, v128.or(slope, op.nan(value)));
  }
}

/** `x` where the argument is below the limit, or NaN, else 0. */
function belowLimit<T extends number>(x: v128, argument: v128): v128 {
  return v128.andnot(x, v128.ge<T>(argument, instance<Lanes<T>>().parameter(LIMIT)));
}

/** The parameter behind the seven of swish. */
const LIMIT = 7;

export type Float32 = SwigluOai<Float32Swish, f64>;
export type Float64 = SwigluOai<Float64Swish, f64>;
export type Fast = SwigluOai<FastSwish, f32>;

export type Float32Factor = ClampedFactor<f64>;
export type Float64Factor = ClampedFactor<f64>;
export type FastFactor = ClampedFactor<f32>;
