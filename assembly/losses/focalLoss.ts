/**
 * Sigmoid and focal loss: for each logit x and target t the loss, and the gradient of the mean.
 *
 * A target of 1 speaks for z = x with the weight w = α, one of 0 for z = -x with 1 - α, and one
 * between for both, by its shares. With s(z) = log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), 1 - p is
 * σ(-z) = e^-s(z), and its power the exponential of one product:
 *
 *     loss     = w e^(-γ s(z)) s(-z)
 *     gradient = ∓w e^(-γ s(z)) (γ σ(z) s(-z) + σ(-z)) / n
 *
 * The derivative of s is σ: all terms have one sign.
 *
 * The parameters are α, 1 / n, n and γ.
 */
import { instance } from "../lanes";
import { Compensated } from "../math/compensated";
import { productError, sumError } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Logarithm } from "../math/logarithm";
import { ElementLoss } from "./parts/elements";

export { areProbabilities } from "./parts/areProbabilities";
export { elements } from "./parts/elements";

abstract class Focal extends ElementLoss {
  /** e^-|z|, |z| up to where that is 0 beside any result */
  abstract exponential(z: v128): v128;
  /** log(1 + e^-|z|) */
  abstract logarithm(z: v128): v128;
  /** e^(-γ s(z)) */
  abstract power(z: v128): v128;
  abstract bounded(z: v128): v128;
  abstract mean(slope: v128): v128;

  get hasSecondTerm(): bool {
    return true;
  }

  loss(x: v128, t: v128, c: v128): v128 {
    return this.lossOn(this.side(x, t), this.weight(t, c));
  }

  gradient(x: v128, t: v128, c: v128): v128 {
    const slope = this.slopeOn(this.side(x, t), this.weight(t, c));
    return v128.bitselect(this.neg(slope), slope, this.isPositive(t));
  }

  secondLoss(x: v128, t: v128, c: v128): v128 {
    return this.lossOn(this.neg(x), this.secondWeight(t, c));
  }

  secondGradient(x: v128, t: v128, c: v128): v128 {
    return this.slopeOn(this.neg(x), this.secondWeight(t, c));
  }

  private isPositive(t: v128): v128 {
    return f64x2.gt(t, this.splat(0));
  }

  private side(x: v128, t: v128): v128 {
    return v128.bitselect(x, this.neg(x), this.isPositive(t));
  }

  private weight(t: v128, c: v128): v128 {
    return v128.bitselect(this.mul(c, t), this.sub(this.splat(1), c), this.isPositive(t));
  }

  private secondWeight(t: v128, c: v128): v128 {
    return this.mul(this.sub(this.splat(1), c), this.sub(this.splat(1), t));
  }

  /** The loss w e^(-γ s(z)) s(-z), which is 0 at any distance where the weight is. */
  private lossOn(z: v128, weight: v128): v128 {
    const against = this.add(this.max(this.neg(z), this.splat(0)), this.logarithm(z));
    return v128.and(this.mul(this.mul(weight, against), this.power(z)), f64x2.ne(weight, this.splat(0)));
  }

  /** The magnitude of the gradient. */
  private slopeOn(z: v128, weight: v128): v128 {
    const x = this.bounded(z);
    const e = this.exponential(x);
    const one = this.splat(1);
    const against = this.add(this.max(this.neg(x), this.splat(0)), this.logarithm(x));
    const first = this.mul(this.mul(this.parameter(3), against), this.whereNegative(x, e, one));
    const both = this.div(this.add(first, this.whereNegative(x, one, e)), this.add(one, e));
    return this.mean(this.mul(this.mul(weight, both), this.power(z)));
  }
}

/** focalLoss for `f32`: the logarithm is right to 2^-33, which a power of it has γ times. */
class Float32Focal extends Focal {
  exponential(z: v128): v128 {
    const op = instance<Float32Exponential>().accurateAtRoots;
    return op.exp(op.neg(op.abs(z)));
  }

  logarithm(z: v128): v128 {
    const op = instance<Float32Exponential>().accurateAtRoots;
    const y = op.atMost(op.abs(z), op.overflow);
    return op.logOnePlus(op.denominator(y, 1), op.numerator(y, 1));
  }

  power(z: v128): v128 {
    const op = instance<Float32Exponential>().accurateAtRoots;
    const s = op.add(op.max(this.bounded(z), op.splat(0)), this.logarithm(z));
    return op.exp(op.neg(op.mul(this.parameter(3), s)));
  }

  bounded(z: v128): v128 {
    const op = instance<Float32Exponential>();
    return op.atMost(op.atLeast(z, -op.overflow), op.overflow);
  }

  mean(slope: v128): v128 {
    return this.mul(slope, this.parameter(1));
  }
}

/** focalLoss for `f64`, with γ s(z) in two words. */
class Float64Focal extends Focal {
  exponential(z: v128): v128 {
    const op = instance<Compensated>();
    return op.lowered(op.raised(this.argument(z), op.splat(0)));
  }

  logarithm(z: v128): v128 {
    const op = instance<Compensated>();
    const x = this.argument(z);
    return op.lowered(instance<Float64Logarithm>().onePlusRaised(op.raised(x, op.splat(0)), op.mantissaLow(x, op.splat(0))));
  }

  power(z: v128): v128 {
    const op = instance<Compensated>();
    const distance = op.max(this.bounded(z), op.splat(0));
    const line = op.mul(this.parameter(3), distance);
    const bend = op.mul(this.parameter(3), this.logarithm(z));
    const low = op.add(sumError<f64>(line, bend), productError<f64>(this.parameter(3), distance));
    return op.lowered(op.raised(op.atLeast(op.neg(op.add(line, bend)), -op.reach), op.neg(low)));
  }

  bounded(z: v128): v128 {
    const op = instance<Compensated>();
    return op.atMost(op.atLeast(z, -op.reach), op.reach);
  }

  mean(slope: v128): v128 {
    return this.div(slope, this.parameter(2));
  }

  private argument(z: v128): v128 {
    const op = instance<Compensated>();
    return op.neg(op.atMost(op.abs(z), op.reach));
  }
}

export type Float32 = Float32Focal;
export type Float64 = Float64Focal;
