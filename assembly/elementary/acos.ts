import { instance } from "../lanes";
import { PI_LOW } from "../math/coefficients/trigonometry";
import { Arcsine } from "./parts/arcsine";
import { Brief, Half, isBeyond } from "./parts/brief";
import { BriefArcsine } from "./parts/briefArcsine";
import { Elementary } from "./parts/elementary";

/**
 * acos(x) = π/2 - asin x up to 1/2; with y = 2 asin √((1 - |x|) / 2) it is y beyond, and π - y
 * below
 * -1/2
 *
 * Within 0.8 ULP in `f64`.
 */
export class Acos extends Elementary<Arcsine> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const head = this.op.head(a);
    const rest = this.op.rest(a);
    const twice = this.op.add(head, head);
    const twiceRest = this.op.add(rest, rest);
    const lower = this.op.sub(this.op.splat(PI_LOW / 2), this.op.flip(rest, x));
    const middle = this.op.sub(this.op.splat(Math.PI / 2), this.op.sub(x, lower));
    const left = this.op.less(this.op.splat(Math.PI), this.op.splat(PI_LOW), twice, twiceRest);
    const outer = this.op.whereNegative(x, left, this.op.add(twice, twiceRest));
    return v128.bitselect(outer, middle, this.op.isFar(a));
  }
}

/**
 * The results for `f32`: h π ± asin |x| or, beyond 1/2, h π ± 2 asin √((1 - |x|) / 2), in one word.
 */
export class BriefAcos extends Brief<Acos> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefArcsine>();
    const z = half.of(x);
    const a = op.abs(z);
    const far = op.isFar(a);
    const y = op.arcsine(a, far);
    const turned = op.flip(op.select(far, op.add(y, y), op.neg(y)), z);
    const start = op.select(far, op.whereNegative(z, op.splat(Math.PI), op.splat(0)), op.splat(Math.PI / 2));
    return op.add(start, turned);
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isBeyond(x, 0x3f800000));
  }
}

export type Float32 = BriefAcos;
export type Float64 = Acos;
