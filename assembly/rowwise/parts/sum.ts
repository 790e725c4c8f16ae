import { Lanes } from "../../lanes";

/**
 * x + temperature mask in two words, of which the second is below 2^-26 (f64 lanes) or 2^-11 (f32 lanes) of the product and as exact as
 * a word of that size is. Of the product, only that of the upper halves is exact (Dekker 1971): the rest is so small that it may be rounded.
 */
export abstract class Sum<T extends number> extends Lanes<T> {
  first(x: v128, mask: v128): v128 {
    return this.add(x, this.upperProduct(mask));
  }

  rest(x: v128, mask: v128): v128 {
    const upper = this.upper(mask);
    const lower = this.sub(mask, upper);
    const products = this.add(this.mul(this.parameter(7), lower), this.mul(this.lowerTemperature, upper));
    return this.add(this.lost(x, this.upperProduct(mask)), products);
  }

  private upperProduct(mask: v128): v128 {
    return this.mul(this.upper(this.parameter(7)), this.upper(mask));
  }

  private get lowerTemperature(): v128 {
    const lower = this.sub(this.parameter(7), this.upper(this.parameter(7)));
    return sizeof<T>() === 4 ? this.add(lower, this.parameterLow(7)) : lower;
  }

  /** The upper half of the bits of x: the product of two such is exact. */
  private upper(x: v128): v128 {
    return v128.and(x, sizeof<T>() === 4 ? i32x4.splat(-0x1000) : i64x2.splat(-0x8000000));
  }

  /** What a + b loses to rounding (Knuth). */
  private lost(a: v128, b: v128): v128 {
    const sum = this.add(a, b);
    const part = this.sub(sum, a);
    return this.add(this.sub(a, this.sub(sum, part)), this.sub(b, part));
  }
}
