import { instance } from "../lanes";
import { SinhRemainder as R } from "../math/coefficients/elementary";
import { Float32Exponential } from "../math/float32Exponential";
import { Brief, Half } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { Hyperbolic } from "./parts/hyperbolic";

/**
 * sinh(x) = (e^x - e^-x) / 2, up to 1/2 x + x³ P(x²)
 *
 * Within 1 ULP in `f64`.
 */
export class Sinh extends Elementary<Hyperbolic> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const z = this.op.mul(a, a);
    const bend = this.op.polynomial(z, R.c0, R.c1, R.c2, R.c3, R.c4, R.c5, R.c6);
    const near = this.op.add(a, this.op.mul(this.op.mul(a, z), bend));
    return this.op.flip(v128.bitselect(near, this.op.half(a, -1), v128.lt<f64>(a, this.op.splat(0.5))), x);
  }
}

/** The results for `f32`: (u - v) (u + v) / 2uv, with e^x = u / v. */
export class BriefSinh extends Brief<Sinh> {
  brief(x: v128, half: Half): v128 {
    const op = instance<Float32Exponential>().accurateAtZero;
    const z = half.of(this.op.atMost(this.op.atLeast(x, -200), 200));
    const product = op.mul(op.numerator(z, 1), op.denominator(z, 1));
    return op.div(op.mul(op.difference(z, 1), op.sum(z, 1)), op.add(product, product));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.withSign(y, x);
  }
}

export type Float32 = BriefSinh;
export type Float64 = Sinh;
