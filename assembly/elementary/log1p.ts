import { Pointwise } from "../pointwise";
import { Logarithms } from "./parts/logarithms";

/**
 * log1p(x) = log(1 + x)
 *
 * 1 + x has two words. Where it is between √½ and √2, f is x itself.
 *
 * Within 0.7 ULP in `f64`.
 */
export class Log1p extends Pointwise<f64, Logarithms> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const u = this.op.add(one, x);
    const far = v128.or(v128.lt<f64>(x, this.op.splat(-0.2928932188134524)), v128.gt<f64>(x, this.op.splat(0.41421356237309503)));
    const lost = v128.bitselect(this.op.sub(x, this.op.sub(u, one)), this.op.sub(one, this.op.sub(u, x)), v128.lt<f64>(x, one));
    const k = v128.and(this.op.exponent(u), far);
    const f = v128.bitselect(this.op.fraction(u), x, far);
    const y = this.op.logarithm(k, f, v128.and(this.op.div(lost, u), far));
    const tiny = v128.lt<f64>(this.op.abs(x), this.op.splat(5.551115123125783e-17));
    return v128.bitselect(x, this.op.ofPositive(u, y), tiny);
  }
}

export type Float32 = Log1p;
export type Float64 = Log1p;
