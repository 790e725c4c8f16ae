import { Angles, AnglesLow } from "../math/coefficients/elementary";
import { Float32Trigonometry } from "../math/trigonometry";
import { Arctangent } from "./parts/arctangent";
import { BriefCombination, isNanOrSubnormal } from "./parts/briefCombination";
import { Combination } from "./parts/combination";

export { value } from "../loops";
export { combination } from "./parts/combination";

/**
 * atan2(y, x), the angle of the point (x, y): that of the smaller over the larger of |x| and |y|,
 * arctan c + arctan t with c = 0, 1/2 or 1, or what is left of it to π/2, and from there to π
 *
 * Within 1.6 ULP in `f64`.
 */
export class Atan2 extends Combination<Arctangent> {
  of(y: v128, x: v128): v128 {
    const one = this.op.splat(1);
    const zero = this.op.splat(0);
    const swapped = v128.gt<f64>(this.op.abs(y), this.op.abs(x));
    const larger = v128.bitselect(this.op.abs(y), this.op.abs(x), swapped);
    const smaller = v128.bitselect(this.op.abs(x), this.op.abs(y), swapped);

    const isInfinite = v128.eq<f64>(larger, this.op.splat(Infinity));
    const isZero = v128.eq<f64>(larger, zero);
    const huge = v128.gt<f64>(larger, this.op.splat(2 ** 900));
    const tiny = v128.lt<f64>(larger, this.op.splat(2 ** -800));
    const factor = v128.bitselect(this.op.splat(2 ** -40), v128.bitselect(this.op.splat(2 ** 200), one, tiny), huge);
    const b = v128.bitselect(one, this.op.mul(larger, factor), v128.or(isInfinite, isZero));
    const both = v128.and(one, v128.eq<f64>(smaller, this.op.splat(Infinity)));
    const a = v128.bitselect(both, this.op.mul(smaller, factor), isInfinite);

    const m0 = this.op.isBeyondEighth(a, b);
    const m1 = this.op.isBeyondHalf(a, b);
    const c = this.op.add(v128.and(m0, this.op.splat(0.5)), v128.and(m1, this.op.splat(0.5)));
    const t = this.op.div(this.op.sub(a, this.op.mul(c, b)), this.op.add(b, this.op.mul(c, a)));

    const left = i64x2.shr_s(x, 63);
    const backwards = v128.and(v128.xor(swapped, left), this.op.splat(-0.0));
    const high = this.op.add(this.start(swapped, left, Angles.c3), v128.xor(this.op.angle(m0, m1, zero, zero), backwards));
    const low = this.op.add(this.start(swapped, left, AnglesLow.c3), v128.xor(this.op.angleLow(m0, m1, zero, zero), backwards));
    const angle = this.op.withBend(high, low, v128.xor(t, backwards));
    return v128.or(this.op.flip(angle, y), v128.or(this.op.nan(x), this.op.nan(y)));
  }

  /** 0, a quarter of a turn or two, of which one is given. */
  private start(swapped: v128, left: v128, quarter: f64): v128 {
    return v128.bitselect(this.op.splat(quarter), v128.and(left, this.op.splat(2 * quarter)), swapped);
  }
}

/**
 * The results for `f32`: h π ± arctan t with h = 0, 1/2 or 1, where t is the smaller over the
 * larger of |x| and |y|.
 */
export class BriefAtan2 extends BriefCombination<Atan2, Float32Trigonometry> {
  of(y: v128, x: v128): v128 {
    const a = this.op.abs(y);
    const b = this.op.abs(x);
    const swapped = v128.gt<f64>(a, b);
    const left = i64x2.shr_s(x, 63);
    const angle = this.op.arctangentWithin(this.op.div(this.op.min(a, b), this.op.max(a, b)));
    const start = v128.bitselect(this.op.splat(Math.PI / 2), v128.and(left, this.op.splat(Math.PI)), swapped);
    return this.op.flip(this.op.add(start, this.op.flip(angle, v128.xor(swapped, left))), y);
  }

  inDoubt(y: v128, x: v128, z: v128): v128 {
    return isNanOrSubnormal(this.op.add(z, v128.and(x, this.op.nan(x))));
  }
}

export type Float32 = BriefAtan2;
export type Float64 = Atan2;
