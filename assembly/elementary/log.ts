import { instance } from "../lanes";
import { BriefLogarithm, BriefOfParts } from "./parts/briefLogarithm";
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
export class BriefLog extends BriefOfParts<Log> {
  ofParts(k: v128, logarithm: v128): v128 {
    const op = instance<BriefLogarithm>();
    return op.madd(k, op.splat(Math.LN2), logarithm);
  }
}

export type Float32 = BriefLog;
export type Float64 = Log;
