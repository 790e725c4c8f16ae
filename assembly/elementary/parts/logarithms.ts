import { instance, narrowLow } from "../../lanes";
import { Artanh } from "../../math/coefficients/elementary";
import { LN2_HIGH, LN2_LOW } from "../../math/coefficients/float64";
import { Unfused } from "./unfused";

/**
 * Logarithms, with the operations of src/scalar/logarithm.ts in their order: their bits are the
 * same.
 *
 *     log(2^k (1 + f) + low) = k ln2 + f - f²/2 + s (f²/2 + 2 artanh(s) / s - 2) + low
 *
 * with f between √½ - 1 and √2 - 1 and s = f / (2 + f). The largest terms have two words each.
 */
export class Logarithms extends Unfused {
  /** The k of a positive normal number, or of one in its place. */
  exponent(u: v128): v128 {
    return this.sub(v128.or(this.field(u), this.splat(2 ** 52)), this.splat(2 ** 52 + 1022));
  }

  /** Its f */
  fraction(u: v128): v128 {
    const mantissa = i64x2.sub(u, i64x2.shl(i64x2.sub(this.field(u), i64x2.splat(1022)), 52));
    return this.sub(mantissa, this.splat(1));
  }

  /** k ln2 + log(1 + f) + low */
  logarithm(k: v128, f: v128, low: v128): v128 {
    const lowWords = this.add(low, this.mul(k, this.splat(LN2_LOW)));
    const wholes = this.mul(k, this.splat(LN2_HIGH));
    const first = this.sub(f, this.square(f));
    const sum = this.add(wholes, first);
    return this.add(sum, this.add(this.add(this.sub(wholes, sum), first), this.rest(f, lowWords)));
  }

  /**
   * log(u + uLow) where `far`, else log(1 + f + low) for f between √½ - 1 and √2 - 1; `octaves` are
   * added to either.
   */
  ofWords(far: v128, u: v128, uLow: v128, f: v128, low: v128, octaves: v128): v128 {
    const sum = v128.bitselect(u, this.add(this.splat(1), f), far);
    const k = this.add(v128.and(this.exponent(u), far), octaves);
    return this.logarithm(k, v128.bitselect(this.fraction(u), f, far), this.div(v128.bitselect(uLow, low, far), sum));
  }

  /** log(1 + x + low), where low is small beside x. */
  onePlus(x: v128, low: v128): v128 {
    const u = this.add(this.splat(1), x);
    return this.ofPositive(u, this.ofWords(this.isBeyond(x), u, this.add(this.lostBeside(x), low), x, low, this.splat(0)));
  }

  /** log(u + uLow) where there are bits, else log(1 + x + low); low is small beside x. */
  ofEither(bits: v128, u: v128, uLow: v128, x: v128, low: v128): v128 {
    const whole = v128.bitselect(u, this.add(this.splat(1), x), bits);
    const wholeLow = v128.bitselect(uLow, this.add(this.lostBeside(x), low), bits);
    return this.ofPositive(whole, this.ofWords(v128.or(bits, this.isBeyond(x)), whole, wholeLow, x, low, this.splat(0)));
  }

  /** All bits where 1 + x is an octave away, or more. */
  private isBeyond(x: v128): v128 {
    return v128.or(v128.lt<f64>(x, this.splat(-0.2928932188134524)), v128.gt<f64>(x, this.splat(0.41421356237309503)));
  }

  /** The loss of 1 + x. */
  private lostBeside(x: v128): v128 {
    const one = this.splat(1);
    const u = this.add(one, x);
    return v128.bitselect(this.sub(x, this.sub(u, one)), this.sub(one, this.sub(u, x)), v128.lt<f64>(x, one));
  }

  /** k kHigh + log(1 + f) factor, both factors in two words. */
  inBase(k: v128, f: v128, kHigh: f64, kLow: f64, high: f64, low: f64): v128 {
    const first = this.sub(f, this.square(f));
    const rest = this.rest(f, this.splat(0));
    const head = this.rounded(first);
    const product = this.mul(head, this.splat(high));
    const wholes = this.mul(k, this.splat(kHigh));
    const sum = this.add(wholes, product);
    const tail = this.add(this.mul(this.add(this.sub(first, head), rest), this.splat(high + low)), this.mul(head, this.splat(low)));
    return this.add(sum, this.add(this.add(this.sub(wholes, sum), product), this.add(tail, this.mul(k, this.splat(kLow)))));
  }

  /** `y` where x is positive and finite, else the logarithm of 0, of infinities, or NaN. */
  ofPositive(x: v128, y: v128): v128 {
    const special = v128.bitselect(this.splat(-Infinity), this.sqrt(x), v128.eq<f64>(x, this.splat(0)));
    const usual = v128.and(v128.gt<f64>(x, this.splat(0)), v128.lt<f64>(x, this.splat(Infinity)));
    return v128.bitselect(y, special, usual);
  }

  /** The f32 nearest to x. */
  rounded(x: v128): v128 {
    return f64x2.promote_low_f32x4(narrowLow(x));
  }

  /** log(1 + f) less {@link square} and f, rounded, and some low words. */
  private rest(f: v128, low: v128): v128 {
    const high = this.rounded(f);
    const square = this.square(f);
    const squareLow = this.mul(this.mul(this.splat(0.5), this.sub(f, high)), this.add(f, high));
    const s = this.div(f, this.add(this.splat(2), f));
    const z = this.mul(s, s);
    const bend = this.add(this.add(square, squareLow), this.mul(z, this.artanh(z)));
    const tail = this.add(this.sub(low, squareLow), this.mul(s, bend));
    return this.add(this.sub(this.sub(f, this.sub(f, square)), square), tail);
  }

  /** f²/2 of f in 24 bits: exact. */
  private square(f: v128): v128 {
    const high = this.rounded(f);
    return this.mul(this.mul(this.splat(0.5), high), high);
  }

  /** (2 artanh(s) / s - 2) / z in z = s² */
  private artanh(z: v128): v128 {
    const square = this.mul(z, z);
    const first = this.add(this.splat(Artanh.c0), this.mul(this.splat(Artanh.c1), z));
    const second = this.add(this.splat(Artanh.c2), this.mul(this.splat(Artanh.c3), z));
    const third = this.add(this.add(this.splat(Artanh.c4), this.mul(this.splat(Artanh.c5), z)), this.mul(this.splat(Artanh.c6), square));
    return this.add(first, this.mul(square, this.add(second, this.mul(square, third))));
  }

  /** The exponent field of u √½, which is k + 1022. */
  private field(u: v128): v128 {
    return i64x2.shr_u(this.mul(u, this.splat(Math.SQRT1_2)), 52);
  }
}

/** The words of a positive x: 2^100 x in the place of one that may be subnormal. */
export class Words {
  raised(x: v128): v128 {
    const op = instance<Logarithms>();
    return v128.bitselect(op.mul(x, op.splat(2 ** 100)), x, this.isSmall(x));
  }

  exponent(x: v128): v128 {
    const op = instance<Logarithms>();
    return op.sub(op.exponent(this.raised(x)), v128.and(op.splat(100), this.isSmall(x)));
  }

  fraction(x: v128): v128 {
    return instance<Logarithms>().fraction(this.raised(x));
  }

  isSmall(x: v128): v128 {
    return v128.lt<f64>(x, instance<Logarithms>().splat(2 ** -1000));
  }
}
