import { instance } from "../lanes";
import { Brief, Half, isSubnormal } from "./parts/brief";
import { BriefTail } from "./parts/briefTail";
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

/** The results for `f32`: 2 Φ(-√2 |x|), or below 0 2 less it. */
export class BriefErfc extends Brief<Erfc> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefTail>();
    const z = half.of(this.op.atMost(this.op.atLeast(x, -10.18), 10.18));
    const a = op.abs(z);
    const tail = op.tail(op.mul(a, op.splat(Math.SQRT2)), op.mul(a, a));
    const twice = op.add(tail, tail);
    return op.whereNegative(z, op.sub(op.splat(2), twice), twice);
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isSubnormal(y));
  }
}

export type Float32 = BriefErfc;
export type Float64 = Erfc;
