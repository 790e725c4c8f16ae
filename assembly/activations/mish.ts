import { Activation } from "../activation";
import { FastExponential } from "../math/fastExponential";
import { Float32Exponential } from "../math/float32Exponential";
import { FastValue } from "./parts/fastValue";
import { Float64Mish } from "./parts/float64Mish";

/**
 * mish(x) = x tanh(softplus(x))
 *
 * With e^x = u / v, U = u (u + 2 v) and D = U + 2 v²:
 *
 *     f   = x U / D                                                   all terms are positive
 *     f'  = u ((u + 2 v) D + 4 x v² (u + v)) / D²                     root at -1.1924
 *     f'' = 4 u v² (2 (u + v) D + x (v D - 2 u U)) / D³               roots at -2.2564 and 1.4906
 *
 * At the roots a sum of two terms vanishes: there the engine is right to the last bits of f64.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
class Mish extends Activation<f64, Float32Exponential> {
  value(x: v128): v128 {
    return this.op.div(this.op.mul(this.factor(x), this.numerator(x)), this.denominator(x));
  }

  derivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = this.argument(x);
    const u = op.numerator(z, 1);
    const v = op.denominator(z, 1);
    const d = this.denominator(x);
    const w = op.mul(op.mul(op.mul(z, op.splat(4)), op.mul(v, v)), op.add(u, v));
    const sum = op.madd(op.add(u, op.add(v, v)), d, w);
    return op.div(op.mul(u, sum), op.mul(d, d));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = this.argument(x);
    const u = op.numerator(z, 1);
    const v = op.denominator(z, 1);
    const d = this.denominator(x);
    const w = op.add(u, v);
    const bend = op.nmadd(op.add(u, u), this.numerator(x), op.mul(v, d));
    const sum = op.madd(z, bend, op.mul(op.add(w, w), d));
    const factor = op.mul(op.mul(op.splat(4), op.mul(v, v)), u);
    return op.div(op.mul(factor, sum), op.mul(d, op.mul(d, d)));
  }

  /** U */
  private numerator(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const z = this.argument(x);
    const u = op.numerator(z, 1);
    const v = op.denominator(z, 1);
    return op.mul(u, op.add(u, op.add(v, v)));
  }

  /** D */
  private denominator(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const v = op.denominator(this.argument(x), 1);
    return op.madd(op.add(v, v), v, this.numerator(x));
  }

  /** x, between where u is 0 and where D³ is finite */
  private argument(x: v128): v128 {
    return this.op.atMost(this.factor(x), 100);
  }

  private factor(x: v128): v128 {
    return this.op.atLeast(x, -this.op.underflow);
  }
}

export type Float32 = Mish;
export type Float64 = Float64Mish;

/**
 * mish in f32 lanes, with e^-|x| = v / u = q, so that nothing overflows:
 *
 *     f = x (1 + 2 q) / (1 + 2 q + 2 q²) where x > 0, else x q (1 + q / 2) / (1 + q + q² / 2)
 *
 * The `q` of the code is 2^24 times that: it keeps its digits where e^-|x| is subnormal.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     fast     5 / 0.51 / 0.51
 */
class FastMish extends FastValue<FastExponential, Float32> {
  value(x: v128): v128 {
    const factor = this.op.atLeast(x, -this.op.reach);
    const z = this.op.atMost(this.op.abs(factor), this.op.reach);
    const v = this.op.mul(this.op.denominator(z, 1), this.op.splat(2 ** 24));
    const q = this.op.div(v, this.op.numerator(z, 1));
    const first = this.op.madd(q, this.op.wherePositive(x, this.op.splat(2 ** -23), this.op.splat(2 ** -25)), this.op.splat(1));
    const right = this.op.madd(this.op.mul(q, this.op.splat(2 ** -47)), q, first);
    const left = this.op.madd(q, first, this.op.splat(2 ** 24));
    const p = this.op.wherePositive(x, first, this.op.mul(q, first));
    return this.op.timesQuotient(factor, p, this.op.wherePositive(x, right, left));
  }
}

export type Fast = FastMish;
