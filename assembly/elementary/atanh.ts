import { instance } from "../lanes";
import { Brief, Half, isBeyond } from "./parts/brief";
import { BriefLogarithm, Float32Words } from "./parts/briefLogarithm";
import { Elementary } from "./parts/elementary";
import { productError } from "./parts/exact";
import { Logarithms } from "./parts/logarithms";

/**
 * atanh(x) = log(1 + 2a / (1 - a)) / 2, a = |x|
 *
 * The quotient has two words. Within 0.8 ULP in `f64`.
 */
export class Atanh extends Elementary<Logarithms> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const a = this.op.abs(x);
    const d = this.op.sub(one, a);
    const dLow = this.op.sub(this.op.sub(one, d), a);
    const twice = this.op.add(a, a);
    const v = this.op.div(twice, d);
    const residue = this.op.sub(this.op.sub(twice, this.op.mul(v, d)), productError(v, d));
    const low = this.op.div(this.op.sub(residue, this.op.mul(v, dLow)), d);
    const y = this.op.mul(this.op.splat(0.5), this.op.onePlus(v, low));
    return this.op.flip(v128.bitselect(a, y, v128.lt<f64>(a, this.op.splat(2 ** -28))), x);
  }
}

/**
 * The results for `f32`: k ln2 / 2 + artanh(s), s = (m - 1) / (m + 1), (1 + a) / (1 - a) = 2^k m.
 */
export class BriefAtanh extends Brief<Atanh> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefLogarithm>();
    const words = instance<Float32Words>();
    const one = this.op.splat(1);
    const z = this.op.abs(x);
    const more = this.op.add(one, z);
    const less = this.op.sub(one, z);
    const a = half.of(z);
    const scale = half.of(words.scaleOfQuotient(more, less, 23));
    const sum = op.add(scale, op.splat(1));
    const difference = op.sub(scale, op.splat(1));
    const s = op.div(op.madd(a, sum, difference), op.madd(a, difference, sum));
    return op.mul(op.splat(0.5), op.ofQuotient(half.of(words.exponentOfQuotient(more, less, 23)), s));
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isBeyond(x, 0x3f7fffff));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.flip(y, x);
  }
}

export type Float32 = BriefAtanh;
export type Float64 = Atanh;
