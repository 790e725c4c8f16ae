import { instance, Lanes } from "../lanes";
import { ROOT } from "../math/coefficients/silu";
import { Compensated } from "../math/compensated";
import { productError } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";
import { SteppedExponential } from "../math/steppedExponential";
import { FastValue } from "./parts/fastValue";
import { SigmoidProduct } from "./parts/sigmoidProduct";
import { RootedTail } from "./silu";

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
 */
class Swish extends SigmoidProduct<f64, Float32Exponential> {
  value(x: v128): v128 {
    const op = this.op.accurateAtZero;
    const t = this.argument(x);
    return mirrored(op.timesQuotient(this.factor(x), op.denominator(t, -1), op.sum(t, -1)));
  }

  /** x² σ(t) σ(-t), as |x| (|x| σ(-|t|) (1 - σ(-|t|))), which the infinities do not make NaN. */
  parameterDerivative(i: i32, x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const h = op.sigmoidOfMinus(this.magnitude(x));
    const a = op.atMost(op.abs(x), 1.7976931348623157e308);
    return op.mul(op.mul(op.nmadd(h, h, h), a), a);
  }

  argument(x: v128): v128 {
    const z = this.op.max(mirrored(x), this.op.neg(this.bound(this.op.overflow)));
    return this.op.mul(this.op.parameter(RATE), this.op.min(z, this.bound(this.op.underflow)));
  }

  magnitude(x: v128): v128 {
    return this.op.mul(this.op.parameter(RATE), this.op.min(this.op.abs(x), this.bound(this.op.overflow)));
  }

  factor(x: v128): v128 {
    return this.op.max(mirrored(x), this.op.neg(this.op.parameter(LARGEST)));
  }

  timesRate(y: v128): v128 {
    return this.op.mul(y, this.op.parameter(RATE));
  }

  signed(y: v128): v128 {
    return mirrored(y);
  }

  private bound(t: f64): v128 {
    return this.op.mul(this.op.splat(t), this.op.parameter(INVERSE));
  }
}

/** The parameters of the kernel, derived from β in src/scalar/swish.ts. This one is |β|. */
const RATE = 0;
/** A zero with the sign of β. */
const SIGN = 1;
/** 1 / |β|, or 1 where β is 0. */
const INVERSE = 2;
/** The largest |x| of f32, or Infinity where β is 0. */
const LARGEST = 3;
/** Parameters for f32 lanes: |β| log2 e, ln2 / |β|, and the |x| from which f is 0 or x. */
const RATE_LOG2E = 4;
const STEP = 5;
const REACH = 6;

function mirrored(x: v128): v128 {
  return v128.xor(x, instance<Lanes<f64>>().parameter(SIGN));
}

export type Float32 = Swish;

/**
 * swish for `f64`, as silu.ts has it, with t in two words, the product of |β| and |x|: the rounding
 * of t would cost as many ULP as it is large.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  3.3 / 4.5 / 4.5 (4.5 with other parameters)
 */
class Float64Swish extends RootedTail<Deep> {
  value(x: v128): v128 {
    return this.fromTail(x, this.tail(x), this.op.neg(this.argument(x)));
  }

  pairValue(x: v128): v128 {
    return this.fromTail(x, this.pairTail(x), this.distance(x, ROOT));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    const t = this.op.neg(this.argument(x));
    const low = this.op.neg(this.argumentLow(x));
    const y = this.op.overSquare(this.op.raised(t, low), this.op.mantissaLow(t, low), this.op.splat(1), this.op.splat(0));
    return this.op.mul(this.op.mul(this.op.mul(y, this.factor(x)), this.op.beyond(t)), this.factor(x));
  }

  /** f from y = |x| σ(-|t|), which the exponential of `exponent` has brought about. */
  private fromTail(x: v128, y: v128, exponent: v128): v128 {
    const f = mirrored(this.op.sub(this.op.atLeast(mirrored(x), -0.0), this.op.mul(y, this.op.beyond(exponent))));
    // Infinity times a β of 0
    return v128.bitselect(x, f, this.op.nan(this.op.mul(x, this.op.parameter(RATE))));
  }

  factor(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), 1.7976931348623157e308);
  }

  /** |x|, as far as anything is left of e^-|t| */
  private magnitude(x: v128): v128 {
    return this.op.min(this.op.abs(x), this.op.mul(this.op.splat(this.op.reach), this.op.parameter(INVERSE)));
  }

  argument(x: v128): v128 {
    return this.op.mul(this.magnitude(x), this.op.parameter(RATE));
  }

  private argumentLow(x: v128): v128 {
    return productError<f64>(this.magnitude(x), this.op.parameter(RATE));
  }

  exponentLow(x: v128): v128 {
    return this.op.neg(this.argumentLow(x));
  }

  rootLow(x: v128, rootLow: f64): v128 {
    return this.op.sub(this.op.splat(rootLow), this.argumentLow(x));
  }

  scaled(y: v128, exponent: v128): v128 {
    return this.op.mul(y, this.op.beyond(exponent));
  }

  timesRate(y: v128): v128 {
    return this.op.mul(y, this.op.parameter(RATE));
  }

  signed(y: v128): v128 {
    return mirrored(y);
  }
}

/**
 * The exponential where it meets factors as large as |x| or |β| may be, and is not to vanish before
 * the product does: 2^n in two factors. The first is no subnormal, and needs no 2^80; the second is
 * 1 down to e^-693, and from there on the first is next to nothing beside 1.
 */
export abstract class Deep extends Compensated {
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

/**
 * swish in f32 lanes.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     fast     3.5 / 0.51 / 0.51 (4 with other parameters)
 */
class FastSwish extends FastValue<Scaled, Float32> {
  value(x: v128): v128 {
    const sign = this.op.parameter(SIGN);
    const z = v128.xor(x, sign);
    const reach = this.op.parameter(REACH);
    const factor = this.op.max(z, this.op.neg(this.op.parameter(LARGEST)));
    const t = this.op.min(this.op.max(z, this.op.neg(reach)), this.op.mul(reach, this.op.splat(this.op.underflow / this.op.overflow)));
    return v128.xor(this.op.timesQuotient(factor, this.op.denominator(t, -1), this.op.sum(t, -1)), sign);
  }
}

/**
 * The exponential of -|β|x, reduced by multiples of ln2 / |β|.
 */
class Scaled extends SteppedExponential {
  protected shifted(x: v128, rate: f64): v128 {
    return this.nmadd(x, this.parameter(RATE_LOG2E), this.splat(12583007));
  }

  protected remainder(x: v128, rate: f64): v128 {
    const n = this.sub(this.shifted(x, rate), this.splat(12583007));
    return this.mul(this.parameter(RATE), this.lessSteps(this.neg(x), n, STEP));
  }
}

export type Fast = FastSwish;
