import { Fitted, SecondDerivative } from "../elementwise";
import { instance } from "../lanes";
import { Compensated } from "../math/compensated";
import { productError } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";
import { SteppedExponential } from "../math/steppedExponential";
import { ExponentialLinear } from "./parts/exponentialLinear";

/**
 * celu(x) = α (e^(x/α) - 1) where x < 0, else x
 *
 *     f'  = 1 where x > 0, else e^(x/α)
 *     f'' = 0 where x > 0, else e^(x/α) / α      f''(0) = 1 / α
 *
 * The kernel's parameters are α and 1 / α. In f64 lanes for f32, the two roundings of x times 1 / α
 * do not show.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 */
class Float32Celu extends ExponentialLinear<f64, Float32Exponential> {
  bend(x: v128): v128 {
    return this.op.accurateAtRoots.timesExpm1(this.op.parameter(ALPHA), this.argument(x));
  }

  bendSlope(x: v128): v128 {
    return this.op.accurateAtRoots.exp(this.argument(x));
  }

  bendCurvature(x: v128): v128 {
    return this.op.accurateAtRoots.timesExp(this.op.parameter(INVERSE), this.argument(x));
  }

  bendSlopeFromOutput(y: v128): v128 {
    return this.op.mul(this.op.add(y, this.op.parameter(ALPHA)), this.op.parameter(INVERSE));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return instance<Float64Celu>().parameterDerivative(i, x);
  }

  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    return instance<Float64Celu>().parameterGradient(i, dy, x);
  }

  private argument(x: v128): v128 {
    return this.op.mul(x, this.op.parameter(INVERSE));
  }
}

/** The parameters of the kernel. */
const ALPHA = 0;
const INVERSE = 1;
/** Parameters for f32 lanes: log2 e / α, α ln2, and the x from which e^(x/α) is 0. */
const RATE_LOG2E = 2;
const STEP = 3;
const LEAST = 4;

export type Float32 = Float32Celu;

/**
 * celu for `f64`, with x / α in two words: its rounding would cost as many ULP as it is large.
 * Where it is next to nothing, f is x.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  1.2 / 1 / 1 (2.5 with other parameters)
 */
class Float64Celu extends ExponentialLinear<f64, Compensated> {
  bend(x: v128): v128 {
    const t = this.argument(x);
    const y = this.op.mul(this.op.parameter(ALPHA), this.op.expm1OfSum(t, this.argumentLow(x)));
    return v128.bitselect(x, y, f64x2.gt(t, this.op.splat(-(2.0 ** -54))));
  }

  bendSlope(x: v128): v128 {
    return this.op.timesExpOfSum(this.op.splat(1), this.argument(x), this.argumentLow(x));
  }

  bendCurvature(x: v128): v128 {
    return this.op.timesExpOfSum(this.op.parameter(INVERSE), this.argument(x), this.argumentLow(x));
  }

  bendSlopeFromOutput(y: v128): v128 {
    return this.op.div(this.op.add(y, this.op.parameter(ALPHA)), this.op.parameter(ALPHA));
  }

  parameterDerivative(i: i32, x: v128): v128 {
    return this.parameterGradient(i, f64x2.splat(1), x);
  }

  /** dy times {@link growth} where x is not positive, else 0, also for an infinite dy */
  parameterGradient(i: i32, dy: v128, x: v128): v128 {
    return v128.andnot(this.op.mul(dy, this.growth(x)), f64x2.gt(x, this.op.splat(0)));
  }

  /**
   * e^t - 1 - t e^t, t = x / α, without cancellation: from -1 on as (e^t - 1 - t) - t (e^t - 1),
   * and beside 0, where e^t = (2 + w + t) / (2 + w - t), as -t (t + w) / (2 + w - t).
   */
  private growth(x: v128): v128 {
    const op = this.op;
    const t = op.atLeast(op.div(x, op.parameter(ALPHA)), -1400);
    const high = op.minusOneHigh(op.atLeast(t, -64));
    const low = op.minusOneLow(op.atLeast(t, -64));
    const minusOne = op.add(high, low);
    const left = op.sub(minusOne, op.timesExp(t, t));
    const middle = op.nmadd(t, minusOne, op.add(op.sub(high, t), low));
    const w = op.mul(op.mul(t, t), op.w(op.mul(t, t)));
    const near = op.div(op.mul(op.neg(t), op.add(t, w)), op.sub(op.add(op.splat(2), w), t));
    const far = v128.bitselect(left, middle, f64x2.lt(t, op.splat(-1)));
    return v128.bitselect(near, far, f64x2.gt(t, op.splat(-0.34)));
  }

  private argument(x: v128): v128 {
    return this.op.mul(this.finite(x), this.op.parameter(INVERSE));
  }

  /** x / α but for {@link argument}: what that leaves of x, exactly, divided. */
  private argumentLow(x: v128): v128 {
    const t = this.argument(x);
    const alpha = this.op.parameter(ALPHA);
    const rest = this.op.sub(this.op.sub(this.finite(x), this.op.mul(t, alpha)), productError<f64>(t, alpha));
    return this.op.mul(rest, this.op.parameter(INVERSE));
  }

  /** x, down to where e^(x/α) is 0 */
  private finite(x: v128): v128 {
    return this.op.max(x, this.op.mul(this.op.splat(-1500), this.op.parameter(ALPHA)));
  }
}

export type Float64 = Float64Celu;

/**
 * celu in f32 lanes: the engine takes x, and divides what is left of it after reduction. f'' is
 * that of the float32 kernel, as 1 / α may lift what f32 lanes have lost.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     fast     1 / 1.1 / 0.51 (3 with other parameters)
 */
class FastCelu extends ExponentialLinear<f32, Divided> {
  secondDerivative(x: v128): v128 {
    return instance<Fitted<SecondDerivative<Float32>, Float32, f32>>().at(x, x);
  }

  bend(x: v128): v128 {
    return this.op.timesExpm1(this.op.parameter(ALPHA), x);
  }

  bendSlope(x: v128): v128 {
    return this.op.exp(x);
  }

  bendCurvature(x: v128): v128 {
    return unreachable();
  }

  bendSlopeFromOutput(y: v128): v128 {
    return unreachable();
  }
}

/** The exponential of x / α, reduced by multiples of α ln2. */
class Divided extends SteppedExponential {
  protected bounded(x: v128): v128 {
    return this.max(x, this.parameter(LEAST));
  }

  protected octaves(x: v128): v128 {
    return this.madd(x, this.parameter(RATE_LOG2E), this.splat(0.12));
  }

  protected reduced(x: v128, n: v128): v128 {
    return this.mul(this.lessSteps(x, n, STEP), this.parameter(INVERSE));
  }
}

export type Fast = FastCelu;
