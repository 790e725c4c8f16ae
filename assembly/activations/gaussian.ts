import { Activation } from "../activation";
import { Bell } from "../math/bell";
import { upperHalf } from "../math/exact";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { FastValue } from "./parts/fastValue";

/**
 * gaussian(x) = e^(-x²)
 *
 * With e^(-x²) = u / v:
 *
 *     f   = u / v
 *     f'  = -2 x u / v
 *     f'' = (4 x² - 2) u / v
 *
 * x² and 4 x² - 2 are exact in f64: f'' needs no more at its roots.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
class Float32Gaussian extends Activation<f64, Float32Exponential> {
  value(x: v128): v128 {
    return this.op.div(this.u(x), this.v(x));
  }

  derivative(x: v128): v128 {
    const factor = this.op.mul(this.bounded(x), this.op.splat(-2));
    return this.op.div(this.op.mul(factor, this.u(x)), this.v(x));
  }

  secondDerivative(x: v128): v128 {
    const factor = this.op.madd(this.square(x), this.op.splat(4), this.op.splat(-2));
    return this.op.div(this.op.mul(factor, this.u(x)), this.v(x));
  }

  private u(x: v128): v128 {
    return this.op.accurateAtRoots.numerator(this.square(x), -1);
  }

  private v(x: v128): v128 {
    return this.op.accurateAtRoots.denominator(this.square(x), -1);
  }

  private square(x: v128): v128 {
    return this.op.mul(this.bounded(x), this.bounded(x));
  }

  /** x, up to where u vanishes exactly. */
  private bounded(x: v128): v128 {
    return this.op.atLeast(this.op.atMost(x, 26.629), -26.629);
  }
}

export type Float32 = Float32Gaussian;

/**
 * gaussian for `f64`, with x² in more than one word.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  2 / 2.5 / 3.5
 */
class Float64Gaussian extends Activation<f64, UnitBell> {
  value(x: v128): v128 {
    return this.op.damped(this.op.splat(1), this.bounded(x));
  }

  derivative(x: v128): v128 {
    const z = this.bounded(x);
    return this.op.damped(this.op.mul(z, this.op.splat(-2)), z);
  }

  /** 4 x² - 2 is -(2 - (2x)²). */
  secondDerivative(x: v128): v128 {
    const z = this.bounded(x);
    return this.op.damped(this.op.neg(this.op.curve(this.op.add(z, z))), z);
  }

  /** x, as far as anything is left of e^(-x²) */
  private bounded(x: v128): v128 {
    return this.op.atLeast(this.op.atMost(x, 27.649), -27.649);
  }
}

abstract class UnitBell extends Bell {
  get rate(): f64 {
    return 1;
  }
}

export type Float64 = Float64Gaussian;

/**
 * gaussian in f32 lanes.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     fast     1.2 / 0.51 / 0.51
 */
class FastGaussian extends FastValue<FastBell, Float32> {
  value(x: v128): v128 {
    return this.op.exp(x);
  }
}

/**
 * e^(-x²) in f32 lanes: x² is the square of the upper 12 bits of x, which is exact, and the rest.
 */
abstract class FastBell extends FastExponential {
  /** |x|, up to where e^(-x²) is 0 */
  protected bounded(x: v128): v128 {
    return this.atMost(this.abs(x), 10.2323);
  }

  protected octaves(z: v128): v128 {
    return this.nmadd(this.mul(z, z), this.splat(Math.LOG2E), this.splat(0.12));
  }

  protected reduced(z: v128, n: v128): v128 {
    const upper = upperHalf<f32>(z);
    const r = super.reduced(this.neg(this.mul(upper, upper)), n);
    return this.nmadd(this.sub(z, upper), this.add(z, upper), r);
  }
}

export type Fast = FastGaussian;
