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

export type Float32 = Exp2;
export type Float64 = Exp2;
