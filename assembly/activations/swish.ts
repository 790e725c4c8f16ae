import { Activation } from "../activation";
import { Derivative, Fitted, PairDerivative, PairValue, SecondDerivative } from "../elementwise";
import { kernel, Lanes } from "../lanes";
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
import { productError, sumError } from "../math/exact";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";

/**
 * swish(x) = x σ(βx), σ the sigmoid
 *
 * With t = βx this is silu(t) / β: f' = silu'(t), f'' = β silu''(t), in the forms of silu.ts. A
 * negative β mirrors: with that of x, the sign of f and f'' changes; so the kernels compute with
 * |β|.
 *
 * Where β = 0, f is x/2 also at the infinities. There t would be 0 Infinity: what t is made of is
 * kept finite, and what f is a multiple of is kept finite only where β is not 0.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     3.5 / 0.51 / 0.51 (3.5 with other parameters)
 *     float64  3.3 / 4.5 / 4.5 (4.5 with other parameters)
 */
class Swish extends Activation<f64> {
  value(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    const t = this.argument(x);
    return mirrored(e.timesQuotient(this.factor(x), e.denominator(t, -1), e.sum(t, -1)));
  }

  derivative(x: v128): v128 {
    const e = kernel<Float32Exponential>().accurateAtRoots;
    const s = this.sigmoid(x);
    return e.mul(s, e.madd(this.argument(x), e.sub(e.splat(1), s), e.splat(1)));
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<Float32Exponential>().accurateAtRoots;
    const z = this.magnitude(x);
    const h = e.sigmoidOfMinus(z);
    const line = e.nmadd(e.splat(2), h, e.splat(1));
    return mirrored(e.mul(e.mul(e.nmadd(h, h, h), e.parameter(RATE)), e.nmadd(z, line, e.splat(2))));
  }

  /** x² σ(t) σ(-t), as |x| (|x| σ(-|t|) (1 - σ(-|t|))), which the infinities do not make NaN. */
  parameterDerivative(i: i32, x: v128): v128 {
    if (i > 0) return unreachable();
    const e = kernel<Float32Exponential>().accurateAtRoots;
    const h = e.sigmoidOfMinus(this.magnitude(x));
    const a = e.atMost(e.abs(x), 1.7976931348623157e308);
    return e.mul(e.mul(e.nmadd(h, h, h), a), a);
  }

  pairValue(x: v128): v128 {
    return mirrored(kernel<Float32Exponential>().mul(this.factor(x), this.sigmoid(x)));
  }

  private sigmoid(x: v128): v128 {
    const e = kernel<Float32Exponential>().accurateAtRoots;
    const t = this.argument(x);
    return e.div(e.denominator(t, -1), e.sum(t, -1));
  }

  /** t, between where σ is exactly 0 and where it is exactly 1 */
  private argument(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    const z = e.max(mirrored(x), e.neg(this.bound(e.overflow)));
    return e.mul(e.parameter(RATE), e.min(z, this.bound(e.underflow)));
  }

  /** |t|, likewise */
  private magnitude(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    return e.mul(e.parameter(RATE), e.min(e.abs(x), this.bound(e.overflow)));
  }

  /** What σ is multiplied by. */
  private factor(x: v128): v128 {
    const e = kernel<Float32Exponential>();
    return e.max(mirrored(x), e.neg(e.parameter(LARGEST)));
  }

  private bound(t: f64): v128 {
    const e = kernel<Float32Exponential>();
    return e.mul(e.splat(t), e.parameter(INVERSE));
  }
}

/** The parameters of the kernel, which src/scalar/swish.ts derives from β: |β|, */
const RATE = 0;
/** a zero with the sign of β, */
const SIGN = 1;
/** 1 / |β|, and 1 for 0, */
const INVERSE = 2;
/** the largest |x| of f32, but Infinity where β = 0, */
const LARGEST = 3;
/** and for f32 lanes |β| log2 e, ln2 / |β|, and the |x| from which f is 0 or x. */
const RATE_LOG2E = 4;
const STEP = 5;
const REACH = 6;

function mirrored(x: v128): v128 {
  return v128.xor(x, kernel<Lanes<f64>>().parameter(SIGN));
}

export type Float32 = Swish;

/**
 * For `f64`, as silu.ts has it, with t in two words, the product of |β| and |x|: the rounding of t
 * would cost as many ULP as it is large.
 */
class Float64Swish extends Activation<f64> {
  value(x: v128): v128 {
    const e = kernel<Deep>();
    const t = e.neg(this.argument(x));
    const low = e.neg(this.argumentLow(x));
    return this.beside(x, e.share(this.factor(x), e.raised(t, low), e.mantissaLow(t, low)), t);
  }

