import { instance, Lanes } from "../../lanes";
import { Artanh as A } from "../../math/coefficients/brief";
import { Brief, Half, isOutside } from "./brief";
import { Elementary } from "./elementary";

/** Logarithms for `f32` results: log(2^k m) = k ln2 + 2 artanh(s), s = (m - 1) / (m + 1). */
export class BriefLogarithm extends Lanes<f64> {
  /** log(1 + f) for f between √½ - 1 and √2 - 1 */
  ofFraction(f: v128): v128 {
    return this.twiceArtanh(this.div(f, this.add(this.splat(2), f)));
  }

  /** k ln2 + 2 artanh(s) */
  ofQuotient(k: v128, s: v128): v128 {
    return this.madd(k, this.splat(Math.LN2), this.twiceArtanh(s));
  }

  /**
   * log(sinh + cosh) for a y of which these are the hyperbolic functions, and k and 2^-k the
   * octaves of their sum: where k is 0, s is sinh / (1 + cosh).
   */
  ofHyperbolic(sinh: v128, cosh: v128, k: v128, scale: v128): v128 {
    const one = this.splat(1);
    const far = v128.gt<f64>(k, this.splat(0));
    const m = this.madd(sinh, v128.and(scale, far), this.mul(cosh, scale));
    return this.ofQuotient(k, this.div(this.select(far, this.sub(m, one), sinh), this.add(m, one)));
  }

  /** 2 artanh(s) for |s| <= 0.2 */
  private twiceArtanh(s: v128): v128 {
    return this.mul(s, this.quartic(this.mul(s, s), 2, A.c0, A.c1, A.c2, A.c3));
  }
}

/** The octaves of positive normal numbers, in `f32` lanes, where they are exact. */
export class Float32Words extends Lanes<f32> {
  /** The k of x = 2^k m with m from √½ to √2. */
  exponent(x: v128): v128 {
    return this.whole(this.octaves(x));
  }

  /** m - 1 */
  fraction(x: v128): v128 {
    return this.sub(i32x4.sub(x, i32x4.shl(this.octaves(x), 23)), this.splat(1));
  }

  /** 2^-k */
  scale(x: v128): v128 {
    return this.power(this.octaves(x));
  }

  /**
   * A whole number that is up to 0.59 from log2(x / y), of words that begin with the exponents and
   * end so many bits later.
   */
  exponentOfQuotient(x: v128, y: v128, bits: i32): v128 {
    return this.whole(this.octavesOfQuotient(x, y, bits));
  }

  /** 2 to minus that number. */
  scaleOfQuotient(x: v128, y: v128, bits: i32): v128 {
    return this.power(this.octavesOfQuotient(x, y, bits));
  }

  private whole(k: v128): v128 {
    return f32x4.convert_i32x4_s(k);
  }

  private power(k: v128): v128 {
    return i32x4.sub(this.splat(1), i32x4.shl(k, 23));
  }

  private octavesOfQuotient(x: v128, y: v128, bits: i32): v128 {
    return i32x4.shr_s(i32x4.add(i32x4.sub(x, y), i32x4.splat(1 << (bits - 1))), bits);
  }

  /** k, from the exponent field of x √2, as it were: the bits of √½ are taken off. */
  private octaves(x: v128): v128 {
    return i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  }
}

/** A logarithm to any base, brief: of k and log(1 + f). */
export abstract class BriefOfParts<A extends Elementary<Lanes<f64>>> extends Brief<A> {
  abstract ofParts(k: v128, logarithm: v128): v128;

  brief(x: v128, half: Half): v128 {
    const words = instance<Float32Words>();
    return this.ofParts(half.of(words.exponent(x)), instance<BriefLogarithm>().ofFraction(half.of(words.fraction(x))));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isOutside(x, 0x00800000, 0x7f800000));
  }
}
