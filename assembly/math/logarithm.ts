import { instance, Lanes } from "../lanes";
import { ArtanhRemainder as A, LN2_HIGH, LN2_LOW } from "./coefficients/float64";
import { Compensated } from "./compensated";
import { Float32Exponential } from "./float32Exponential";

/**
 * log(1 + r) for any r >= 0, such as a sum of exponentials without its largest term. Below 1 it is
 * r that counts, and no digit of it is lost; from there up 1 + r = 2^k (1 + p), and the logarithm
 * is k ln2 + log(1 + p), both terms positive.
 */
export abstract class Logarithm extends Lanes<f64> {
  abstract onePlus(r: v128): v128;

  /** p, which is r itself below 1, and a NaN. */
  part(r: v128): v128 {
    const mantissa = v128.or(v128.and(this.add(r, this.splat(1)), i64x2.splat(0xfffffffffffff)), this.splat(1));
    return v128.bitselect(this.sub(mantissa, this.splat(1)), r, this.reduced(r));
  }

  /** k. Just below 1, the sum 1 + r may be rounded up to 2, but r is not reduced. */
  exponent(r: v128): v128 {
    const field = i64x2.shr_u(this.add(r, this.splat(1)), 52);
    const k = this.sub(v128.or(field, this.splat(2 ** 52)), this.splat(2 ** 52 + 1023));
    return v128.and(k, this.reduced(r));
  }

  private reduced(r: v128): v128 {
    return v128.ge<f64>(r, this.splat(1));
  }
}

/** The logarithm for `f32` results, to 2^-33. */
export class Float32Logarithm extends Logarithm {
  onePlus(r: v128): v128 {
    return this.madd(this.exponent(r), this.splat(Math.LN2), instance<Float32Exponential>().logOnePlus(this.part(r), this.splat(1)));
  }
}

/**
 * The logarithm for `f64` results: log(1 + p) = 2 artanh(q), q = p / (2 + p), with what 2 + p loses
 * put right to first order.
 */
export class Float64Logarithm extends Logarithm {
  onePlus(r: v128): v128 {
    const p = this.part(r);
    const w = this.add(this.splat(2), p);
    const wLow = this.sub(p, this.sub(w, this.splat(2)));
    const q = this.div(p, w);
    const c = this.mul(this.sub(q, this.splat(1)), wLow);
    const square = this.mul(q, q);
    const k = this.exponent(r);
    const tail = this.madd(k, this.splat(LN2_LOW), this.mul(q, this.madd(square, this.artanh(square), c)));
    return this.madd(k, this.splat(LN2_HIGH), this.add(this.add(q, q), tail));
  }

  /** log(1 + E) 2^80 from E 2^80, E <= 1, and the relative error of E (parts.ts) */
  onePlusRaised(raised: v128, low: v128): v128 {
    const op = instance<Compensated>();
    const p = op.lowered(raised);
    const w = this.add(this.splat(2), p);
    const wLow = this.sub(p, this.sub(w, this.splat(2)));
    const ratio = this.div(raised, w);
    const q = op.lowered(ratio);
    const c = this.mul(this.sub(this.splat(1), q), this.nmadd(wLow, this.splat(0.5), low));
    const square = this.mul(q, q);
    return this.madd(ratio, this.madd(square, this.artanh(square), this.add(c, c)), this.add(ratio, ratio));
  }

  /** (2 artanh(q) - 2q) / q³ */
  private artanh(square: v128): v128 {
    const fourth = this.mul(square, square);
    const lower = this.quartic(square, A.c0, A.c1, A.c2, A.c3, A.c4);
    const upper = this.quartic(square, A.c5, A.c6, A.c7, A.c8, A.c9);
    return this.madd(this.mul(this.mul(fourth, fourth), square), upper, lower);
  }
}
