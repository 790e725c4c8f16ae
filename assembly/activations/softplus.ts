import { Activation } from "../activation";
import { instance } from "../lanes";
import { Compensated } from "../math/compensated";
import { upperHalf } from "../math/exact";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Logarithm } from "../math/logarithm";
import { Sigmoid } from "./sigmoid";

/**
 * softplus(x) = log(1 + e^βx) / β
 *
 *     f   = max(x, 0) + log(1 + e^-β|x|) / β      nothing overflows, both tails keep their digits
 *     f'  = σ(βx), σ the sigmoid
 *     f'' = β σ'(βx)
 *
 * The kernel's parameters are β and 1 / β. In f32 lanes βx is rounded, which in the left tail costs
 * up to |βx| ULP unless β is a power of two; and more where 1 / β lifts a subnormal logarithm.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     3 / 2.5 / 3 (600 with other parameters)
 */
export class Softplus<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    const z = this.magnitude(x);
    const log = this.op.logOnePlus(this.op.denominator(z, 1), this.op.numerator(z, 1));
    return this.op.madd(this.op.parameter(1), log, this.op.atLeast(x, 0));
  }

  derivative(x: v128): v128 {
    return instance<Sigmoid<T, E>>().value(this.argument(x));
  }

  secondDerivative(x: v128): v128 {
    return this.op.scaled(0, instance<Sigmoid<T, E>>().derivative(this.argument(x)));
  }

  derivativeFromOutput(y: v128): v128 {
    const op = this.op.accurateAtZero;
    return op.sub(op.splat(0), op.expm1(op.neg(this.argument(y))));
  }

  /** f'(x), from the exponential of {@link value}. */
  pairDerivative(x: v128): v128 {
    const h = this.op.sigmoidOfMinus(this.magnitude(x));
    return this.op.whereNegative(x, h, this.op.sub(this.op.splat(1), h));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return instance<Float64Softplus>().parameterDerivative(i, x);
  }

  private argument(x: v128): v128 {
    return this.op.scaled(0, x);
  }

  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(this.argument(x)), this.op.reach);
  }
}

export type Float32 = Softplus<f64, Float32Exponential>;
export type Fast = Softplus<f32, FastExponential>;

/**
 * softplus for `f64`, from e^-β|x| with β|x| in two words: one rounding of the product would cost
 * as many ULP as it is large.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  3.3 / 4.5 / 4.5 (4.5 with other parameters)
 */
class Float64Softplus extends Activation<f64, Compensated> {
  value(x: v128): v128 {
    return this.op.add(this.op.atLeast(x, 0), this.tail(x));
  }

  derivative(x: v128): v128 {
    const h = this.sigmoidOfMinus(x);
    return this.op.whereNegative(x, h, this.op.sub(this.op.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const z = this.magnitude(x, this.op.reach);
    const high = this.high(z);
    const low = this.low(z);
    const s = this.op.timesLogistic(this.op.parameter(0), this.op.raised(high, low), this.op.mantissaLow(high, low));
    return this.op.nmadd(s, this.sigmoidOfMinus(x), s);
  }

  derivativeFromOutput(y: v128): v128 {
    const z = this.magnitude(y, 40);
    return this.op.sub(this.op.splat(0), this.op.minusOne(this.high(z), this.low(z)));
  }

  /**
   * -(|x| σ(-β|x|) + log(1 + e^-β|x|) / β) / β: on either side of 0, and nothing cancels as it does
   * in (x f' - f) / β.
   */
  parameterDerivative(i: i32, x: v128): v128 {
    const product = this.op.mul(this.op.atMost(this.op.abs(x), f64.MAX_VALUE), this.sigmoidOfMinus(x));
    return this.op.div(this.op.add(product, this.tail(x)), this.op.neg(this.op.parameter(0)));
  }

  /** log(1 + e^-β|x|) / β */
  private tail(x: v128): v128 {
    const z = this.magnitude(x, this.op.reach);
    const high = this.high(z);
    const low = this.low(z);
    const log = instance<Float64Logarithm>().onePlusRaised(this.op.raised(high, low), this.op.mantissaLow(high, low));
    return this.op.lowered(this.op.div(log, this.op.parameter(0)));
  }

  /** σ(-β|x|) */
  private sigmoidOfMinus(x: v128): v128 {
    const z = this.magnitude(x, this.op.reach);
    const high = this.high(z);
    const low = this.low(z);
    return this.op.logistic(this.op.raised(high, low), this.op.mantissaLow(high, low));
  }

  /** |x|, as far as β|x| <= bound */
  private magnitude(x: v128, bound: f64): v128 {
    return this.op.min(this.op.abs(x), this.op.mul(this.op.splat(bound), this.op.parameter(1)));
  }

  /** The product of the upper 26 bits of z and -β, which is exact. */
  private high(z: v128): v128 {
    return this.op.neg(this.op.mul(upperHalf<f64>(z), upperHalf<f64>(this.op.parameter(0))));
  }

  /** The difference of -βz and {@link high}. */
  private low(z: v128): v128 {
    const rate = this.op.parameter(0);
    const lower = this.op.sub(rate, upperHalf<f64>(rate));
    return this.op.neg(this.op.madd(upperHalf<f64>(z), lower, this.op.mul(this.op.sub(z, upperHalf<f64>(z)), rate)));
  }
}

export type Float64 = Float64Softplus;
