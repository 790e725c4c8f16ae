import { instance, Lanes } from "../../lanes";
import { Artanh as A } from "../../math/coefficients/brief";
import { Brief, Half, isOutside } from "./brief";
import { Elementary } from "./elementary";
import { Logarithms } from "./logarithms";

/** Logarithms for `f32` results: log(2^k (1 + f)) = k ln2 + 2 artanh(s), s = f / (2 + f). */
export class BriefLogarithm extends Lanes<f64> {
  /** The k of a positive normal number. */
  exponent(u: v128): v128 {
    return instance<Logarithms>().exponent(u);
  }

  /** Its f */
  fraction(u: v128): v128 {
    return instance<Logarithms>().fraction(u);
  }

  /** log(1 + f) for f between √½ - 1 and √2 - 1 */
  ofFraction(f: v128): v128 {
    const s = this.div(f, this.add(this.splat(2), f));
    const z = this.mul(s, s);
    return this.madd(this.mul(s, z), this.cubic(z, A.c0, A.c1, A.c2, A.c3), this.add(s, s));
  }

  /** log(1 + v) for v > -1 */
  ofOneMore(v: v128): v128 {
    const u = this.add(v, this.splat(1));
    const k = this.exponent(u);
    const f = v128.bitselect(v, this.fraction(u), v128.eq<f64>(k, this.splat(0)));
    return this.madd(k, this.splat(Math.LN2), this.ofFraction(f));
  }
}

/** The parts of a positive normal number 2^k (1 + f), in `f32` lanes, where they are exact. */
class Float32Words extends Lanes<f32> {
  exponent(x: v128): v128 {
    return f32x4.convert_i32x4_s(this.octaves(x));
  }

  fraction(x: v128): v128 {
    return this.sub(i32x4.sub(x, i32x4.shl(this.octaves(x), 23)), this.splat(1));
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
