import { instance } from "../lanes";
import { Brief, Half, isOutside } from "./parts/brief";
import { BriefLogarithm, Float32Words } from "./parts/briefLogarithm";
import { Elementary } from "./parts/elementary";
import { Logarithms, Words } from "./parts/logarithms";

/**
 * log(x) = k ln2 + log(1 + f), x = 2^k (1 + f)
 *
 * Within 0.7 ULP in `f64`.
 */
export class Log extends Elementary<Logarithms> {
  value(x: v128): v128 {
    const words = instance<Words>();
    return this.op.ofPositive(x, this.op.logarithm(words.exponent(x), words.fraction(x), this.op.splat(0)));
  }
}

/** The results for `f32`: k ln2 + log(1 + f), in one word. */
export class BriefLog extends Brief<Log> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const words = instance<Float32Words>();
    const k = half.of(words.exponent(x));
    const logarithm = op.ofFraction(half.of(words.fraction(x)));
    return op.madd(k, op.splat(Math.LN2), logarithm);
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isOutside(x, 0x00800000, 0x7f800000));
  }
}

export type Float32 = BriefLog;
export type Float64 = Log;
