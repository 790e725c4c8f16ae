/**
 * Sigmoid and binary cross entropy: for each logit x and target t the loss, and the gradient of the
 * mean.
 *
 * With c the weight of positive targets, q = c t + (1 - t), and b the share of the side that x
 * speaks against, c t where x < 0, else 1 - t:
 *
 *     loss     = q log(1 + e^-|x|) + b |x|           no term is negative
 *     gradient = ±(b - q σ(-|x|)) / n                of the sign of x; for t = 0 and t = 1 nothing cancels
 *
 * The kernel's parameters are c, 1 / n and n; there may be a c for every element.
 */
import { instance } from "../lanes";
import { Compensated } from "../math/compensated";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Logarithm } from "../math/logarithm";
import { ElementLoss } from "./parts/elements";

export { areProbabilities } from "./parts/areProbabilities";
export { elements } from "./parts/elements";

abstract class Binary extends ElementLoss {
  protected signed(x: v128, slope: v128): v128 {
    return this.whereNegative(x, this.neg(slope), slope);
  }

  protected weight(t: v128, c: v128): v128 {
    return this.add(this.mul(c, t), this.negative(t));
  }

  protected against(x: v128, t: v128, c: v128): v128 {
    return this.whereNegative(x, this.mul(c, t), this.negative(t));
  }

  /** b |x|; where b is 0, any |x| is none. */
  protected distance(x: v128, t: v128, c: v128): v128 {
    const b = this.against(x, t, c);
    return v128.and(this.mul(b, this.abs(x)), f64x2.ne(b, this.splat(0)));
  }

  private negative(t: v128): v128 {
    return this.sub(this.splat(1), t);
  }
}

/**
 * The loss for `f32`, with e^-|x| to 2^-52.1, as the gradient vanishes where x is the logit of t.
 */
class Float32Binary extends Binary {
  loss(x: v128, t: v128, c: v128): v128 {
    const op = instance<Float32Exponential>().accurateAtRoots;
    const z = op.atMost(op.abs(x), op.overflow);
    return op.madd(this.weight(t, c), op.logOnePlus(op.denominator(z, 1), op.numerator(z, 1)), this.distance(x, t, c));
  }

  gradient(x: v128, t: v128, c: v128): v128 {
    const op = instance<Float32Exponential>().accurateAtRoots;
    const z = op.atMost(op.abs(x), op.overflow);
    return this.signed(x, op.mul(op.nmadd(this.weight(t, c), op.sigmoidOfMinus(z), this.against(x, t, c)), op.parameter(1)));
  }
}

class DoubleBinary extends Binary {
  loss(x: v128, t: v128, c: v128): v128 {
    const op = instance<Compensated>();
    const log = instance<Float64Logarithm>().onePlusRaised(this.raised(x), this.low(x));
    return op.add(op.lowered(op.mul(this.weight(t, c), log)), this.distance(x, t, c));
  }

  gradient(x: v128, t: v128, c: v128): v128 {
    const op = instance<Compensated>();
    const difference = op.sub(this.against(x, t, c), op.timesLogistic(this.weight(t, c), this.raised(x), this.low(x)));
    return this.signed(x, op.div(difference, op.parameter(2)));
  }

  /** e^-|x| 2^80 */
  private raised(x: v128): v128 {
    const op = instance<Compensated>();
    return op.raised(this.argument(x), op.splat(0));
  }

  private low(x: v128): v128 {
    const op = instance<Compensated>();
    return op.mantissaLow(this.argument(x), op.splat(0));
  }

  private argument(x: v128): v128 {
    const op = instance<Compensated>();
    return op.neg(op.atMost(op.abs(x), op.reach));
  }
}

export type Float32 = Float32Binary;
export type Float64 = DoubleBinary;
