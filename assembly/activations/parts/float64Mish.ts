import { Activation } from "../../activation";
import {
  Curvature,
  CurvatureRight,
  EXP_INFLECTION,
  EXP_INFLECTION_RIGHT,
  EXP_ROOT,
  EXP_ROOT_LOW,
  INFLECTION,
  INFLECTION_LOW,
  INFLECTION_RIGHT,
  INFLECTION_RIGHT_LOW,
  ROOT,
  ROOT_LOW,
  Slope,
} from "../../math/coefficients/mish";
import { Compensated } from "../../math/compensated";
import { errorOfSum, productError, sumError } from "../../math/exact";

/**
 * mish for `f64`. With e = e^x, g = e (e + 2) and w = g + 2:
 *
 *     f   = x g / w where x < 0, else x - 2 x / w
 *     f'  = e K / w²           K = 4 + 6 e + 4 e² + e³ + x (4 + 4 e)
 *     f'' = 4 e L / w³         L = 4 + 8 e + 6 e² + 2 e³ + x (2 + 2 e - 3 e² - 2 e³)
 *
 * At a root r of K or L, with E = e^r and d = x - r, they are sums of two terms of one sign:
 *
 *     K = 4 d (1 + e) + (e - E) S(e)
 *     L = d (2 + 2 e - 3 e² - 2 e³) + (e - E) T(e)
 *
 * where S and T are quadratics, and e - E = E (e^d - 1). r and E have two words each: the
 * derivatives keep their relative accuracy at their roots. Where x > 0, all of f'' is multiplied by
 * powers of e^-x, so that nothing overflows: it has the same form in e = e^-x, with other numbers.
 * f' is there 1 - 2 e² (w - 2 x (1 + e)) / w², with e = e^-x and w = 1 + 2 e + 2 e².
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4 / 5 / 5
 */
export class Float64Mish extends Activation<f64, Compensated> {
  /** Puts right what e and w lose, to first order; the slopes of log f by log e are good to 3 %. */
  value(x: v128): v128 {
    const z = this.op.atMost(this.op.atLeast(x, -this.op.reach), 60);
    const raised = this.op.raised(z, this.op.splat(0));
    const e = this.op.lowered(raised);
    const g = this.op.madd(e, e, this.op.add(e, e));
    const w = this.op.add(this.op.splat(2), g);
    const left = this.op.madd(raised, e, this.op.add(raised, raised));
    const numerator = this.op.wherePositive(x, this.op.splat(2.4178516392292583e24), left);
    const right = this.op.mul(this.op.add(e, e), this.op.add(e, this.op.splat(1)));
    const slope = this.op.wherePositive(x, this.op.neg(right), this.op.madd(e, this.op.splat(2 / 3), this.op.splat(2)));
    const low = this.op.mul(slope, this.op.mantissaLow(z, this.op.splat(0)));
    const c = this.op.div(this.op.sub(low, errorOfSum<f64>(this.op.splat(2), g, w)), w);
    const y = this.op.div(this.op.mul(z, numerator), w);
    const part = this.op.withSign(this.op.lowered(this.op.madd(y, c, y)), x);
    return this.op.wherePositive(x, this.op.sub(x, part), part);
  }

  derivative(x: v128): v128 {
    const d = this.distance(x, this.op.splat(ROOT));
    const low = this.distanceLow(x, this.op.splat(ROOT), this.op.splat(ROOT_LOW));
    const raised = this.op.mul(this.op.mul(this.op.mantissa(d, low), this.op.splat(EXP_ROOT)), this.op.scale(d));
    const e = this.op.lowered(raised);
    const line = this.op.madd(e, this.op.splat(4), this.op.splat(4));
    const s = this.op.quadratic(e, Slope.c0, Slope.c1, Slope.c2);
    const rest = this.op.madd(low, line, this.op.mul(this.op.mul(this.op.minusOne(d, low), this.op.splat(EXP_ROOT)), s));
    const w = this.leading(e, x);
    const bracket = this.op.nmadd(this.magnitude(x), this.op.mul(line, this.op.splat(0.5)), this.denominator(e, x));
    const right = this.op.mul(this.op.add(e, e), bracket);
    const sum = this.op.wherePositive(x, right, this.op.madd(d, line, rest));
    const eLow = this.op.add(this.op.mantissaLow(d, low), this.op.splat(EXP_ROOT_LOW));
    const wLow = this.rest(e, eLow, x);
    const loss = this.op.quadratic(wLow, -2, 3, -4);
    const c = this.op.madd(wLow, loss, eLow);
    const y = this.op.div(this.op.mul(raised, sum), this.op.mul(w, w));
    const half = this.op.lowered(this.op.madd(y, c, y));
    return this.op.wherePositive(x, this.op.sub(this.op.splat(1), half), half);
  }

