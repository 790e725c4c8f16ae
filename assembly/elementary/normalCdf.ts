import { instance } from "../lanes";
import { Brief, Half, isSubnormal } from "./parts/brief";
import { BriefTail } from "./parts/briefTail";
import { Elementary } from "./parts/elementary";
import { NormalTail } from "./parts/normalTail";

/**
 * normalCdf(x) = Φ(x), 1/2 + x C(x²) up to 1/2, beyond the tail Φ(-|x|), or 1 less it
 *
 * Within 1.7 ULP in `f64`.
 */
export class NormalCdf extends Elementary<NormalTail> {
  value(x: v128): v128 {
    const a = this.op.atMost(this.op.abs(x), 38.8);
    const n = this.op.power2(a, 0.5);
    const tail = this.op.normal(a);
    const far = this.op.whereNegative(x, this.op.timesPower(tail, n), this.op.complement(1, n, tail));
    const half = this.op.splat(0.5);
    const centre = this.op.centre(x);
    const sum = this.op.add(half, centre);
    const near = this.op.add(sum, this.op.add(this.op.add(this.op.sub(half, sum), centre), this.op.centreLow(x)));
    return v128.bitselect(near, far, v128.lt<f64>(a, half));
  }
}

/** The results for `f32`: the tail Φ(-|x|), or above 0 1 less it. */
export class BriefNormalCdf extends Brief<NormalCdf> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefTail>();
    const z = half.of(this.op.atMost(this.op.atLeast(x, -14.4), 14.4));
    const a = op.abs(z);
    const tail = op.tail(a, op.mul(op.mul(a, a), op.splat(0.5)));
    return op.whereNegative(z, tail, op.sub(op.splat(1), tail));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isSubnormal(y));
  }
}

export type Float32 = BriefNormalCdf;
export type Float64 = NormalCdf;
