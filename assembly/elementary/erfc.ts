import { Elementary } from "./parts/elementary";
import { ErrorFunction } from "./parts/errorFunction";

/**
 * erfc(x) = 1 - erf(x) from -1 to 1/4, elsewhere from the tail of the normal distribution, e^(-x²)
 * times a polynomial; below, 2 less it
 *
 * Within 1.2 ULP in `f64`.
 */
export class Erfc extends Elementary<ErrorFunction> {
  value(x: v128): v128 {
    const a = this.op.atMost(this.op.abs(x), 27.4);
    const n = this.op.exponentOfComplement(a);
    const high = this.op.complementHigh(a);
    const low = this.op.complementLow(a);
    const right = this.op.timesPower(this.op.add(high, low), n);
    const far = this.op.whereNegative(x, this.op.complement(2, n, high, low), right);
    const one = this.op.splat(1);
    const first = this.op.linear(x);
    const y = this.op.sub(one, first);
    const near = this.op.add(y, this.op.sub(this.op.sub(this.op.sub(one, y), first), this.op.curved(x)));
    const isNear = v128.and(v128.gt<f64>(x, this.op.splat(-1)), v128.lt<f64>(x, this.op.splat(0.25)));
    return v128.bitselect(near, far, isNear);
  }
}

export type Float32 = Erfc;
export type Float64 = Erfc;
