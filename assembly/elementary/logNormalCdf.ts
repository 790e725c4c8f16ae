import { instance } from "../lanes";
import { DENSITY } from "../math/coefficients/normal";
import { errorOfSum } from "../math/exact";
import { Brief, Half, isBeyond, isSubnormal } from "./parts/brief";
import { BriefTail } from "./parts/briefTail";
import { Elementary } from "./parts/elementary";
import { productError } from "./parts/exact";
import { Logarithms } from "./parts/logarithms";
import { NormalTail } from "./parts/normalTail";

/**
 * logNormalCdf(x) = log Φ(x) = log(1 - Φ(-x)) from 0 up, below log(e^(x²/2) Φ(x)) - x²/2
 *
 * Where z = -x is beyond 38.8, e^(z²/2) Φ(-z) is 1 - w (1 - 3w (1 - 5w ...)) over √2π z, w = 1 /
 * z².
 *
 * Within 1.7 ULP in `f64`.
 */
export class LogNormalCdf extends Elementary<NormalTail> {
  value(x: v128): v128 {
    const far = this.op.whereNegative(x, this.left(this.op.abs(x)), this.right(this.op.atMost(x, 38.8)));
    return v128.bitselect(this.middle(x), far, v128.lt<f64>(this.op.abs(x), this.op.splat(0.5)));
  }

  /** log(1 + 2 (Φ(x) - 1/2)) - ln2 */
  private middle(x: v128): v128 {
    const op = instance<Logarithms>();
    const first = this.op.centre(x);
    const second = this.op.centreLow(x);
    const centre = op.add(first, second);
    const low = op.add(op.sub(first, centre), second);
    const l = op.onePlus(op.add(centre, centre), op.add(low, low));
    const sum = op.sub(l, op.splat(Math.LN2));
    const lost = op.add(op.sub(op.splat(-Math.LN2), sum), l);
    return op.add(sum, op.sub(lost, op.splat(LN2_REST)));
  }

  private right(z: v128): v128 {
    const n = this.op.power2(z, 0.5);
    const high = this.op.tail(z, z, 0.5);
    const low = this.op.tailLow(z, z, this.op.splat(0), 0.5);
    const power = this.op.power(this.op.atLeast(n, -1000));
    const sum = this.op.add(high, low);
    const lost = this.op.add(this.op.sub(high, sum), low);
    const tail = this.op.mul(sum, power);
    const y = instance<Logarithms>().onePlus(this.op.neg(tail), this.op.neg(this.op.mul(lost, power)));
    const tiny = this.op.neg(this.op.timesPower(sum, n));
    return v128.bitselect(tiny, y, v128.lt<f64>(tail, this.op.splat(5.551115123125783e-17)));
  }

  private left(z: v128): v128 {
    const op = instance<Logarithms>();
    const far = v128.gt<f64>(z, op.splat(38.8));
    const near = op.atMost(z, 38.8);
    const q = v128.bitselect(this.asymptotic(z), this.op.quotient(near), far);
    const qLow = v128.andnot(this.op.quotientLow(near, op.splat(0)), far);
    const logarithm = op.logarithm(op.exponent(q), op.fraction(q), op.div(qLow, q));
    const square = op.mul(op.splat(0.5), op.mul(z, z));
    const squareLow = op.mul(op.splat(0.5), productError(z, z));
    const sum = op.sub(logarithm, square);
    const y = op.add(sum, op.sub(errorOfSum<f64>(logarithm, op.neg(square), sum), squareLow));
    return v128.bitselect(op.splat(-Infinity), y, v128.eq<f64>(square, op.splat(Infinity)));
  }

  private asymptotic(z: v128): v128 {
    const w = this.op.div(this.op.splat(1), this.op.mul(z, z));
    const series = this.less(w, 1, this.less(w, 3, this.less(w, 5, this.less(w, 7, this.less(w, 9, this.op.splat(1))))));
    return this.op.div(this.op.mul(this.op.splat(DENSITY), series), z);
  }

  /** 1 - factor w rest */
  private less(w: v128, factor: f64, rest: v128): v128 {
    return this.op.sub(this.op.splat(1), this.op.mul(this.op.mul(this.op.splat(factor), w), rest));
  }
}

/** ln2 less the nearest double. */
const LN2_REST: f64 = 2.3190468138462996e-17;

/** The results for `f32`, by the same formulas in one word; one logarithm serves both sides. */
export class BriefLogNormalCdf extends Brief<LogNormalCdf> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefTail>();
    const z = half.of(this.op.atMost(x, 14.4));
    const a = op.abs(z);
    const square = op.mul(op.mul(a, a), op.splat(0.5));
    const n = op.numerator(a);
    const tail = op.timesExponential(n, a, square);
    const isLeft = v128.lt<f64>(z, op.splat(0));
    const u = v128.bitselect(op.div(n, op.add(a, op.splat(4))), op.sub(op.splat(1), tail), isLeft);
    const k = op.exponent(u);
    const f = v128.bitselect(op.neg(tail), op.fraction(u), v128.eq<f64>(k, op.splat(0)));
    return op.sub(op.madd(k, op.splat(Math.LN2), op.ofFraction(f)), v128.and(square, isLeft));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, v128.or(isSubnormal(y), isBeyond(x, 0x7f7fffff)));
  }
}

export type Float32 = BriefLogNormalCdf;
export type Float64 = LogNormalCdf;