  derivative(x: v128): v128 {
    const e = kernel<Deep>();
    const d = this.distance(x, ROOT);
    const low = this.distanceLow(x, ROOT, ROOT_LOW);
    const k = e.madd(e.minusOne(d, low), e.splat(EXP_ROOT), low);
    const y = e.overSquare(this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW), d, k);
    const h = e.mul(y, e.beyond(d));
    return e.whereNegative(mirrored(x), h, e.sub(e.splat(1), h));
  }

  secondDerivative(x: v128): v128 {
    const e = kernel<Deep>();
    const z = this.argument(x);
    const d = this.distance(x, INFLECTION);
    const low = this.distanceLow(x, INFLECTION, INFLECTION_LOW);
    const m = e.minusOne(d, low);
    const inner = e.add(e.add(m, m), e.sub(e.mul(z, m), d));
    const k = e.madd(inner, e.splat(EXP_INFLECTION), e.mul(low, e.splat(1 - EXP_INFLECTION)));
    const y = e.overCube(this.raised(d, low, EXP_INFLECTION), this.raisedLow(d, low, EXP_INFLECTION_LOW), d, k);
    return mirrored(e.mul(e.mul(y, e.parameter(RATE)), e.beyond(d)));
  }

  /** With the exponential of {@link derivative}. */
  pairValue(x: v128): v128 {
    const e = kernel<Deep>();
    const d = this.distance(x, ROOT);
    const low = this.distanceLow(x, ROOT, ROOT_LOW);
    return this.beside(x, e.share(this.factor(x), this.raised(d, low, EXP_ROOT), this.raisedLow(d, low, EXP_ROOT_LOW)), d);
  }

  parameterDerivative(i: i32, x: v128): v128 {
    if (i > 0) return unreachable();
    const e = kernel<Deep>();
    const t = e.neg(this.argument(x));
    const low = e.neg(this.argumentLow(x));
    const y = e.overSquare(e.raised(t, low), e.mantissaLow(t, low), e.splat(1), e.splat(0));
    return e.mul(e.mul(e.mul(y, this.factor(x)), e.beyond(t)), this.factor(x));
  }

  /** f from y = |x| σ(-|t|), which the exponential of `exponent` has brought about. */
  private beside(x: v128, y: v128, exponent: v128): v128 {
    const e = kernel<Deep>();
    const f = mirrored(e.sub(e.atLeast(mirrored(x), -0.0), e.mul(y, e.beyond(exponent))));
    // Infinity times a β of 0
    return v128.bitselect(x, f, e.nan(e.mul(x, e.parameter(RATE))));
  }

  private factor(x: v128): v128 {
    const e = kernel<Deep>();
    return e.atMost(e.abs(x), 1.7976931348623157e308);
  }

  /** |x|, as far as anything is left of e^-|t| */
  private magnitude(x: v128): v128 {
    const e = kernel<Deep>();
    return e.min(e.abs(x), e.mul(e.splat(e.reach), e.parameter(INVERSE)));
  }

  /** |t| */
  private argument(x: v128): v128 {
    const e = kernel<Deep>();
    return e.mul(this.magnitude(x), e.parameter(RATE));
  }

  private argumentLow(x: v128): v128 {
    return productError<f64>(this.magnitude(x), kernel<Deep>().parameter(RATE));
  }

  private distance(x: v128, root: f64): v128 {
    const e = kernel<Deep>();
    return e.sub(e.splat(root), this.argument(x));
  }

  private distanceLow(x: v128, root: f64, rootLow: f64): v128 {
    const e = kernel<Deep>();
    const lost = sumError<f64>(e.splat(root), e.neg(this.argument(x)));
    return e.add(lost, e.sub(e.splat(rootLow), this.argumentLow(x)));
  }

  private raised(d: v128, low: v128, power: f64): v128 {
    const e = kernel<Deep>();
    return e.mul(e.mul(e.mantissa(d, low), e.splat(power)), e.scale(d));
  }

  private raisedLow(d: v128, low: v128, powerLow: f64): v128 {
    const e = kernel<Deep>();
    return e.add(e.mantissaLow(d, low), e.splat(powerLow));
  }
}

/**
 * The exponential where it meets factors as large as |x| or |β| may be, and is not to vanish before
 * the product does: 2^n in two factors. The first is no subnormal, and needs no 2^80; the second is
 * 1 down to e^-693, and from there on the first is next to nothing beside 1.
 */
abstract class Deep extends Compensated {
  get reach(): f64 {
    return 1405;
  }

  scale(x: v128): v128 {
    return this.power(this.exponentFirst(x));
  }

  lowered(x: v128): v128 {
    return x;
  }

  /** The second factor, from 2^-1023 on 0 */
  beyond(x: v128): v128 {
    return this.power(this.atLeast(this.sub(this.exponent(x), this.exponentFirst(x)), -1023));
  }
}

export type Float64 = Float64Swish;

/** The value in f32 lanes; beside the roots of the derivatives these would only hold an absolute bound, as in silu.ts. */
class FastSwish extends Activation<f32> {
  value(x: v128): v128 {
    const e = kernel<Scaled>();
    const sign = e.parameter(SIGN);
    const z = v128.xor(x, sign);
    const reach = e.parameter(REACH);
    const factor = e.max(z, e.neg(e.parameter(LARGEST)));
    const t = e.min(e.max(z, e.neg(reach)), e.mul(reach, e.splat(e.underflow / e.overflow)));
    return v128.xor(e.timesQuotient(factor, e.denominator(t, -1), e.sum(t, -1)), sign);
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

/**
 * The exponential of -|β|x. It is reduced in units of x, by multiples of ln2 / |β|, of which the
 * upper 15 bits make the first exact: so no digit of the argument is lost, for any β.
 */
class Scaled extends FastExponential {
  protected shifted(x: v128, rate: f64): v128 {
    return this.nmadd(x, this.parameter(RATE_LOG2E), this.splat(12583007));
  }

  protected remainder(x: v128, rate: f64): v128 {
    const n = this.sub(this.shifted(x, rate), this.splat(12583007));
    const high = v128.and(this.parameter(STEP), i32x4.splat(-0x200));
    const low = this.add(this.sub(this.parameter(STEP), high), this.parameterLow(STEP));
    const r = this.nmadd(n, low, this.nmadd(n, high, this.neg(x)));
    return this.mul(this.parameter(RATE), r);
  }
}

export type Fast = FastSwish;
