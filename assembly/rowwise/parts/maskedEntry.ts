import { Lanes } from "../../lanes";
import { sumError, upperHalf } from "../../math/exact";

/**
 * x + temperature mask in two words, of which the second is below 2^-26 (f64 lanes) or 2^-11 (f32
 * lanes) of the product and as exact as a word of that size is. Of the product, only that of the
 * upper halves is exact (Dekker 1971): the rest is so small that it may be rounded.
 */
export abstract class MaskedEntry<T extends number> extends Lanes<T> {
  high(x: v128, mask: v128): v128 {
    return this.add(x, this.upperProduct(mask));
  }

  low(x: v128, mask: v128): v128 {
    const upper = upperHalf<T>(mask);
    const lower = this.sub(mask, upper);
    const products = this.add(this.mul(this.parameter(7), lower), this.mul(this.lowerTemperature, upper));
    return this.add(sumError<T>(x, this.upperProduct(mask)), products);
  }

  private upperProduct(mask: v128): v128 {
    return this.mul(upperHalf<T>(this.parameter(7)), upperHalf<T>(mask));
  }

  private get lowerTemperature(): v128 {
    const lower = this.sub(this.parameter(7), upperHalf<T>(this.parameter(7)));
    return sizeof<T>() === 4 ? this.add(lower, this.parameterLow(7)) : lower;
  }
}
