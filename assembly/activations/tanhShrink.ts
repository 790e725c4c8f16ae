import { Activation } from "../activation";
import { instance, Lanes } from "../lanes";
import { Denominator, Numerator, Remainder } from "../math/coefficients/tanhShrink";
import { Compensated } from "../math/compensated";
import { Exponential } from "../math/exponential";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64Exponential } from "../math/float64Exponential";
import { FastValue } from "./parts/fastValue";
import { TanhActivation } from "./tanh";

/**
 * tanhShrink(x) = x - tanh(x)
 *
 *     f'  = tanh(x)²
 *     f'' = 2 tanh(x) tanh'(x) = -tanh''(x)
 *
 * Near 0 the difference would cancel. With c = x up to ±9.02, from where on tanh is 1 in `f32`,
 *
 *     f = (x - c) + c³ P(c²) / Q(c²)
 */
abstract class TanhShrink<E extends Exponential<f64>, S extends Exponential<f64>> extends Activation<f64, E> {
  secondDerivative(x: v128): v128 {
    return this.op.neg(instance<TanhActivation<f64, S>>().secondDerivative(x));
  }
}

/**
 * tanhShrink for `f32`.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
class Float32TanhShrink extends TanhShrink<Float32Exponential, Float32Exponential> {
  value(x: v128): v128 {
    return instance<Quotient<f64, Float32Exponential>>().at(x);
  }

  derivative(x: v128): v128 {
    const op = this.op.accurateAtZero;
    const t = op.tanhHalf(op.atMost(op.abs(op.add(x, x)), op.reach), 1);
    return op.mul(t, t);
  }
}

/** (x - c) + c³ P(c²) / Q(c²) */
class Quotient<T extends number, E extends Lanes<T>> {
  at(x: v128): v128 {
    const op = instance<E>();
    const c = op.atMost(op.atLeast(x, -9.02), 9.02);
    const z = op.mul(c, c);
    const p = op.quartic(z, Numerator.c0, Numerator.c1, Numerator.c2, Numerator.c3, Numerator.c4);
    const q = op.quintic(z, 1, Denominator.c1, Denominator.c2, Denominator.c3, Denominator.c4, Denominator.c5);
    return op.withSign(op.add(op.sub(x, c), op.div(op.mul(op.mul(c, z), p), q)), x);
  }
}

export type Float32 = Float32TanhShrink;

/**
 * tanhShrink in f32 lanes.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     fast     6 / 0.51 / 0.51
 */
class FastTanhShrink extends FastValue<FastExponential, Float32> {
  value(x: v128): v128 {
    return instance<Quotient<f32, FastExponential>>().at(x);
  }
}

export type Fast = FastTanhShrink;

/**
 * tanhShrink for `f64`, with a = |x|, e = e^-2a and m = e - 1:
 *
 *     f       = a³ R(a²) up to 1, beyond (a - 1) + 2 e / (1 + e)
 *     tanh(a) = -m / (2 + m)
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4 / 5 / 4.5
 */
class Float64TanhShrink extends TanhShrink<Compensated, Float64Exponential> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const y = v128.bitselect(this.near(this.op.atMost(a, 1)), this.far(a), v128.lt<f64>(a, this.op.splat(1)));
    return this.op.flip(y, x);
  }

  derivative(x: v128): v128 {
    const m = this.op.minusOne(this.exponent(x), this.op.splat(0));
    const w = this.op.add(this.op.splat(2), m);
    const low = this.op.sub(m, this.op.sub(w, this.op.splat(2)));
    const y = this.op.div(this.op.mul(m, m), this.op.mul(w, w));
    return this.op.nmadd(y, this.op.div(this.op.add(low, low), w), y);
  }

  private near(a: v128): v128 {
    const z = this.op.mul(a, a);
    const square = this.op.mul(z, z);
    const fourth = this.op.mul(square, square);
    const eighth = this.op.mul(fourth, fourth);
    const lower = this.op.septic(
      z,
      Remainder.c0,
      Remainder.c1,
      Remainder.c2,
      Remainder.c3,
      Remainder.c4,
      Remainder.c5,
      Remainder.c6,
      Remainder.c7,
    );
    const upper = this.op.octic(
      z,
      Remainder.c8,
      Remainder.c9,
      Remainder.c10,
      Remainder.c11,
      Remainder.c12,
      Remainder.c13,
      Remainder.c14,
      Remainder.c15,
      Remainder.c16,
    );
    return this.op.mul(this.op.mul(a, z), this.op.madd(eighth, upper, lower));
  }

  private far(a: v128): v128 {
    const z = this.exponent(a);
    const h = this.op.logistic(this.op.raised(z, this.op.splat(0)), this.op.mantissaLow(z, this.op.splat(0)));
    return this.op.add(this.op.sub(a, this.op.splat(1)), this.op.add(h, h));
  }

  /** -2|x|, as far as anything is left of e */
  private exponent(x: v128): v128 {
    return this.op.neg(this.op.atMost(this.op.abs(this.op.add(x, x)), this.op.reach));
  }
}

export type Float64 = Float64TanhShrink;
