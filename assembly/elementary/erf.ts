import { instance, Lanes } from "../lanes";
import { ErrorNumerator as P, ErrorDenominator as Q } from "../math/coefficients/brief";
import { Brief, Half, isSubnormal } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { ErrorFunction } from "./parts/errorFunction";

/**
 * erf(x) = x + x E(x²) up to 27/32, 1 - erfc |x| beyond
 *
 * Within 1 ULP in `f64`.
 */
export class Erf extends Elementary<ErrorFunction> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const near = this.op.add(a, this.op.beyondLine(a));
    const b = this.op.atMost(a, 6);
    const far = this.op.complement(1, this.op.power2(b, 1), this.op.small(b));
    return this.op.flip(v128.bitselect(far, near, v128.ge<f64>(a, this.op.splat(0.84375))), x);
  }
}

/** The results for `f32`: x P(x²) / Q(x²). */
export class BriefErf extends Brief<Erf> {
  brief(x: v128, half: Half): v128 {
    const op = instance<Lanes<f64>>();
    const a = half.of(this.op.atMost(this.op.abs(x), 3.95));
    const z = op.mul(a, a);
    const p = op.septic(z, P.c0, P.c1, P.c2, P.c3, P.c4, P.c5, P.c6, P.c7);
    const q = op.septic(z, 1, Q.c1, Q.c2, Q.c3, Q.c4, Q.c5, Q.c6, Q.c7);
    return op.div(op.mul(a, p), q);
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isSubnormal(y));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.flip(y, x);
  }
}

export type Float32 = BriefErf;
export type Float64 = Erf;
