import { Even, K, KC, Odd } from "../math/coefficients/geluTanh";
import { Float32Exponential } from "../math/float32Exponential";
import { Float64GeluTanh } from "./parts/float64GeluTanh";
import { SigmoidProduct } from "./parts/sigmoidProduct";

/**
 * geluTanh(x) = x σ(t), t = k (x + c x³), k = √(8 / π), c = 0.044715, σ the sigmoid
 *
 * That is x/2 (1 + tanh(t / 2)), without its cancellation. With a = |x|, s = σ(t), h = σ(-|t|):
 *
 *     f'  = s (1 + x t' (1 - s))          x t' = k (x + 3 c x³)            root at x = -0.7525
 *     f'' = (h - h²) (p - q (1 - 2 h))    p = 2 t' + a t'', q = a t'²      roots at x = ±1.4185
 *
 * In f64 lanes the roundings of t do not show in an f32.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  4 / 5 / 5
 */
class GeluTanh extends SigmoidProduct<f64, Float32Exponential> {
  value(x: v128): v128 {
    const t = this.argument(x);
    return this.op.timesQuotient(this.factor(x), this.op.denominator(t, -1), this.op.sum(t, -1));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const a = this.bounded(op.abs(x));
    const z = op.mul(a, a);
    const h = op.sigmoidOfMinus(this.magnitude(x));
    const line = op.nmadd(op.splat(2), h, op.splat(1));
    const p = op.madd(z, op.splat(Even.c1), op.splat(Even.c0));
    const q = op.mul(a, op.quadratic(z, Odd.c0, Odd.c1, Odd.c2));
    return op.mul(op.nmadd(h, h, h), op.nmadd(q, line, p));
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

/** From here on σ(-|t|) is exactly 0. */
const REACH = 30;

export type Float32 = GeluTanh;
export type Float64 = Float64GeluTanh;
