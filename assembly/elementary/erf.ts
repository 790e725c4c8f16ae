import { instance } from "../lanes";
import { ComplementExponent as Q } from "../math/coefficients/brief";
import { Float32Exponential } from "../math/float32Exponential";
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

/** The results for `f32`: 1 - e^(-x Q(x)), Q a polynomial. */
export class BriefErf extends Brief<Erf> {
  brief(x: v128, half: Half): v128 {
    const op = instance<Float32Exponential>().accurateAtZero;
    const a = half.of(this.op.atMost(this.op.abs(x), 4));
    const square = op.mul(a, a);
    const sixth = op.mul(op.mul(square, square), square);
    const upper = op.sextic(a, Q.c6, Q.c7, Q.c8, Q.c9, Q.c10, Q.c11, Q.c12);
    const q = op.madd(sixth, upper, op.quintic(a, Q.c0, Q.c1, Q.c2, Q.c3, Q.c4, Q.c5));
    return op.abs(op.expm1(op.neg(op.mul(a, q))));
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
