import { instance } from "../lanes";
import { Brief, Half, isSubnormal } from "./parts/brief";
import { BriefTail } from "./parts/briefTail";
import { Elementary } from "./parts/elementary";
import { ErrorFunction } from "./parts/errorFunction";

/**
 * erfc(x) = 1 - erf(x) from -27/32 to 3/4, beyond e^(-x²) times a quotient; below, 2 less it
 *
 * Within 1.7 ULP in `f64`.
 */
export class Erfc extends Elementary<ErrorFunction> {
  value(x: v128): v128 {
    const a = this.op.atMost(this.op.abs(x), 27.4);
    const n = this.op.power2(a, 1);
    const tail = this.op.large(a);
    const far = this.op.whereNegative(x, this.op.complement(2, n, tail), this.op.timesPower(tail, n));
    const one = this.op.splat(1);
    const y = this.op.sub(one, x);
    const near = this.op.add(y, this.op.sub(this.op.sub(this.op.sub(one, y), x), this.op.beyondLine(x)));
    const isNear = v128.and(v128.gt<f64>(x, this.op.splat(-0.84375)), v128.lt<f64>(x, this.op.splat(0.75)));
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
