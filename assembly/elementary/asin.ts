import { instance } from "../lanes";
import { PI_LOW } from "../math/coefficients/trigonometry";
import { Arcsine } from "./parts/arcsine";
import { Brief, Half, isBeyond } from "./parts/brief";
import { BriefArcsine } from "./parts/briefArcsine";
import { Elementary } from "./parts/elementary";

/**
 * asin(x) = a + a³ R(a²) up to a = 1/2, π/2 - 2 asin √((1 - a) / 2) beyond, a = |x|
 *
 * Within 0.7 ULP in `f64`.
 */
export class Asin extends Elementary<Arcsine> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const head = this.op.head(a);
    const rest = this.op.rest(a);
    const far = this.op.less(this.op.splat(Math.PI / 2), this.op.splat(PI_LOW / 2), this.op.add(head, head), this.op.add(rest, rest));
    return this.op.flip(v128.bitselect(far, this.op.add(head, rest), this.op.isFar(a)), x);
  }
}

/** The results for `f32`, by the same formulas in one word. */
export class BriefAsin extends Brief<Asin> {
  brief(x: v128, half: Half): v128 {
    const op = instance<BriefArcsine>();
    const a = half.of(this.op.abs(x));
    const far = op.isFar(a);
    const y = op.arcsine(a, far);
    return op.select(far, op.nmadd(op.splat(2), y, op.splat(Math.PI / 2)), y);
  }

  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return v128.or(middle, isBeyond(x, 0x3f800000));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.flip(y, x);
  }
}

export type Float32 = BriefAsin;
export type Float64 = Asin;
