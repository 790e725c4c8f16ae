import { Activation } from "../activation";
import { instance } from "../lanes";
import { BEND, BEND_LOW, DIP, DIP_LOW, EXP_BEND, EXP_BEND_LOW, EXP_DIP, EXP_DIP_LOW } from "../math/coefficients/elish";
import { EXP_INFLECTION, EXP_INFLECTION_LOW, INFLECTION, INFLECTION_LOW } from "../math/coefficients/silu";
import { Compensated } from "../math/compensated";
import { sumError } from "../math/exact";
import { Float32Exponential } from "../math/float32Exponential";

/**
 * elish(x) = x σ(x) where x >= 0, else (e^x - 1) σ(x), σ the sigmoid
 *
 * With e^-|x| = u / v and w = u + v, on the left and on the right:
 *
 *     f   = (u - v) u / (v w)                                        x v² / (v w)
 *     f'  = u (u - r v) (u + (2 + r) v) / (v w²)                     v² (w + |x| u) / (v w²)
 *
 * r = √2 - 1 is e^x at the root of f'. Nothing overflows, and where u vanishes all are exact.
 * f''(0) is that of the right side.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 */
class Float32Elish extends Activation<f64, Float32Exponential> {
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const a = this.magnitude(x);
    const left = op.mul(op.difference(a, -1), this.u(a));
    const right = op.mul(x, op.mul(this.v(a), this.v(a)));
    return op.div(op.whereNegative(x, left, right), op.mul(this.v(a), this.w(a)));
  }

  derivative(x: v128): v128 {
    const op = this.op.accurateAtRoots;
    const a = this.magnitude(x);
    const u = this.u(a);
    const v = this.v(a);
    const w = this.w(a);
    const factors = op.mul(op.nmadd(v, op.splat(EXP_DIP), u), op.madd(v, op.splat(2 + EXP_DIP), u));
    const right = op.mul(op.mul(v, v), op.madd(a, u, w));
    return op.div(op.whereNegative(x, op.mul(u, factors), right), op.mul(v, op.mul(w, w)));
  }

  /** That for `f64`: beside its left root u and v would not have digits enough. */
  secondDerivative(x: v128): v128 {
    return instance<Float64Elish>().secondDerivative(x);
  }

  /** |x|, up to where u vanishes exactly. */
  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), this.op.underflow);
  }

  private u(a: v128): v128 {
    return this.op.accurateAtRoots.numerator(a, -1);
  }

  private v(a: v128): v128 {
    return this.op.accurateAtRoots.denominator(a, -1);
  }

  private w(a: v128): v128 {
    return this.op.accurateAtRoots.sum(a, -1);
  }
}

export type Float32 = Float32Elish;

/**
 * elish for `f64`, with E = e^-|x|, on the left and on the right:
 *
 *     f   = (E - 1) E / (1 + E)                                 x - |x| E / (1 + E)
 *     f'  = E (E - r) (E + 2 + r) / (1 + E)²                    1 - E (1 - |x| + E) / (1 + E)²
 *     f'' = E (E - s) (E² + (3 + s) E + 1 / s) / (1 + E)³       E (2 - |x| + (2 + |x|) E) / (1 + E)³
 *
 * E is e^-ρ e^d, ρ the |x| of the root and d = ρ - |x|: so E - e^-ρ = e^-ρ (e^d - 1), and the
 * derivatives keep their relative accuracy at their roots; s is that e^-ρ of f'' on the left. That
 * of f'' on the right is as silu.ts has it.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  3 / 5 / 5.5
 */
class Float64Elish extends Activation<f64, Compensated> {
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const z = this.op.neg(this.magnitude(x));
    const zero = this.op.splat(0);
    const factor = this.op.whereNegative(x, this.op.expm1(z), z);
    const y = this.op.timesLogistic(factor, this.op.raised(z, zero), this.op.mantissaLow(z, zero));
    return this.op.withSign(this.op.add(this.op.atLeast(x, -0.0), y), x);
  }

  derivative(x: v128): v128 {
    const op = this.op;
    const a = this.magnitude(x);
    const d = op.sub(op.splat(DIP), a);
    const low = op.add(sumError<f64>(op.splat(DIP), op.neg(a)), op.splat(DIP_LOW));
    const raised = op.mul(op.mul(op.mantissa(d, low), op.splat(EXP_DIP)), op.scale(d));
    const raisedLow = op.add(op.mantissaLow(d, low), op.splat(EXP_DIP_LOW));
    const e = op.lowered(raised);
    const left = op.mul(op.mul(op.minusOne(d, low), op.splat(EXP_DIP)), op.add(e, op.splat(2 + EXP_DIP)));
    const one = op.splat(1);
    const first = op.whereNegative(x, left, op.sub(one, a));
    const second = op.whereNegative(x, op.splat(0), e);
    const y = op.lowered(op.overSquare(raised, raisedLow, first, second));
    return op.whereNegative(x, y, op.sub(one, y));
  }

  secondDerivative(x: v128): v128 {
    const op = this.op;
    const a = this.magnitude(x);
    const root = op.whereNegative(x, op.splat(BEND), op.splat(INFLECTION));
    const power = op.whereNegative(x, op.splat(EXP_BEND), op.splat(EXP_INFLECTION));
    const d = op.sub(root, a);
    const low = op.add(sumError<f64>(root, op.neg(a)), op.whereNegative(x, op.splat(BEND_LOW), op.splat(INFLECTION_LOW)));
    const raised = op.mul(op.mul(op.mantissa(d, low), power), op.scale(d));
    const powerLow = op.whereNegative(x, op.splat(EXP_BEND_LOW), op.splat(EXP_INFLECTION_LOW));
    const raisedLow = op.add(op.mantissaLow(d, low), powerLow);
    const e = op.lowered(raised);
    const m = op.minusOne(d, low);
    const rest = op.madd(op.add(e, op.splat(3 + EXP_BEND)), e, op.splat(1 / EXP_BEND));
    const left = op.mul(op.mul(m, power), rest);
    const inner = op.add(op.add(m, m), op.sub(op.mul(a, m), d));
    const right = op.madd(inner, power, op.mul(low, op.splat(1 - EXP_INFLECTION)));
    const first = op.whereNegative(x, left, d);
    const second = op.whereNegative(x, op.splat(0), right);
    return op.lowered(op.overCube(raised, raisedLow, first, second));
  }

  /** |x|, as far as anything is left of E */
  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), this.op.reach);
  }
}

export type Float64 = Float64Elish;
