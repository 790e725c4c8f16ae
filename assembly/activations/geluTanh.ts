import { Bend, Even, EXP_INFLECTION, INFLECTION, INFLECTION_LOW, K, KC, Odd, Rise } from "../math/coefficients/geluTanh";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64GeluTanh } from "./parts/float64GeluTanh";
import { SigmoidProduct } from "./parts/sigmoidProduct";

/**
 * geluTanh(x) = x σ(t), t = k (x + c x³), k = √(8 / π), c = 0.044715, σ the sigmoid
 *
 * That is x/2 (1 + tanh(t / 2)), without its cancellation. With a = |x|, s = σ(t), h = σ(-|t|):
 *
 *     f'  = s (1 + x t' (1 - s))     x t' = k (x + 3 c x³)     root at x = -0.7525
 *
 * In f64 lanes the roundings of t do not show in an f32, nor in f' at its root. Where f'' has its
 * roots, ±ρ = ±1.4185, they would: with d what t lacks there of its value at ρ, E the e^-t there,
 * and e^-t = E e^d,
 *
 *     f'' = E e^d ((a - ρ) B(a) + E (p + q) (e^d - 1)) / (1 + E e^d)³     d = (ρ - a) R(a)
 *
 * where p = 2 t' + a t'', q = a t'², and B and R are polynomials: a sum of two terms of one sign.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
class GeluTanh extends SigmoidProduct<f64, Float32Exponential> {
  value(x: v128): v128 {
    const t = this.argument(x);
    return this.op.timesQuotient(this.factor(x), this.op.denominator(t, -1), this.op.sum(t, -1));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtZero;
    const a = this.bounded(op.abs(x));
    const z = op.mul(a, a);
    const distance = op.sub(op.sub(a, op.splat(INFLECTION)), op.splat(INFLECTION_LOW));
    const d = op.atLeast(op.neg(op.mul(distance, op.quadratic(a, Rise.c0, Rise.c1, Rise.c2))), -op.underflow);
    const odd = op.madd(z, op.splat(Bend.c3), op.splat(Bend.c1));
    const b = op.madd(a, odd, op.quadratic(z, Bend.c0, Bend.c2, Bend.c4));
    const sum = op.madd(a, op.quadratic(z, Odd.c0, Odd.c1, Odd.c2), op.madd(z, op.splat(Even.c1), op.splat(Even.c0)));
    const u = op.mul(op.numerator(d, 1), op.splat(EXP_INFLECTION));
    const v = op.denominator(d, 1);
    const w = op.add(v, u);
    const line = op.madd(op.mul(distance, b), v, op.mul(op.mul(sum, op.splat(EXP_INFLECTION)), op.difference(d, 1)));
    return op.div(op.mul(op.mul(u, v), line), op.mul(op.mul(w, w), w));
  }

  argument(x: v128): v128 {
    const z = this.bounded(x);
    const t = this.op.mul(z, this.op.madd(this.op.mul(z, z), this.op.splat(KC), this.op.splat(K)));
    return this.op.atMost(this.op.atLeast(t, -this.op.overflow), this.op.underflow);
  }

  magnitude(x: v128): v128 {
    return this.op.atMost(this.argument(this.op.abs(x)), this.op.overflow);
  }

  factor(x: v128): v128 {
    return this.op.atLeast(x, -REACH);
  }

  lever(x: v128): v128 {
    const z = this.bounded(x);
    return this.op.mul(z, this.op.madd(this.op.mul(z, z), this.op.splat(3 * KC), this.op.splat(K)));
  }

  private bounded(x: v128): v128 {
    return this.op.atMost(this.factor(x), REACH);
  }
}

/** The |t| from which on σ(-|t|) is exactly 0. */
const REACH = 30;

export type Float32 = GeluTanh;
export type Float64 = Float64GeluTanh;
