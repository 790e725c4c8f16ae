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
    const op = instance<Logarithms>();
    const z = this.op.abs(x);
    const near = this.op.atMost(z, 38.8);
    const middle = v128.lt<f64>(z, this.op.splat(0.5));
    const left = v128.andnot(v128.lt<f64>(x, this.op.splat(0)), middle);
    const n = this.op.power2(near, 0.5);
    const sum = this.tail(near);
    const power = this.op.power(this.op.atLeast(n, -1000));
    const tail = this.op.mul(sum, power);
    const lost = this.op.mul(this.tailLost(near), power);

    const v = v128.bitselect(this.twiceCentre(x), this.op.neg(tail), middle);
    const vLow = v128.bitselect(this.twiceCentreLow(x), this.op.neg(lost), middle);
    const isAsymptotic = v128.gt<f64>(z, this.op.splat(38.8));
    const q = v128.bitselect(this.asymptotic(z), this.op.quotient(near), isAsymptotic);
    const qLow = v128.andnot(this.op.quotientLow(near, this.op.splat(0)), isAsymptotic);
    const y = op.ofEither(left, q, qLow, v, vLow);

    const tiny = this.op.neg(this.op.timesPower(sum, n));
    const right = v128.bitselect(tiny, y, v128.lt<f64>(tail, this.op.splat(5.551115123125783e-17)));
    return v128.bitselect(this.lessSquare(y, z), v128.bitselect(this.lessLn2(y), right, middle), left);
  }

  /** Φ(-z), rounded, but for its power of two. */
  private tail(z: v128): v128 {
    return this.op.add(this.op.tail(z, z, 0.5), this.op.tailLow(z, z, this.op.splat(0), 0.5));
  }

  /** The error of {@link tail}. */
  private tailLost(z: v128): v128 {
    const high = this.op.tail(z, z, 0.5);
    return this.op.add(this.op.sub(high, this.tail(z)), this.op.tailLow(z, z, this.op.splat(0), 0.5));
  }

  /** 2 (Φ(x) - 1/2) for |x| <= 1/2 */
  private twiceCentre(x: v128): v128 {
    const centre = this.centre(x);
    return this.op.add(centre, centre);
  }

  /** The error of {@link twiceCentre}. */
  private twiceCentreLow(x: v128): v128 {
    const low = this.op.add(this.op.sub(this.op.centre(x), this.centre(x)), this.op.centreLow(x));
    return this.op.add(low, low);
  }

  private centre(x: v128): v128 {
    return this.op.add(this.op.centre(x), this.op.centreLow(x));
  }

  private lessLn2(y: v128): v128 {
    const sum = this.op.sub(y, this.op.splat(Math.LN2));
    const lost = this.op.add(this.op.sub(this.op.splat(-Math.LN2), sum), y);
    return this.op.add(sum, this.op.sub(lost, this.op.splat(LN2_REST)));
  }

  /** y - z²/2 */
  private lessSquare(y: v128, z: v128): v128 {
    const square = this.op.mul(this.op.splat(0.5), this.op.mul(z, z));
    const squareLow = this.op.mul(this.op.splat(0.5), productError(z, z));
    const sum = this.op.sub(y, square);
    const less = this.op.add(sum, this.op.sub(errorOfSum<f64>(y, this.op.neg(square), sum), squareLow));
    return v128.bitselect(this.op.splat(-Infinity), less, v128.eq<f64>(square, this.op.splat(Infinity)));
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
