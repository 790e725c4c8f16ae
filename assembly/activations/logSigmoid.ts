import { Activation } from "../activation";
import { instance } from "../lanes";
import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Exponential } from "../math/float64Exponential";
import { Float64Logarithm } from "../math/logarithm";
import { Sigmoid } from "./sigmoid";

/**
 * logSigmoid(x) = log σ(x) = -softplus(-x), σ the sigmoid
 *
 *     f   = min(x, 0) - log(1 + e^-|x|)      nothing overflows, both tails keep their digits
 *     f'  = σ(-x)
 *     f'' = -σ'(x)
 */
abstract class LogSigmoid<T extends number, E extends Exponential<T>, S extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    return this.op.sub(this.op.atMost(x, -0.0), this.tail(x));
  }

  derivative(x: v128): v128 {
    return instance<Sigmoid<T, S>>().value(this.op.neg(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.neg(instance<Sigmoid<T, S>>().derivative(x));
  }

  derivativeFromOutput(y: v128): v128 {
    const op = this.op.accurateAtZero;
    return op.sub(op.splat(0), op.expm1(y));
  }

  /** f'(x), from the exponential of {@link value}. */
  pairDerivative(x: v128): v128 {
    const h = this.sigmoidOfMinus(x);
    return this.op.whereNegative(x, this.op.sub(this.op.splat(1), h), h);
  }

  /** |x|, as far as anything is left of e^-|x| */
  magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), this.op.reach);
  }

  /** log(1 + e^-|x|) */
  abstract tail(x: v128): v128;
  /** σ(-|x|) */
  abstract sigmoidOfMinus(x: v128): v128;
}

/**
 * logSigmoid from the fraction e^-|x| = v / u.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     3 / 2.5 / 3
 */
class FractionLogSigmoid<T extends number, E extends Exponential<T>> extends LogSigmoid<T, E, E> {
  tail(x: v128): v128 {
    const op = this.op.accurateAtZero;
    const z = this.magnitude(x);
    return op.logOnePlus(op.denominator(z, 1), op.numerator(z, 1));
  }

  sigmoidOfMinus(x: v128): v128 {
    return this.op.accurateAtZero.sigmoidOfMinus(this.magnitude(x));
  }
}

export type Float32 = FractionLogSigmoid<f64, Float32Exponential>;
export type Fast = FractionLogSigmoid<f32, FastExponential>;

/**
 * logSigmoid for `f64`, from e^-|x| in parts.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  2.5 / 4.5 / 4.5
 */
class Float64LogSigmoid extends LogSigmoid<f64, Compensated, Float64Exponential> {
  tail(x: v128): v128 {
    const z = this.op.neg(this.magnitude(x));
    const zero = this.op.splat(0);
    return this.op.lowered(instance<Float64Logarithm>().onePlusRaised(this.op.raised(z, zero), this.op.mantissaLow(z, zero)));
  }

  sigmoidOfMinus(x: v128): v128 {
    const z = this.op.neg(this.magnitude(x));
    const zero = this.op.splat(0);
    return this.op.logistic(this.op.raised(z, zero), this.op.mantissaLow(z, zero));
  }
}

export type Float64 = Float64LogSigmoid;
