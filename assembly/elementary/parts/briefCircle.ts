import { TangentNumerator as P, PI_FIRST, PI_REST, TangentDenominator as Q } from "../../math/coefficients/brief";
import { Float32Trigonometry } from "../../math/trigonometry";

/**
 * Sines and tangents for `f32` results, of |x| <= 2^19: π has two words, of which the product of
 * the first with a multiple is exact.
 */
export class BriefCircle extends Float32Trigonometry {
  sineOf(x: v128): v128 {
    const shifted = this.madd(x, this.splat(1 / Math.PI), this.splat(ROUNDER));
    return this.sineBeyond(x, this.sub(shifted, this.splat(ROUNDER)), shifted);
  }

  cosineOf(x: v128): v128 {
    const shifted = this.add(this.madd(x, this.splat(1 / Math.PI), this.splat(0.5)), this.splat(ROUNDER));
    return this.sineBeyond(x, this.sub(this.sub(shifted, this.splat(ROUNDER)), this.splat(0.5)), shifted);
  }

  tangentOf(x: v128): v128 {
    const shifted = this.madd(x, this.splat(2 / Math.PI), this.splat(ROUNDER));
    const n = this.sub(shifted, this.splat(ROUNDER));
    const r = this.off(x, this.mul(n, this.splat(0.5)));
    const z = this.mul(r, r);
    const p = this.mul(r, this.quadratic(z, P.c0, P.c1, P.c2));
    const q = this.quadratic(z, 1, Q.c1, Q.c2);
    const odd = i64x2.shr_s(i64x2.shl(shifted, 63), 63);
    return this.div(this.select(odd, this.neg(q), p), this.select(odd, p, q));
  }

  /** The sine of x - m π, of the other sign where n is odd. */
  private sineBeyond(x: v128, m: v128, n: v128): v128 {
    return v128.xor(this.sine(this.off(x, m), this.splat(0)), i64x2.shl(n, 63));
  }

  /** x - m π */
  private off(x: v128, m: v128): v128 {
    return this.nmadd(m, this.splat(PI_REST), this.nmadd(m, this.splat(PI_FIRST), x));
  }
}

/** 1.5 2^52: what is added to it becomes a whole number. */
const ROUNDER: f64 = 6755399441055744;

/** All bits where |x| is beyond 2^19, or NaN. */
export function isFarOut(x: v128): v128 {
  return v128.gt<f32>(v128.abs<f32>(x), f32x4.splat(524288));
}
