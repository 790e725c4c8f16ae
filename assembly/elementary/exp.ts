import { Elementary } from "./parts/elementary";
import { Octaves } from "./parts/octaves";

/**
 * exp(x) = e^x = 2^n (1 + r + t)
 *
 * Within 0.7 ULP in `f64`, subnormal results within 0.9.
 */
export class Exp extends Elementary<Octaves> {
  value(x: v128): v128 {
    const z = this.op.bounded(x);
    return this.op.timesPower(this.op.mantissa(this.op.remainder(z), this.op.rest(z)), this.op.octaves(z));
  }
}

export type Float32 = Exp;
export type Float64 = Exp;
