import { Parts } from "./parts";

/**
 * The exponential in parts of x / temperature. The factor of temperature ln2 is whole, so that
 * dividing by the temperature comes last, in r.
 *
 * The parameters of the kernel, of which a module may have more:
 *
 *     0  log2 e / temperature
 *     1  temperature ln2, its first bits: their product with the exponent is exact
 *     2  the rest of it
 *     3  1 / temperature
 *     4  -764.5 temperature, from where 2^n is 0
 */
export abstract class AtTemperature extends Parts {
  /** r */
  remainder(x: v128, low: v128): v128 {
    return this.mul(this.unscaled(x, low), this.parameter(3));
  }

  protected remainderError(x: v128, low: v128): v128 {
    return this.mul(this.sub(this.sub(this.high(x), this.unscaled(x, low)), this.low(x, low)), this.parameter(3));
  }

  protected shifted(x: v128): v128 {
    return this.madd(x, this.parameter(0), this.splat(6755399441056847));
  }

  protected high(x: v128): v128 {
    return this.nmadd(this.exponent(x), this.parameter(1), x);
  }

  protected low(x: v128, low: v128): v128 {
    return this.sub(this.mul(this.exponent(x), this.parameter(2)), low);
  }

  private unscaled(x: v128, low: v128): v128 {
    return this.sub(this.high(x), this.low(x, low));
  }
}