  /** f''(x), with an e from x itself: that of d would be off by what the product with E loses. */
  secondDerivative(x: v128): v128 {
    const root = this.side(x, INFLECTION, INFLECTION_RIGHT);
    const power = this.side(x, EXP_INFLECTION, EXP_INFLECTION_RIGHT);
    const d = this.distance(x, root);
    const low = this.distanceLow(x, root, this.side(x, INFLECTION_LOW, INFLECTION_RIGHT_LOW));
    const z = this.op.neg(this.magnitude(x));
    const raised = this.op.raised(z, this.op.splat(0));
    const e = this.op.lowered(raised);
    const upper = this.op.madd(this.op.madd(e, this.op.splat(-2), this.side(x, -3, -2)), e, this.side(x, 2, 3));
    const bend = this.op.mul(e, upper);
    const line = this.op.add(this.op.splat(2), bend);
    const eLow = this.op.mantissaLow(z, this.op.splat(0));
    const slope = this.op.madd(this.op.mul(e, e), this.op.madd(e, this.op.splat(-4), this.side(x, -3, -2)), bend);
    const lineLow = this.op.madd(eLow, slope, this.op.sub(bend, this.op.sub(line, this.op.splat(2))));
    const t = this.op.madd(e, this.side(x, Curvature.c2, CurvatureRight.c2), this.side(x, Curvature.c1, CurvatureRight.c1));
    const k = this.op.mul(this.op.minusOne(d, low), power);
    const rest = this.op.mul(k, this.op.madd(e, t, this.side(x, Curvature.c0, CurvatureRight.c0)));
    const first = this.op.mul(d, line);
    const lost = this.op.madd(d, lineLow, productError<f64>(d, line));
    const second = this.op.add(this.op.madd(low, line, rest), lost);
    const w = this.leading(e, x);
    const wLow = this.rest(e, eLow, x);
    const loss = this.op.quadratic(wLow, -3, 6, -10);
    const c = this.op.madd(wLow, loss, this.op.mul(eLow, this.side(x, 1, 2)));
    const sum = this.op.add(first, this.op.madd(this.op.add(first, second), c, second));
    const factor = this.op.mul(raised, this.op.mul(this.op.splat(4), this.op.wherePositive(x, e, this.op.splat(1))));
    return this.op.lowered(this.op.div(this.op.mul(factor, sum), this.op.mul(w, this.op.mul(w, w))));
  }

  /** |x|, as far as anything is left of e^-|x| */
  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), this.op.reach);
  }

  /** d, of -|x| */
  private distance(x: v128, root: v128): v128 {
    return this.op.neg(this.op.add(this.magnitude(x), root));
  }

  private distanceLow(x: v128, root: v128, rootLow: v128): v128 {
    return this.op.neg(this.op.add(sumError<f64>(this.magnitude(x), root), rootLow));
  }

  /** w, where x > 0 times e^-2x */
  private denominator(e: v128, x: v128): v128 {
    return this.op.add(this.linear(e, x), this.square(e, x));
  }

  /** The first 17 bits of {@link denominator} or so, of which powers are exact. */
  private leading(e: v128, x: v128): v128 {
    return this.op.sub(this.op.add(this.denominator(e, x), this.op.splat(274877906944)), this.op.splat(274877906944));
  }

  /** The rest, relative to that, with what the sums have lost, and e, which is off by e eLow. */
  private rest(e: v128, eLow: v128, x: v128): v128 {
    const linear = this.linear(e, x);
    const square = this.square(e, x);
    const w = this.denominator(e, x);
    const first = this.op.sub(this.op.add(e, e), this.op.sub(linear, this.side(x, 2, 1)));
    const second = this.op.sub(square, this.op.sub(w, linear));
    const lost = this.op.madd(eLow, this.op.madd(square, this.op.splat(2), this.op.add(e, e)), this.op.add(first, second));
    return this.op.div(this.op.add(this.op.sub(w, this.leading(e, x)), lost), this.leading(e, x));
  }

  private linear(e: v128, x: v128): v128 {
    return this.op.add(this.op.add(e, e), this.side(x, 2, 1));
  }

  private square(e: v128, x: v128): v128 {
    return this.op.mul(this.op.mul(e, e), this.side(x, 1, 2));
  }

  private side(x: v128, left: f64, right: f64): v128 {
    return this.op.wherePositive(x, this.op.splat(right), this.op.splat(left));
  }
}
