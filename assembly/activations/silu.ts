import { Activation } from "../activation";
import { Derivative, Fitted, PairDerivative, PairValue, SecondDerivative } from "../elementwise";
import { kernel } from "../lanes";
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

/**
 * silu(x) = x σ(x), σ the sigmoid
 *
 * With e^-x = u / v, s = σ(x) = v / (u + v), and h = σ(-|x|):
 *
 *     f   = x v / (u + v)
 *     f'  = s (1 + x (1 - s))                     root at -1.2785
 *     f'' = (h - h²) (2 - |x| (1 - 2 h))          even, roots at ±2.3994
 *
 * At the roots a sum of two terms vanishes: there the engine is right to the last bits of f64.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     3.5 / 0.51 / 0.51
 *     float64  3.3 / 4.5 / 4.5
 */
export class Silu<T extends number, E extends Exponential<T>> extends Activation<T> {
  value(x: v128): v128 {
    const e = kernel<E>();
    const z = e.atLeast(x, -e.reach);
    const t = e.atMost(z, e.underflow);
    return e.timesQuotient(z, e.denominator(t, -1), e.sum(t, -1));
  }

  derivative(x: v128): v128 {
    const e = kernel<E>().accurateAtRoots;
    const s = this.sigmoid(x);
    return e.mul(s, e.madd(this.domain(x), e.sub(e.splat(1), s), e.splat(1)));
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<E>().accurateAtRoots;
    const z = e.atMost(e.abs(x), e.overflow);
    const h = e.sigmoidOfMinus(z);
    const line = e.nmadd(e.splat(2), h, e.splat(1));
    return e.mul(e.nmadd(h, h, h), e.nmadd(z, line, e.splat(2)));
  }

  pairValue(x: v128): v128 {
    const e = kernel<E>();
    return e.mul(e.atLeast(x, -e.overflow), this.sigmoid(x));
  }

  private sigmoid(x: v128): v128 {
    const e = kernel<E>().accurateAtRoots;
    const z = this.domain(x);
    return e.div(e.denominator(z, -1), e.sum(z, -1));
  }

  private domain(x: v128): v128 {
    const e = kernel<E>();
    return e.atMost(e.atLeast(x, -e.overflow), e.underflow);
  }
}

export type Float32 = Silu<f64, Float32Exponential>;

/**
 * For `f64`, from e = e^-|x|, with which nothing overflows and f keeps its digits:
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
class Float64Silu extends Activation<f64> {
  value(x: v128): v128 {
    const e = kernel<Compensated>();
    const z = this.magnitude(x);
    const zero = e.splat(0);
    return e.sub(e.atLeast(x, -0.0), e.share(z, e.raised(e.neg(z), zero), e.mantissaLow(e.neg(z), zero)));
  }

  derivative(x: v128): v128 {
    const e = kernel<Compensated>();
    const z = this.magnitude(x);
    const d = this.distance(z, ROOT);
    const low = this.distanceLow(z, ROOT, ROOT_LOW);
    const k = e.madd(e.minusOne(d, low), e.splat(EXP_ROOT), low);
    const h = e.lowered(e.overSquare(this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW), d, k));
    return e.whereNegative(x, h, e.sub(e.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<Compensated>();
    const z = this.magnitude(x);
    const d = this.distance(z, INFLECTION);
    const low = this.distanceLow(z, INFLECTION, INFLECTION_LOW);
    const m = e.minusOne(d, low);
    const inner = e.add(e.add(m, m), e.sub(e.mul(z, m), d));
    const k = e.madd(inner, e.splat(EXP_INFLECTION), e.mul(low, e.splat(1 - EXP_INFLECTION)));
    return e.lowered(e.overCube(this.raised(d, low, EXP_INFLECTION), this.raisedLow(d, low, EXP_INFLECTION_LOW), d, k));
  }

  /** With the exponential of {@link derivative}. */
  pairValue(x: v128): v128 {
    const e = kernel<Compensated>();
    const z = this.magnitude(x);
    const d = this.distance(z, ROOT);
    const low = this.distanceLow(z, ROOT, ROOT_LOW);
    return e.sub(e.atLeast(x, -0.0), e.share(z, this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW)));
  }

  private magnitude(x: v128): v128 {
    const e = kernel<Compensated>();
    return e.atMost(e.abs(x), e.reach);
  }

  /** d */
  private distance(z: v128, root: f64): v128 {
    const e = kernel<Compensated>();
    return e.sub(e.splat(root), z);
  }

  private distanceLow(z: v128, root: f64, rootLow: f64): v128 {
    const e = kernel<Compensated>();
    return e.add(sumError<f64>(e.splat(root), e.neg(z)), e.splat(rootLow));
  }

  /** e 2^80 */
  private raised(d: v128, low: v128, power: f64): v128 {
    const e = kernel<Compensated>();
    return e.mul(e.mul(e.mantissa(d, low), e.splat(power)), e.scale(d));
  }

  /** The relative error of {@link raised}, but for what the product loses. */
  private raisedLow(d: v128, low: v128, powerLow: f64): v128 {
    const e = kernel<Compensated>();
    return e.add(e.mantissaLow(d, low), e.splat(powerLow));
  }
}

export type Float64 = Float64Silu;

/** Beside the roots of its derivatives f32 lanes would only hold an absolute bound: there the faithful kernel does it. */
class FastSilu extends Activation<f32> {
  value(x: v128): v128 {
    return kernel<Silu<f32, FastExponential>>().value(x);
  }

  derivative(x: v128): v128 {
    return kernel<Fitted<Derivative<Float32>, Float32, f32>>().at(x, x);
  }

  secondDerivative(x: v128): v128 {
    return kernel<Fitted<SecondDerivative<Float32>, Float32, f32>>().at(x, x);
  }

  pairValue(x: v128): v128 {
    return kernel<Fitted<PairValue<Float32>, Float32, f32>>().at(x, x);
  }

  pairDerivative(x: v128): v128 {
    return kernel<Fitted<PairDerivative<Float32>, Float32, f32>>().at(x, x);
  }
}

export type Fast = FastSilu;
