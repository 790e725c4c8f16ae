import { instance } from "../lanes";
import { DENSITY } from "../math/coefficients/normal";
import { errorOfSum } from "../math/exact";
import { Brief, Half, High, isBeyond, isSubnormal, Low } from "./parts/brief";
import { BriefLogarithm, Float32Words } from "./parts/briefLogarithm";
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

/**
 * The results for `f32`: k ln2 + 2 artanh(s), s = (m - 1) / (m + 1), with the tail P / Q e^(-z²/2)
 * for 2^k m = 1 - Φ(-x) from 0 up, below it P / Q, and x²/2 less.
 */
export class BriefLogNormalCdf extends Brief<LogNormalCdf> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const words = instance<Float32Words>();
    const n = v128.shuffle<i32>(this.numerator(x, instance<Low>()), this.numerator(x, instance<High>()), 1, 3, 5, 7);
    const d = v128.shuffle<i32>(this.denominator(x, instance<Low>()), this.denominator(x, instance<High>()), 1, 3, 5, 7);
    const scale = half.of(words.scaleOfQuotient(n, d, 20));

    const left = this.isLeft(x, half);
    const p = this.tail.numerator(this.place(x, half));
    const whole = op.select(left, p, this.denominator(x, half));
    const less = op.mul(this.lost(x, half), scale);
    const rest = op.select(left, op.sub(this.denominator(x, half), p), less);
    const above = op.nmadd(whole, op.sub(op.splat(1), scale), op.neg(rest));
    const below = op.madd(whole, op.add(scale, op.splat(1)), op.select(left, rest, op.neg(rest)));
    const y = op.ofQuotient(half.of(words.exponentOfQuotient(n, d, 20)), op.div(above, below));
    return op.sub(y, v128.and(this.square(x, half), left));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, v128.or(isSubnormal(y), isBeyond(x, 0x7b800000)));
  }

  private get tail(): BriefTail {
    return instance<BriefTail>();
  }

  private place(x: v128, half: Half): v128 {
    return half.of(this.op.abs(this.op.atMost(x, 14.4)));
  }

  private isLeft(x: v128, half: Half): v128 {
    return v128.lt<f64>(half.of(x), instance<BriefLogarithm>().splat(0));
  }

  /** x²/2 */
  private square(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const z = this.place(x, half);
    return op.mul(op.mul(z, z), op.splat(0.5));
  }

  /** The Φ(-x) that 1 - Φ(-x) lacks, but for the denominator. */
  private lost(x: v128, half: Half): v128 {
    return this.tail.tailNumerator(this.place(x, half), this.square(x, half));
  }

  private numerator(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const right = op.sub(this.denominator(x, half), this.lost(x, half));
    return op.select(this.isLeft(x, half), this.tail.numerator(this.place(x, half)), right);
  }

  private denominator(x: v128, half: Half): v128 {
    const z = this.place(x, half);
    const right = this.tail.tailDenominator(z, this.square(x, half));
    return instance<BriefLogarithm>().select(this.isLeft(x, half), this.tail.denominator(z), right);
  }
}

export type Float32 = BriefLogNormalCdf;
export type Float64 = LogNormalCdf;
