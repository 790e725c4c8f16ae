import { Activation } from "../activation";
import { instance } from "../lanes";
import { Float64Trigonometry, HalfTurns, Trigonometry } from "../math/trigonometry";
import { Angle, Phase, Reconstruction, SineReconstruction, Wave } from "./parts/wave";

/** An eighth of a turn ahead. */
class PhaseEighthAhead extends Angle {
  get turn(): f64 {
    return 0.25;
  }
}

class Doubled extends Phase {
  get factor(): f64 {
    return 2;
  }
}

class DoubledAhead extends Doubled {
  get turn(): f64 {
    return 0.5;
  }
}

/** Where x is infinite, the wave is 0. */
class SumReconstruction extends Reconstruction<HalfTurns> {
  at(x: v128, r: v128, low: v128, sign: v128): v128 {
    const op = instance<HalfTurns>();
    const s = op.sine(r, low);
    return op.add(x, op.max(op.splat(0), op.mul(op.mul(s, s), op.parameter(5))));
  }
}

class SumOfHalfReconstruction extends Reconstruction<Float64Trigonometry> {
  at(x: v128, r: v128, low: v128, sign: v128): v128 {
    return instance<Float64Trigonometry>().addSquareOfHalf(x, r, low, i64x2.shr_s(sign, 63));
  }
}

class SquareReconstruction<E extends Trigonometry> extends Reconstruction<E> {
  at(x: v128, r: v128, low: v128, sign: v128): v128 {
    const op = instance<E>();
    const s = op.sine(r, low);
    return op.mul(op.add(s, s), s);
  }
}

/**
 * snake(x) = x + sin²(αx) / α
 *
 *     f'  = 1 + sin(2αx) = 2 sin²(αx + π/4)      whose zeros are double: the square keeps all digits
 *     f'' = 2α cos(2αx)
 *
 * αx has two words, of which the sum is exact. The kernel's parameters are α, in two words α and
 * α / π, and 1 / α.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 */
export class Snake<T extends number, E extends Trigonometry> extends Activation<T, E> {
  /** The code for `f64` is long: two vectors in turn are no faster. */
  get unroll(): i32 {
    return this.op.isOfHalfTurns ? 2 : 1;
  }

  value(x: v128): v128 {
    return instance<Wave<HalfTurns, Phase, SumReconstruction>>().at(x);
  }

  derivative(x: v128): v128 {
    return instance<Wave<E, PhaseEighthAhead, SquareReconstruction<E>>>().at(x);
  }

  secondDerivative(x: v128): v128 {
    const rate = this.op.parameter(0);
    return this.op.mul(this.op.add(rate, rate), instance<Wave<E, DoubledAhead, SineReconstruction<E>>>().at(x));
  }

  /** (x sin(2αx) - sin²(αx) / α) / α, of `f64` digits in either module: it is added up. */
  parameterDerivative(i: i32, x: v128): v128 {
    const rate = this.op.parameter(0);
    const sine = instance<Wave<Float64Trigonometry, Phase, SineReconstruction<Float64Trigonometry>>>().at(x);
    const ofDouble = instance<Wave<Float64Trigonometry, Doubled, SineReconstruction<Float64Trigonometry>>>().at(x);
    const share = this.op.div(this.op.mul(sine, sine), rate);
    return this.op.div(this.op.sub(this.op.mul(x, ofDouble), share), rate);
  }
}

/**
 * snake for `f64`: sin² is that of half the remainder of 2αx, and the sum has two words.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  3.5 / 4.6 / 3
 */
class Float64Snake<T extends number> extends Snake<T, Float64Trigonometry> {
  value(x: v128): v128 {
    const y = instance<Wave<Float64Trigonometry, Doubled, SumOfHalfReconstruction>>().at(x);
    return v128.bitselect(x, y, v128.eq<f64>(this.op.abs(x), this.op.splat(Infinity)));
  }
}

export type Float32 = Snake<f64, HalfTurns>;
export type Float64 = Float64Snake<f64>;
