import { Lanes } from "../../lanes";
import { ArcsineRemainder as R } from "../../math/coefficients/brief";

/** The arcsine for `f32` results: that of a up to 1/2, of s = √((1 - a) / 2) beyond. */
export class BriefArcsine extends Lanes<f64> {
  /** asin a, or asin s */
  arcsine(a: v128, far: v128): v128 {
    const square = this.select(far, this.nmadd(this.splat(0.5), a, this.splat(0.5)), this.mul(a, a));
    const first = this.select(far, this.sqrt(square), a);
    const bend = this.sextic(square, R.c0, R.c1, R.c2, R.c3, R.c4, R.c5, R.c6);
    return this.madd(this.mul(first, square), bend, first);
  }

  /** All bits where a is beyond 1/2. */
  isFar(a: v128): v128 {
    return v128.gt<f64>(a, this.splat(0.5));
  }
}
