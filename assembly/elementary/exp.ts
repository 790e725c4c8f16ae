import { instance } from "../lanes";
import { Coth3 } from "../math/coefficients/float32";
import { Coth, Fraction } from "../math/float32Exponential";
import { Brief, Half, isSubnormal } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { Octaves } from "./parts/octaves";
import { Unfused } from "./parts/unfused";

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

/** The polynomial of the fraction without fused operations. */
class UnfusedCubic extends Coth {
  at(z: v128): v128 {
    return instance<Unfused>().cubic(z, Coth3.c0, Coth3.c1, Coth3.c2, Coth3.c3);
  }
}

/**
 * The fraction without fused operations: so the module has one build, and what makes the other of
 * two is not in the bundle of `import { exp }`.
 */
class UnfusedFraction extends Fraction<UnfusedCubic> {
  madd(a: v128, b: v128, c: v128): v128 {
    return instance<Unfused>().madd(a, b, c);
  }

  nmadd(a: v128, b: v128, c: v128): v128 {
    return instance<Unfused>().nmadd(a, b, c);
  }
}

/** The results for `f32`, as a fraction: e^x = (C + r) / (C - r) 2^n. */
export class BriefExp extends Brief<Exp> {
  brief(x: v128, half: Half): v128 {
    const op = instance<UnfusedFraction>();
    const z = half.of(this.op.atMost(this.op.atLeast(x, -200), 200));
    return op.div(op.numerator(z, 1), op.denominator(z, 1));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isSubnormal(y));
  }
}

export type Float32 = BriefExp;
export type Float64 = Exp;
