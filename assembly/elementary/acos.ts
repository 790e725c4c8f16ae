import { PI_LOW } from "../math/coefficients/trigonometry";
import { Arcsine } from "./parts/arcsine";
import { Elementary } from "./parts/elementary";

/**
 * acos(x) = π/2 - asin x up to 1/2; with y = 2 asin √((1 - |x|) / 2) it is y beyond, and π - y
 * below
 * -1/2
 *
 * Within 0.7 ULP in `f64`.
 */
export class Acos extends Elementary<Arcsine> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const s = this.op.first(a);
    const rest = this.op.rest(a);
    const twice = this.op.add(s, s);
    const twiceRest = this.op.add(rest, rest);
    const middle = this.op.difference(this.op.splat(Math.PI / 2), this.op.splat(PI_LOW / 2), this.op.flip(s, x), this.op.flip(rest, x));
    const left = this.op.difference(this.op.splat(Math.PI), this.op.splat(PI_LOW), twice, twiceRest);
    const outer = this.op.whereNegative(x, left, this.op.add(twice, twiceRest));
    return v128.bitselect(outer, middle, this.op.isFar(a));
  }
}

export type Float32 = Acos;
export type Float64 = Acos;
