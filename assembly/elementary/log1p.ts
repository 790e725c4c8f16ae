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

export type Float32 = Log1p;
export type Float64 = Log1p;
