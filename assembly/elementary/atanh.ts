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

export type Float32 = Atanh;
export type Float64 = Atanh;
