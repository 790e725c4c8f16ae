import { instance } from "../lanes";
import { Float32Trigonometry } from "../math/trigonometry";
import { Arctangent } from "./parts/arctangent";
import { Brief, Half } from "./parts/brief";
import { Elementary } from "./parts/elementary";

/**
 * atan(x) = arctan c + arctan t, where t is (|x| - c) / (1 + c |x|) with c = 0, 1/2, 1 or 3/2, the
 * nearest one, or -1 / |x| with c = Infinity
 *
 * Within 0.9 ULP in `f64`.
 */
export class Atan extends Elementary<Arctangent> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const step = this.op.splat(0.5);
    const a = this.op.abs(x);
    const m0 = this.op.isBeyondEighth(a, one);
    const m1 = this.op.isBeyondHalf(a, one);
    const m2 = v128.gt<f64>(a, this.op.splat(1.1875));
    const m3 = v128.gt<f64>(a, this.op.splat(Math.SQRT2 + 1));
    const c = this.op.add(this.op.add(v128.and(m0, step), v128.and(m1, step)), v128.and(m2, step));
    const numerator = v128.bitselect(this.op.splat(-1), this.op.sub(a, c), m3);
    const denominator = v128.bitselect(a, this.op.add(one, this.op.mul(c, a)), m3);
    const t = this.op.div(numerator, denominator);
    return this.op.flip(this.op.withBend(this.op.angle(m0, m1, m2, m3), this.op.angleLow(m0, m1, m2, m3), t), x);
  }
}

/** The results for `f32`, those of the activation but for doubts. */
export class BriefAtan extends Brief<Atan> {
  brief(x: v128, half: Half): v128 {
    return instance<Float32Trigonometry>().arctangent(half.of(this.op.abs(x)));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.flip(y, x);
  }
}

export type Float32 = BriefAtan;
export type Float64 = Atan;
