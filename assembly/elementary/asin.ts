import { PI_LOW } from "../math/coefficients/trigonometry";
import { Arcsine } from "./parts/arcsine";
import { Elementary } from "./parts/elementary";

/**
 * asin(x) = a + a³ R(a²) up to a = 1/2, π/2 - 2 asin √((1 - a) / 2) beyond, a = |x|
 *
 * Within 0.7 ULP in `f64`.
 */
export class Asin extends Elementary<Arcsine> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    const s = this.op.first(a);
    const rest = this.op.rest(a);
    const far = this.op.difference(this.op.splat(Math.PI / 2), this.op.splat(PI_LOW / 2), this.op.add(s, s), this.op.add(rest, rest));
    return this.op.flip(v128.bitselect(far, this.op.add(s, rest), this.op.isFar(a)), x);
  }
}

export type Float32 = Asin;
export type Float64 = Asin;
