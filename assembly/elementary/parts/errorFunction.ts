import { ErrorFunction as B, ERF_SLOPE, ERF_SLOPE_LOW, ROOT2_LOW } from "../../math/coefficients/elementary";
import { productError } from "./exact";
import { NormalTail } from "./normalTail";

/** erf in parts, with the operations of src/scalar/errorFunction.ts in their order. */
export class ErrorFunction extends NormalTail {
  /** erf x = linear + curved for |x| <= 1 */
  linear(x: v128): v128 {
    return this.mul(x, this.splat(ERF_SLOPE));
  }

  curved(x: v128): v128 {
    const z = this.mul(x, x);
    const z2 = this.mul(z, z);
    const z6 = this.mul(this.mul(z2, z2), z2);
    const upper = this.quintic(z, B.c6, B.c7, B.c8, B.c9, B.c10, B.c11);
    const bend = this.add(this.quintic(z, B.c0, B.c1, B.c2, B.c3, B.c4, B.c5), this.mul(z6, upper));
    const counts = v128.gt<f64>(this.abs(x), this.splat(1e-280));
    const low = this.add(v128.and(productError(x, this.splat(ERF_SLOPE)), counts), this.mul(x, this.splat(ERF_SLOPE_LOW)));
    return this.add(this.mul(this.mul(x, z), bend), low);
  }

  /** The n of erfc a = 2^n (high + low), for a >= 0. */
  exponentOfComplement(a: v128): v128 {
    return this.add(this.power2(a, 1), this.splat(1));
  }

  complementHigh(a: v128): v128 {
    return this.tail(a, this.mul(a, this.splat(Math.SQRT2)), 1);
  }

  complementLow(a: v128): v128 {
    const lost = this.add(productError(a, this.splat(Math.SQRT2)), this.mul(a, this.splat(ROOT2_LOW)));
    return this.tailLow(a, this.mul(a, this.splat(Math.SQRT2)), lost, 1);
  }
}
