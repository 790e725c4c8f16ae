import { Elementary } from "./parts/elementary";
import { ErrorFunction } from "./parts/errorFunction";

/**
 * erf(x) = 2 / √π x + x³ B(x²) up to 1/2, 1 - erfc |x| beyond
 *
 * Within 0.8 ULP in `f64`.
 */
export class Erf extends Elementary<ErrorFunction> {
  value(x: v128): v128 {
    const a = this.op.atMost(this.op.abs(x), 27.4);
    const near = this.op.add(this.op.linear(a), this.op.curved(a));
    const far = this.op.complement(1, this.op.exponentOfComplement(a), this.op.complementHigh(a), this.op.complementLow(a));
    return this.op.flip(v128.bitselect(near, far, v128.lt<f64>(a, this.op.splat(0.5))), x);
  }
}

export type Float32 = Erf;
export type Float64 = Erf;
