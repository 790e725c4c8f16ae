import { instance } from "../lanes";
import { Float32Exponential } from "../math/float32Exponential";
import { Brief, Half, isSubnormal } from "./parts/brief";
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

/** The results for `f32`, as a fraction: e^x = (C + r) / (C - r) 2^n. */
export class BriefExp extends Brief<Exp> {
  brief(x: v128, half: Half): v128 {
    return instance<Float32Exponential>().accurateAtZero.unboundedExp(half.of(x));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isSubnormal(y));
  }
}

export type Float32 = BriefExp;
export type Float64 = Exp;
