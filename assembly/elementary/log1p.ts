import { instance } from "../lanes";
import { Brief, Half } from "./parts/brief";
import { BriefLogarithm, Float32Words } from "./parts/briefLogarithm";
import { Elementary } from "./parts/elementary";
import { Logarithms } from "./parts/logarithms";

/**
 * log1p(x) = log(1 + x), where 1 + x has two words
 *
 * Within 0.7 ULP in `f64`.
 */
export class Log1p extends Elementary<Logarithms> {
  value(x: v128): v128 {
    const tiny = v128.lt<f64>(this.op.abs(x), this.op.splat(5.551115123125783e-17));
    return v128.bitselect(x, this.op.onePlus(x, this.op.splat(0)), tiny);
  }
}

/** The results for `f32`: k ln2 + 2 artanh(s), s = (m - 1) / (m + 1), 1 + x = 2^k m. */
export class BriefLog1p extends Brief<Log1p> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const words = instance<Float32Words>();
    const u = this.op.add(x, this.op.splat(1));
    const one = op.splat(1);
    const scale = half.of(words.scale(u));
    const z = half.of(x);
    const numerator = op.madd(z, scale, op.sub(scale, one));
    const denominator = op.madd(z, scale, op.add(scale, one));
    return op.ofQuotient(half.of(words.exponent(u)), op.div(numerator, denominator));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    const usual = v128.and(v128.gt<f32>(x, this.op.splat(-1)), v128.lt<f32>(x, this.op.splat(2 ** 126)));
    return v128.or(middle, v128.not(usual));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.withSign(y, x);
  }
}

export type Float32 = BriefLog1p;
export type Float64 = Log1p;
