import { Activation } from "../activation";
import { instance } from "../lanes";
import { Float64Trigonometry, HalfTurns, Trigonometry } from "../math/trigonometry";
import { Phase, PhaseAhead, SineReconstruction, Wave } from "./parts/wave";

/**
 * sine(x) = sin(ωx)
 *
 *     f'  = ω cos(ωx) = ω sin(ωx + π/2)
 *     f'' = -ω² sin(ωx)
 *
 * ωx has two words, of which the sum is exact. The kernel's parameters are ω, and in two words ω
 * and ω / π.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     float64  2 / 3 / 4
 */
export class Sine<T extends number, E extends Trigonometry> extends Activation<T, E> {
  value(x: v128): v128 {
    return this.op.withZero(instance<Wave<E, Phase, SineReconstruction<E>>>().at(x), this.op.high(x));
  }

  derivative(x: v128): v128 {
    return this.op.mul(this.op.parameter(0), instance<Wave<E, PhaseAhead, SineReconstruction<E>>>().at(x));
  }

  secondDerivative(x: v128): v128 {
    const rate = this.op.parameter(0);
    return this.op.timesSine(this.op.mul(this.op.neg(rate), rate), this.value(x), x);
  }

  /** x cos(ωx), of `f64` digits in either module: it is added up. */
  parameterDerivative(i: i32, x: v128): v128 {
    return this.op.mul(x, instance<Wave<Float64Trigonometry, PhaseAhead, SineReconstruction<Float64Trigonometry>>>().at(x));
  }
}

export type Float32 = Sine<f64, HalfTurns>;
export type Float64 = Sine<f64, Float64Trigonometry>;
