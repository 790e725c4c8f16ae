import { instance, Lanes } from "../lanes";
import { Randomized } from "./parts/randomized";

/**
 * rrelu in training: leakyRelu with a slope for each element, a = lower + (upper - lower) u
 *
 * Both roundings of a are those of the specification, so madd is not used. They can reach `upper`:
 * a is at most the number below. Where it is 0, f(-Infinity) is, as leakyRelu has it.
 *
 * The kernel's parameters are those of ../activations/leakyRelu.ts in evaluation, then `lower`,
 * `upper - lower`, and the largest slope.
 */
class Rrelu extends Randomized {
  value(x: v128, u: v128): v128 {
    const slope = this.slope(u);
    const finite = this.op.atLeast(x, -f64.MAX_VALUE);
    const least = v128.bitselect(finite, x, v128.eq<f64>(slope, this.op.splat(0)));
    return this.op.whereNegative(x, this.op.mul(slope, least), x);
  }

  derivative(x: v128, u: v128): v128 {
    return v128.or(this.op.wherePositive(x, this.op.splat(1), this.slope(u)), this.op.nan(x));
  }

  backward(dy: v128, x: v128, u: v128): v128 {
    return v128.or(this.op.wherePositive(x, dy, this.op.mul(this.slope(u), dy)), this.op.nan(x));
  }

  private slope(u: v128): v128 {
    const slope = this.op.add(this.op.parameter(2), this.op.mul(this.op.parameter(3), u));
    return this.op.min(slope, this.op.parameter(4));
  }

  private get op(): Lanes<f64> {
    return instance<Lanes<f64>>();
  }
}

export type Float32 = Rrelu;
export type Float64 = Rrelu;
