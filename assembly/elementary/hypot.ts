import { Lanes } from "../lanes";
import { BriefCombination, isNanOrSubnormal } from "./parts/briefCombination";
import { Combination } from "./parts/combination";
import { productError } from "./parts/exact";
import { Unfused } from "./parts/unfused";

export { value } from "../loops";
export { combination } from "./parts/combination";

/**
 * hypot(x, y) = √(x² + y²), where neither square overflows or vanishes
 *
 * The sum and the root have two words. Within 0.6 ULP in `f64`, subnormal results within 0.8.
 */
export class Hypot extends Combination<Unfused> {
  of(x: v128, y: v128): v128 {
    const a = this.op.max(this.op.abs(x), this.op.abs(y));
    const b = this.op.min(this.op.abs(y), this.op.abs(x));
    const large = v128.gt<f64>(a, this.op.splat(2 ** 400));
    const small = v128.lt<f64>(a, this.op.splat(2 ** -400));
    const factor = v128.bitselect(this.op.splat(2 ** -600), v128.bitselect(this.op.splat(2 ** 600), this.op.splat(1), small), large);
    const inverse = v128.bitselect(this.op.splat(2 ** 600), v128.bitselect(this.op.splat(2 ** -600), this.op.splat(1), small), large);
    const c = this.op.mul(a, factor);
    const d = this.op.mul(b, factor);
    const square = this.op.mul(c, c);
    const other = this.op.mul(d, d);
    const sum = this.op.add(square, other);
    const low = this.op.add(this.op.add(this.op.sub(square, sum), other), this.op.add(productError(c, c), productError(d, d)));
    const root = this.op.sqrt(sum);
    const residue = this.op.add(this.op.sub(this.op.sub(sum, this.op.mul(root, root)), productError(root, root)), low);
    const result = this.op.mul(this.op.add(root, this.op.div(residue, this.op.atLeast(this.op.add(root, root), 1e-300))), inverse);
    const infinity = this.op.splat(Infinity);
    const isInfinite = v128.or(v128.eq<f64>(this.op.abs(x), infinity), v128.eq<f64>(this.op.abs(y), infinity));
    return v128.bitselect(infinity, v128.or(result, v128.or(this.op.nan(x), this.op.nan(y))), isInfinite);
  }
}

/** The results for `f32`, whose squares do not overflow. */
export class BriefHypot extends BriefCombination<Hypot, Lanes<f64>> {
  of(x: v128, y: v128): v128 {
    return this.op.sqrt(this.op.madd(x, x, this.op.mul(y, y)));
  }

  inDoubt(x: v128, y: v128, z: v128): v128 {
    return isNanOrSubnormal(z);
  }
}

export type Float32 = BriefHypot;
export type Float64 = Hypot;
