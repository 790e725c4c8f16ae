import { Activation } from "../activation";
import { instance } from "../lanes";
import {
  EXP_INFLECTION,
  EXP_INFLECTION_LOW,
  EXP_ROOT,
  EXP_ROOT_LOW,
  INFLECTION,
  INFLECTION_LOW,
  ROOT,
  ROOT_LOW,
} from "../math/coefficients/silu";
import { Compensated } from "../math/compensated";
import { sumError } from "../math/exact";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { FastValue } from "./parts/fastValue";
import { SigmoidProduct } from "./parts/sigmoidProduct";

/**
 * silu(x) = x σ(x), σ the sigmoid: with e^-x = u / v, x v / (u + v)
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
export class Silu<T extends number, E extends Exponential<T>> extends SigmoidProduct<T, E> {
  value(x: v128): v128 {
    const z = this.op.atLeast(x, -this.op.reach);
    const t = this.op.atMost(z, this.op.underflow);
    const op = this.op.accurateAtZero;
    return op.timesQuotient(z, op.denominator(t, -1), op.sum(t, -1));
  }

  argument(x: v128): v128 {
    return this.op.atMost(this.factor(x), this.op.underflow);
  }

  magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), this.op.overflow);
  }

  factor(x: v128): v128 {
    return this.op.atLeast(x, -this.op.overflow);
  }
}

export type Float32 = Silu<f64, Float32Exponential>;

/**
 * Products x σ(x) for `f64`, here with x for t, from e = e^-|x|, with which nothing overflows and f
 * keeps its digits:
 *
 *     f   = max(x, 0) - |x| e / (1 + e)
 *     f'  = H where x < 0, else 1 - H, with H = e (1 - |x| + e) / (1 + e)²
 *     f'' = e (2 - |x| + (2 + |x|) e) / (1 + e)³
 *
 * The factors with a root at |x| = ρ are sums of two terms of one sign in d = ρ - |x|, e = e^-ρ
 * e^d:
 *
 *     1 - |x| + e               = d + e^-ρ (e^d - 1)
 *     2 - |x| + (2 + |x|) e     = d + e^-ρ ((2 + |x|) (e^d - 1) - d)
 *
 * ρ and e^-ρ have two words each: the derivatives keep their relative accuracy at their roots.
 */
export abstract class RootedTail<E extends Compensated> extends Activation<f64, E> {
  derivative(x: v128): v128 {
    const d = this.distance(x, ROOT);
    const low = this.distanceLow(x, ROOT, ROOT_LOW);
    const k = this.op.madd(this.op.minusOne(d, low), this.op.splat(EXP_ROOT), low);
    const y = this.op.overSquare(this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW), d, k);
    const h = this.scaled(y, d);
    return this.op.whereNegative(this.signed(x), h, this.op.sub(this.op.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const z = this.argument(x);
    const d = this.distance(x, INFLECTION);
    const low = this.distanceLow(x, INFLECTION, INFLECTION_LOW);
    const m = this.op.minusOne(d, low);
    const inner = this.op.add(this.op.add(m, m), this.op.sub(this.op.mul(z, m), d));
    const k = this.op.madd(inner, this.op.splat(EXP_INFLECTION), this.op.mul(low, this.op.splat(1 - EXP_INFLECTION)));
    const y = this.op.overCube(this.raised(d, low, EXP_INFLECTION), this.raisedLow(d, low, EXP_INFLECTION_LOW), d, k);
    return this.signed(this.scaled(this.timesRate(y), d));
  }

  /** |x| σ(-|t|), which f is less than x or 0 by. */
  tail(x: v128): v128 {
    const t = this.op.neg(this.argument(x));
    const low = this.exponentLow(x);
    return this.op.timesLogistic(this.factor(x), this.op.raised(t, low), this.op.mantissaLow(t, low));
  }

  /** |x| σ(-|t|), from the exponential of {@link derivative}. */
  pairTail(x: v128): v128 {
    const d = this.distance(x, ROOT);
    const low = this.distanceLow(x, ROOT, ROOT_LOW);
    return this.op.timesLogistic(this.factor(x), this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW));
  }

  /** |t|, as far as anything is left of e^-|t| */
  abstract argument(x: v128): v128;
  /** The rounding error of -|t|. */
  abstract exponentLow(x: v128): v128;
  /** The lower word of a root, and of its distance from |t|. */
  abstract rootLow(x: v128, rootLow: f64): v128;
  /** |x|, finite. */
  abstract factor(x: v128): v128;
  /** y without the factor that the engine gives the exponential of `exponent`. */
  abstract scaled(y: v128, exponent: v128): v128;

  /** y times the rate. */
  timesRate(y: v128): v128 {
    return y;
  }

  /** y with the sign of the rate. */
  signed(y: v128): v128 {
    return y;
  }

  /** d */
  distance(x: v128, root: f64): v128 {
    return this.op.sub(this.op.splat(root), this.argument(x));
  }

  private distanceLow(x: v128, root: f64, rootLow: f64): v128 {
    return this.op.add(sumError<f64>(this.op.splat(root), this.op.neg(this.argument(x))), this.rootLow(x, rootLow));
  }

  private raised(d: v128, low: v128, power: f64): v128 {
    return this.op.mul(this.op.mul(this.op.mantissa(d, low), this.op.splat(power)), this.op.scale(d));
  }

  /** The relative error of {@link raised}, but for what the product loses. */
  private raisedLow(d: v128, low: v128, powerLow: f64): v128 {
    return this.op.add(this.op.mantissaLow(d, low), this.op.splat(powerLow));
  }
}

/**
 * silu for `f64`: t is x itself.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  3.3 / 4.5 / 4.5
 */
class Float64Silu extends RootedTail<Compensated> {
  value(x: v128): v128 {
    return this.op.sub(this.op.atLeast(x, -0.0), this.tail(x));
  }

  pairValue(x: v128): v128 {
    return this.op.sub(this.op.atLeast(x, -0.0), this.pairTail(x));
  }

  argument(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), this.op.reach);
  }

  exponentLow(x: v128): v128 {
    return this.op.splat(0);
  }

  rootLow(x: v128, rootLow: f64): v128 {
    return this.op.splat(rootLow);
  }

  factor(x: v128): v128 {
    return this.argument(x);
  }

  scaled(y: v128, exponent: v128): v128 {
    return this.op.lowered(y);
  }
}

export type Float64 = Float64Silu;

/**
 * silu in f32 lanes.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     fast     3.5 / 0.51 / 0.51
 */
class FastSilu extends FastValue<FastExponential, Float32> {
  value(x: v128): v128 {
    return instance<Silu<f32, FastExponential>>().value(x);
  }
}

export type Fast = FastSilu;
