import { instance } from "../lanes";
import { Float32Trigonometry } from "../math/trigonometry";
import { Arctangent } from "./parts/arctangent";
import { Brief, Half } from "./parts/brief";
import { Elementary } from "./parts/elementary";

/**
 * atan(x) = h π + arctan t with |t| <= tan(π/8), where t is |x|, or (|x| - 1) / (|x| + 1) with h =
 * 1/4, or -1 / |x| with h = 1/2
 *
 * The quotient has two words. Within 0.8 ULP in `f64`.
 */
export class Atan extends Elementary<Arctangent> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const a = this.op.atMost(this.op.abs(x), 2 ** 60);
    const middle = v128.gt<f64>(a, this.op.splat(Math.SQRT2 - 1));
    const far = v128.gt<f64>(a, this.op.splat(Math.SQRT2 + 1));
    const within = v128.andnot(middle, far);
    const numerator = v128.bitselect(this.op.splat(-1), v128.bitselect(this.op.sub(a, one), a, middle), far);
    const denominator = v128.bitselect(a, v128.bitselect(this.op.add(a, one), one, middle), far);
    const numeratorLow = v128.and(this.op.sub(a, this.op.add(numerator, one)), within);
    const denominatorLow = v128.and(this.op.sub(a, this.op.sub(denominator, one)), within);
    const t = this.op.div(numerator, denominator);
    const low = v128.and(this.op.lost(t, numerator, numeratorLow, denominator, denominatorLow), middle);
    const h = this.op.add(v128.and(middle, this.op.splat(0.25)), v128.and(far, this.op.splat(0.25)));
    return this.op.flip(this.op.withBend(h, this.op.mul(h, this.op.splat(Math.PI)), t, low), x);
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
