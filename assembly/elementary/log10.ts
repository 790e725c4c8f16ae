import { instance } from "../lanes";
import { LOG10_2_HIGH, LOG10_2_LOW, LOG10E_HIGH, LOG10E_LOW } from "../math/coefficients/elementary";
import { BriefLogarithm, BriefOfParts } from "./parts/briefLogarithm";
import { Elementary } from "./parts/elementary";
import { Logarithms, Words } from "./parts/logarithms";

/**
 * log10(x) = k log10 2 + log(1 + f) / ln10, x = 2^k (1 + f)
 *
 * Within 0.8 ULP in `f64`; of a power of 10 it is exact.
 */
export class Log10 extends Elementary<Logarithms> {
  value(x: v128): v128 {
    const words = instance<Words>();
    return this.op.ofPositive(x, this.op.inBase(words.exponent(x), words.fraction(x), LOG10_2_HIGH, LOG10_2_LOW, LOG10E_HIGH, LOG10E_LOW));
  }
}

/** The results for `f32`: (k ln2 + log(1 + f)) / ln10, in one word. */
export class BriefLog10 extends BriefOfParts<Log10> {
  ofParts(k: v128, logarithm: v128): v128 {
    const op = instance<BriefLogarithm>();
    return op.mul(op.madd(k, op.splat(Math.LN2), logarithm), op.splat(Math.LOG10E));
  }
}

export type Float32 = BriefLog10;
export type Float64 = Log10;
