import { instance } from "../lanes";
import { LOG2E_HIGH, LOG2E_LOW } from "../math/coefficients/elementary";
import { BriefLogarithm, BriefOfParts } from "./parts/briefLogarithm";
import { Elementary } from "./parts/elementary";
import { Logarithms, Words } from "./parts/logarithms";

/**
 * log2(x) = k + log(1 + f) / ln2, x = 2^k (1 + f)
 *
 * Within 0.8 ULP in `f64`; of a power of 2 it is exact.
 */
export class Log2 extends Elementary<Logarithms> {
  value(x: v128): v128 {
    const words = instance<Words>();
    return this.op.ofPositive(x, this.op.inBase(words.exponent(x), words.fraction(x), 1, 0, LOG2E_HIGH, LOG2E_LOW));
  }
}

/** The results for `f32`: k + log(1 + f) / ln2, in one word. */
export class BriefLog2 extends BriefOfParts<Log2> {
  ofParts(k: v128, logarithm: v128): v128 {
    const op = instance<BriefLogarithm>();
    return op.madd(logarithm, op.splat(Math.LOG2E), k);
  }
}

export type Float32 = BriefLog2;
export type Float64 = Log2;
