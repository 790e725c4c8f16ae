import { instance } from "../lanes";
import { Brief, Half, isOutside } from "./parts/brief";
import { BriefLogarithm, Float32Words } from "./parts/briefLogarithm";
import { Elementary } from "./parts/elementary";
import { Logarithms } from "./parts/logarithms";

/**
 * acosh(x) = log(x + w), w = √((x - 1) (x + 1)), below 1.06 log(1 + (x - 1) + w)
 *
 * The sums have two words. From 2^28 on it is log 2x.
 *
 * Within 2 ULP in `f64`.
 */
export class Acosh extends Elementary<Logarithms> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const huge = v128.ge<f64>(x, this.op.splat(2 ** 28));
    const far = v128.ge<f64>(x, this.op.splat(1.06));
    const t = this.op.sub(x, one);
    const w = this.op.sqrt(this.op.mul(t, this.op.add(x, one)));
    const sum = this.op.add(x, w);
    const lost = this.op.add(this.op.sub(x, sum), w);
    const near = this.op.add(w, t);
    const low = this.op.add(this.op.sub(w, near), t);
    const u = v128.bitselect(x, sum, huge);
    const y = this.op.ofWords(far, u, v128.andnot(lost, huge), near, low, v128.and(one, huge));
    return v128.or(v128.bitselect(x, y, v128.eq<f64>(x, this.op.splat(Infinity))), v128.lt<f64>(x, one));
  }
}

/** The results for `f32`: log(x + √(x² - 1)), in one word. */
export class BriefAcosh extends Brief<Acosh> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const words = instance<Float32Words>();
    const one = this.op.splat(1);
    const root = this.op.sqrt(this.op.mul(this.op.sub(x, one), this.op.add(x, one)));
    const u = this.op.add(x, root);
    const cosh = half.of(x);
    const sinh = op.sqrt(op.madd(cosh, cosh, op.splat(-1)));
    return op.ofHyperbolic(sinh, cosh, half.of(words.exponent(u)), half.of(words.scale(u)));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isOutside(x, 0x3f800000, 0x5f000000));
  }
}

export type Float32 = BriefAcosh;
export type Float64 = Acosh;
