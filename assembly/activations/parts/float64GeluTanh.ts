import { Activation } from "../../activation";
import {
  ARGUMENT_INFLECTION,
  ARGUMENT_INFLECTION_LOW,
  ARGUMENT_ROOT,
  ARGUMENT_ROOT_LOW,
  Bend,
  CUBIC,
  CUBIC_LOW,
  Even,
  EXP_INFLECTION,
  EXP_ROOT,
  EXP_ROOT_LOW,
  INFLECTION,
  INFLECTION_LOW,
  K,
  KC,
  LINEAR,
  LINEAR_LOW,
  Odd,
  ROOT,
  ROOT_LOW,
  Slope,
} from "../../math/coefficients/geluTanh";
import { Compensated } from "../../math/compensated";
import { errorOfSum, productError, sumError } from "../../math/exact";

/**
 * geluTanh for `f64`. With a = |x|, t = k (a + c a³) and e = e^-t:
 *
 *     f   = max(x, 0) - a e / (1 + e)
 *     f'  = H where x < 0, else 1 - H, with H = e (1 - a t' + e) / (1 + e)²
 *     f'' = e (p (1 + e) - q (1 - e)) / (1 + e)³
 *
 * The factors with a root ρ, where e is E and t is τ, are sums of two terms of one sign, as e = E
 * e^d with d = τ - t:
 *
 *     1 - a t' + e              = (ρ - a) S(a) + E (e^d - 1)
 *     p (1 + e) - q (1 - e)     = (a - ρ) B(a) + E (p + q) (e^d - 1)
 *
 * where S and B are polynomials. ρ, τ, E and t have two words each: the derivatives keep their
 * relative accuracy at their roots, and e^-t does where t is large.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float64  4 / 5 / 5
 */
export class Float64GeluTanh extends Activation<f64, Compensated> {
  value(x: v128): v128 {
    const t = this.op.neg(this.argument(x));
    const low = this.op.neg(this.argumentLow(x));
    const y = this.op.timesLogistic(this.magnitude(x), this.op.raised(t, low), this.op.mantissaLow(t, low));
    return this.op.sub(this.op.atLeast(x, -0.0), y);
  }

  derivative(x: v128): v128 {
    const a = this.magnitude(x);
    const d = this.op.sub(this.op.splat(ARGUMENT_ROOT), this.argument(x));
    const low = this.distanceLow(x, ARGUMENT_ROOT, ARGUMENT_ROOT_LOW);
    const s = this.op.quadratic(a, Slope.c0, Slope.c1, Slope.c2);
    const distance = this.op.sub(this.op.splat(ROOT), a);
    const rest = this.op.add(sumError<f64>(this.op.splat(ROOT), this.op.neg(a)), this.op.splat(ROOT_LOW));
    const k = this.op.madd(this.op.minusOne(d, low), this.op.splat(EXP_ROOT), this.op.mul(rest, s));
    const lead = this.op.mul(distance, s);
    const raised = this.op.mul(this.op.mul(this.op.mantissa(d, low), this.op.splat(EXP_ROOT)), this.op.scale(d));
    const powerLow = this.op.add(this.op.mantissaLow(d, low), this.op.splat(EXP_ROOT_LOW));
    const y = this.op.overSquare(raised, powerLow, lead, k);
    const h = this.op.lowered(y);
    return this.op.whereNegative(x, h, this.op.sub(this.op.splat(1), h));
  }

  /** f''(x), with an e from t itself: that of d would be off by what the product with E loses. */
  secondDerivative(x: v128): v128 {
    const a = this.magnitude(x);
    const z = this.op.mul(a, a);
    const d = this.op.sub(this.op.splat(ARGUMENT_INFLECTION), this.argument(x));
    const low = this.distanceLow(x, ARGUMENT_INFLECTION, ARGUMENT_INFLECTION_LOW);
    const odd = this.op.madd(z, this.op.splat(Bend.c3), this.op.splat(Bend.c1));
    const b = this.op.madd(a, odd, this.op.quadratic(z, Bend.c0, Bend.c2, Bend.c4));
    const distance = this.op.sub(a, this.op.splat(INFLECTION));
    const rest = this.op.sub(sumError<f64>(a, this.op.splat(-INFLECTION)), this.op.splat(INFLECTION_LOW));
    const p = this.op.madd(z, this.op.splat(Even.c1), this.op.splat(Even.c0));
    const sum = this.op.madd(a, this.op.quadratic(z, Odd.c0, Odd.c1, Odd.c2), p);
    const k = this.op.mul(this.op.mul(this.op.minusOne(d, low), this.op.splat(EXP_INFLECTION)), sum);
    const lead = this.op.mul(distance, b);
    const t = this.op.neg(this.argument(x));
    const tLow = this.op.neg(this.argumentLow(x));
    const growth = this.op.madd(z, this.op.splat(2 * Bend.c4), this.op.madd(a, this.op.splat(Bend.c3), this.op.splat(Bend.c2)));
    const lost = this.op.madd(this.op.mul(productError<f64>(a, a), growth), distance, productError<f64>(distance, b));
    const trail = this.op.add(this.op.madd(rest, b, lost), k);
    const y = this.op.overCube(this.op.raised(t, tLow), this.op.mantissaLow(t, tLow), lead, trail);
    return this.op.lowered(y);
  }

  /** |x|, up to where nothing is left of e */
  private magnitude(x: v128): v128 {
    return this.op.atMost(this.op.abs(x), 21.709);
  }

  /** t but for its lower word */
  private argument(x: v128): v128 {
    return this.op.add(this.coarse(x), this.fine(x));
  }

  private argumentLow(x: v128): v128 {
    return this.op.sub(this.fine(x), this.op.sub(this.argument(x), this.coarse(x)));
  }

  /** The first 14 bits of |x| times the leading bits of k, and their cube times those of k c. */
  private coarse(x: v128): v128 {
    return this.op.add(this.linear(x), this.cubic(x));
  }

  /** The difference of t and {@link coarse}: what its sum loses, and what those bits leave out. */
  private fine(x: v128): v128 {
    const a = this.magnitude(x);
    const high = this.leading(x);
    const rest = this.op.sub(a, high);
    const square = this.op.mul(high, high);
    const cube = this.op.mul(square, high);
    const first = this.op.madd(cube, this.op.splat(CUBIC_LOW), this.op.mul(high, this.op.splat(LINEAR_LOW)));
    const powers = this.op.madd(this.op.add(a, this.op.add(high, high)), rest, this.op.mul(square, this.op.splat(3)));
    const second = this.op.madd(rest, this.op.madd(powers, this.op.splat(KC), this.op.splat(K)), first);
    return this.op.add(errorOfSum<f64>(this.linear(x), this.cubic(x), this.coarse(x)), second);
  }

  private leading(x: v128): v128 {
    return v128.and(this.magnitude(x), i64x2.splat(-0x8000000000));
  }

  private linear(x: v128): v128 {
    return this.op.mul(this.leading(x), this.op.splat(LINEAR));
  }

  private cubic(x: v128): v128 {
    const high = this.leading(x);
    return this.op.mul(this.op.mul(this.op.mul(high, high), high), this.op.splat(CUBIC));
  }

  private distanceLow(x: v128, root: f64, rootLow: f64): v128 {
    const low = this.op.sub(this.op.splat(rootLow), this.argumentLow(x));
    return this.op.add(sumError<f64>(this.op.splat(root), this.op.neg(this.argument(x))), low);
  }
}
