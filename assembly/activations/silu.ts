import { Activation } from "../activation";
import { kernel } from "../lanes";
import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { FastValue } from "./parts/fastValue";

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
 * Errors of f, f' and f'' in ULP: what is promised, and the worst found so far (accuracy.json).
 *     float32  at most 0.51; f 0.5052 at -21.798565, f' 0.5001 at -58.372944, f'' 0.5 at 8.962092
 *     fast     at most 3.5 / 0.51 / 0.51; f 3.4332 at -1.8725756, f' 0.5001 at -58.372944, f'' 0.5 at 8.962092
 *     float64  at most 3.3 / 4.5 / 4.5; f 2.1321 at -1.9211433400419808, f' 3.5241 at -0.5587694798201125, f'' 3.9024 at 4.149855481587434
 */
export class Silu<T extends number, E extends Exponential<T>> extends Activation<T, E> {
  value(x: v128): v128 {
    const z = this.op.atLeast(x, -this.op.reach);
    const t = this.op.atMost(z, this.op.underflow);
    return this.op.timesQuotient(z, this.op.denominator(t, -1), this.op.sum(t, -1));
  }

  derivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const s = this.sigmoid(x);
    return op.mul(s, op.madd(this.domain(x), op.sub(op.splat(1), s), op.splat(1)));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = op.atMost(op.abs(x), op.overflow);
    const h = op.sigmoidOfMinus(z);
    const line = op.nmadd(op.splat(2), h, op.splat(1));
    return op.mul(op.nmadd(h, h, h), op.nmadd(z, line, op.splat(2)));
  }

  pairValue(x: v128): v128 {
    return this.op.mul(this.op.atLeast(x, -this.op.overflow), this.sigmoid(x));
  }

  private sigmoid(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = this.domain(x);
    return op.div(op.denominator(z, -1), op.sum(z, -1));
  }

  private domain(x: v128): v128 {
    return this.op.atMost(this.op.atLeast(x, -this.op.overflow), this.op.underflow);
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
 * The factors with a root at |x| = ρ are sums of two terms of one sign in d = ρ - |x|, e = e^-ρ e^d:
 *
 *     1 - |x| + e               = d + e^-ρ (e^d - 1)
 *     2 - |x| + (2 + |x|) e     = d + e^-ρ ((2 + |x|) (e^d - 1) - d)
 *
 * ρ and e^-ρ have two words each (proof/coefficients/double.ts): the derivatives keep their relative accuracy at their roots.
 */
class Float64Silu extends Activation<f64, Compensated> {
  value(x: v128): v128 {
    const z = this.magnitude(x);
    const zero = this.op.splat(0);
    return this.op.sub(
      this.op.atLeast(x, -0.0),
      this.op.share(z, this.op.raised(this.op.neg(z), zero), this.op.mantissaLow(this.op.neg(z), zero)),
    );
  }

  derivative(x: v128): v128 {
    const z = this.magnitude(x);
    const d = this.distance(z, ROOT);
    const low = this.distanceLow(z, ROOT, ROOT_LOW);
    const k = this.op.madd(this.op.minusOne(d, low), this.op.splat(EXP_ROOT), low);
    const h = this.op.lowered(this.op.overSquare(this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW), d, k));
    return this.op.whereNegative(x, h, this.op.sub(this.op.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const z = this.magnitude(x);
    const d = this.distance(z, INFLECTION);
    const low = this.distanceLow(z, INFLECTION, INFLECTION_LOW);
    const m = this.op.minusOne(d, low);
    const inner = this.op.add(this.op.add(m, m), this.op.sub(this.op.mul(z, m), d));
    const k = this.op.madd(inner, this.op.splat(EXP_INFLECTION), this.op.mul(low, this.op.splat(1 - EXP_INFLECTION)));
    return this.op.lowered(this.op.overCube(this.raised(d, low, EXP_INFLECTION), this.raisedLow(d, low, EXP_INFLECTION_LOW), d, k));
  }

  /** With the exponential of {@link derivative}. */
  pairValue(x: v128): v128 {
    const z = this.magnitude(x);
    const d = this.distance(z, ROOT);
    const low = this.distanceLow(z, ROOT, ROOT_LOW);
    return this.op.sub(this.op.atLeast(x, -0.0), this.op.share(z, this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW)));
  }

  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), this.op.reach);
  }

  /** d */
  private distance(z: v128, root: f64): v128 {
    return this.op.sub(this.op.splat(root), z);
  }

  private distanceLow(z: v128, root: f64, rootLow: f64): v128 {
    return this.op.add(this.op.addLow(this.op.splat(root), this.op.neg(z)), this.op.splat(rootLow));
  }

  /** e 2^80 */
  private raised(d: v128, low: v128, power: f64): v128 {
    return this.op.mul(this.op.mul(this.op.mantissa(d, low), this.op.splat(power)), this.op.scale(d));
  }

  /** The relative error of {@link raised}, but for what the product loses. */
  private raisedLow(d: v128, low: v128, powerLow: f64): v128 {
    return this.op.add(this.op.mantissaLow(d, low), this.op.splat(powerLow));
  }
}

/** ρ and e^-ρ for the root of f', */
export const ROOT = 1.2784645427610737;
export const ROOT_LOW = 1.0946994183093437e-16;
export const EXP_ROOT = 0.2784645427610738;
export const EXP_ROOT_LOW = -5.5747156036064e-18;

/** and for that of f''. What e^-ρ has lost is relative to it. */
export const INFLECTION = 2.3993572805154675;
export const INFLECTION_LOW = 1.8464872855353363e-16;
export const EXP_INFLECTION = 0.0907762782268676;
export const EXP_INFLECTION_LOW = -4.744941915852234e-17;

export type Float64 = Float64Silu;

class FastSilu extends FastValue<FastExponential, Float32> {
  value(x: v128): v128 {
    return kernel<Silu<f32, FastExponential>>().value(x);
  }
}

export type Fast = FastSilu;
