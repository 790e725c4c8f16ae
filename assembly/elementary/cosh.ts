import { instance } from "../lanes";
import { CoshRemainder as R } from "../math/coefficients/elementary";
import { Float32Exponential } from "../math/float32Exponential";
import { Brief, Half } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { Hyperbolic } from "./parts/hyperbolic";

/**
 * cosh(x) = (e^x + e^-x) / 2, up to 1/2 1 + x²/2 + x^4 P(x²)
 *
 * Within 1 ULP in `f64`.
 */
export class Cosh extends Elementary<Hyperbolic> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const z = this.op.mul(a, a);
    const bend = this.op.polynomial(z, R.c0, R.c1, R.c2, R.c3, R.c4, R.c5, R.c6);
    const near = this.op.add(this.op.splat(1), this.op.add(this.op.mul(this.op.splat(0.5), z), this.op.mul(this.op.mul(z, z), bend)));
    return v128.bitselect(near, this.op.half(a, 1), v128.lt<f64>(a, this.op.splat(0.5)));
  }
}

/** The results for `f32`: (u² + v²) / 2uv, with e^x = u / v. */
export class BriefCosh extends Brief<Cosh> {
  brief(x: v128, half: Half): v128 {
    const op = instance<Float32Exponential>().accurateAtZero;
    const z = half.of(this.op.atMost(this.op.atLeast(x, -200), 200));
    const u = op.numerator(z, 1);
    const v = op.denominator(z, 1);
    const product = op.mul(u, v);
    return op.div(op.madd(u, u, op.mul(v, v)), op.add(product, product));
  }
}

export type Float32 = BriefCosh;
export type Float64 = Cosh;
