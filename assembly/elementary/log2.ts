import { instance } from "../lanes";
import { LOG2E_HIGH, LOG2E_LOW } from "../math/coefficients/elementary";
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

export type Float32 = Log2;
export type Float64 = Log2;
