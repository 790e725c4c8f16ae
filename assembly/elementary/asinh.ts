import { instance } from "../lanes";
import { Brief, Half, isBeyond } from "./parts/brief";
import { BriefLogarithm, Float32Words } from "./parts/briefLogarithm";
import { Elementary } from "./parts/elementary";
import { Logarithms } from "./parts/logarithms";

/**
 * asinh(x) = log(a + w), a = |x| and w = √(1 + a²), below 5/4 log(1 + a + a² / (1 + w))
 *
 * The sums have two words. From 2^28 on it is log 2a.
 *
 * Within 1.5 ULP in `f64`.
 */
export class Asinh extends Elementary<Logarithms> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const a = this.op.abs(x);
    const huge = v128.ge<f64>(a, this.op.splat(2 ** 28));
    const large = v128.ge<f64>(a, this.op.splat(1.25));
    const square = this.op.mul(a, a);
    const w = this.op.sqrt(this.op.add(one, square));
    const q = this.op.div(square, this.op.add(one, w));
    const t = this.op.add(a, q);
    const low = this.op.add(this.op.sub(a, t), q);
    const u = v128.bitselect(v128.bitselect(a, this.op.add(w, a), huge), this.op.add(one, t), large);
    const lost = v128.bitselect(
      this.op.add(this.op.sub(w, u), a),
      this.op.add(v128.bitselect(this.op.sub(t, this.op.sub(u, one)), this.op.sub(one, this.op.sub(u, t)), v128.lt<f64>(t, one)), low),
      large,
    );
    const far = v128.gt<f64>(t, this.op.splat(0.41421356237309503));
    const y = this.op.ofWords(v128.or(far, huge), u, v128.andnot(lost, huge), t, low, v128.and(one, huge));
    const kept = v128.andnot(v128.ge<f64>(a, this.op.splat(2 ** -28)), v128.eq<f64>(a, this.op.splat(Infinity)));
    return this.op.flip(v128.bitselect(y, a, kept), x);
  }
}

/** The results for `f32`: log(a + √(1 + a²)), a = |x|, in one word. */
export class BriefAsinh extends Brief<Asinh> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const words = instance<Float32Words>();
    const a = this.op.abs(x);
    const root = this.op.sqrt(this.op.add(this.op.mul(a, a), this.op.splat(1)));
    const u = this.op.add(a, root);
    const sinh = half.of(a);
    const cosh = op.sqrt(op.madd(sinh, sinh, op.splat(1)));
    return op.ofHyperbolic(sinh, cosh, half.of(words.exponent(u)), half.of(words.scale(u)));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isBeyond(x, 0x5f000000));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.flip(y, x);
  }
}

export type Float32 = BriefAsinh;
export type Float64 = Asinh;
