import { ComplementTail as C, ErrorFunction as E, ERF_SLOPE, ErrorTail as T } from "../../math/coefficients/elementary";
import { NormalTail } from "./normalTail";

/** erf in parts, with the operations of src/scalar/errorFunction.ts in their order. */
export class ErrorFunction extends NormalTail {
  /** erf x - x for |x| <= 27/32 */
  beyondLine(x: v128): v128 {
    const w = this.sub(this.mul(x, x), this.splat(0.3125));
    const upper = this.quintic(w, E.c6, E.c7, E.c8, E.c9, E.c10, E.c11);
    const bend = this.add(this.quintic(w, E.c0, E.c1, E.c2, E.c3, E.c4, E.c5), this.mul(this.sixth(w), upper));
    return this.mul(x, bend);
  }

  /** 2^-n erfc a for 3/4 <= a <= 27.4, and the n of {@link power2} for a rate of 1 */
  large(a: v128): v128 {
    const h = this.rounded(a);
    const t = this.transformed(h, 3.25);
    const t6 = this.sixth(t);
    const upper = this.quadratic(t, C.c18, C.c19, C.c20);
    const third = this.add(this.quintic(t, C.c12, C.c13, C.c14, C.c15, C.c16, C.c17), this.mul(t6, upper));
    const second = this.add(this.quintic(t, C.c6, C.c7, C.c8, C.c9, C.c10, C.c11), this.mul(t6, third));
    const first = this.mul(t, this.quartic(t, C.c1, C.c2, C.c3, C.c4, C.c5));
    return this.timesBell(this.splat(C.c0), this.add(first, this.mul(t6, second)), this.add(h, this.splat(0.75)), a, ERF_SLOPE, 1);
  }

  /** The same for 27/32 <= a <= 6, as exactly as 1 less it needs. */
  small(a: v128): v128 {
    const h = this.rounded(a);
    const t = this.transformed(h, 2.5);
    const upper = this.sextic(t, T.c6, T.c7, T.c8, T.c9, T.c10, T.c11, T.c12);
    const rest = this.add(this.mul(t, this.quartic(t, T.c1, T.c2, T.c3, T.c4, T.c5)), this.mul(this.sixth(t), upper));
    return this.timesBell(this.splat(T.c0), rest, this.add(h, this.splat(0.75)), a, ERF_SLOPE, 1);
  }
}
