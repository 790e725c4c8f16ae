import { instance } from "../lanes";
import { Float32Exponential } from "../math/float32Exponential";
import { Brief, Half, isSubnormal } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { Octaves, ROUNDER } from "./parts/octaves";

/**
 * exp2(x) = 2^x = 2^n e^(f ln2), n the nearest whole number and f = x - n
 *
 * Within 0.8 ULP in `f64`; of a whole number it is exact.
 */
export class Exp2 extends Elementary<Octaves> {
  value(x: v128): v128 {
    const z = this.op.atMost(this.op.atLeast(x, -1100), 1100);
    const n = this.op.sub(this.op.add(z, this.op.splat(ROUNDER)), this.op.splat(ROUNDER));
    const f = this.op.sub(z, n);
    const r = this.op.octavesOf(f);
    return this.op.timesPower(this.op.mantissa(r, this.op.add(this.op.octavesLow(f), this.op.higherTerms(r))), n);
  }
}

/** The results for `f32`, as a fraction. */
export class BriefExp2 extends Brief<Exp2> {
  brief(x: v128, half: Half): v128 {
    const op = instance<Float32Exponential>().accurateAtZero;
    const z = half.of(this.op.atMost(this.op.atLeast(x, -200), 200));
    return op.exp2(z);
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isSubnormal(y));
  }
}

export type Float32 = BriefExp2;
export type Float64 = Exp2;
