import { kernel, Lanes } from "../../lanes";
import { sumError } from "../../math/exact";
import { Parts } from "../../math/parts";
import { Sum } from "./sum";
import { Terms } from "./terms";

/** The exponential in parts of x / temperature. What temperature ln2 is multiplied by is whole, so that dividing by the temperature comes last, in r. */
abstract class Heated extends Parts {
  /** r */
  remainder(x: v128, low: v128): v128 {
    return this.mul(this.unscaled(x, low), this.parameter(3));
  }

  protected lost(x: v128, low: v128): v128 {
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

const UNIT: f64 = 2 ** 80;

/**
 * f64 arrays. x - m has two words, a term one, which is 0.6 ULP off. Their sum is exact but for its last rounding, whatever the length.
 */
export class Double extends Terms {
  get parts(): i32 {
    return 1;
  }

  get unit(): f64 {
    return UNIT;
  }

  get exact(): bool {
    return true;
  }

  get centred(): bool {
    return false;
  }

  get tile(): usize {
    return 32;
  }

  /** Up to here the second word of a sum is below 2^-8, and off by less than 2^-60. */
  get reach(): f64 {
    return 131072;
  }

  p(x: v128, m: v128): v128 {
    return this.power(x, kernel<Lanes<f64>>().splat(0), m);
  }

  q(x: v128, m: v128): v128 {
    return x;
  }

  sum(x: v128, mask: v128): v128 {
    return kernel<Sum<f64>>().first(x, mask);
  }

  sumLow(x: v128, mask: v128): v128 {
    return kernel<Sum<f64>>().rest(x, mask);
  }

  pOfSum(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return this.power(this.sum(x, mask), this.lowDifference(x, mask, mLow), m);
  }

  qOfSum(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return x;
  }

  first(p: v128, q: v128): v128 {
    return this.coarse(p, q);
  }

  second(p: v128, q: v128): v128 {
    return this.fine(p, q);
  }

  join(p: v128, nextP: v128): v128 {
    return kernel<Lanes<f64>>().add(p, nextP);
  }

  firstOfTwo(p: v128, q: v128, nextP: v128, nextQ: v128): v128 {
    return kernel<Lanes<f64>>().add(this.multiple(p, UNIT), this.multiple(nextP, UNIT));
  }

  secondOfTwo(p: v128, q: v128, nextP: v128, nextQ: v128): v128 {
    return kernel<Lanes<f64>>().add(this.fine(p, q), this.fine(nextP, nextQ));
  }

  coarse(p: v128, q: v128): v128 {
    return this.multiple(p, UNIT);
  }

  fine(p: v128, q: v128): v128 {
    return kernel<Lanes<f64>>().sub(p, this.multiple(p, UNIT));
  }

  spread(value: v128): v128 {
    return value;
  }

  spreadLow(value: v128): v128 {
    return value;
  }

  product(p: v128, q: v128, factor: v128, low: v128): v128 {
    return kernel<Lanes<f64>>().mul(p, factor);
  }

  logarithm(x: v128, m: v128, log: v128): v128 {
    const e = kernel<Lanes<f64>>();
    return this.line(this.scaled(x), e.splat(0), this.scaled(m), log);
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return this.sum(x, mask);
  }

  logarithmOfSum(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    const added = this.scaled(mask);
    const low = this.lowDifference(this.scaled(x), added, this.scaled(mLow));
    return this.line(this.sum(this.scaled(x), added), low, this.scaled(m), log);
  }

  private lowDifference(x: v128, mask: v128, mLow: v128): v128 {
    return kernel<Lanes<f64>>().sub(this.sumLow(x, mask), mLow);
  }

  /** Where there is no term, what the difference lost may be NaN, or too large for the powers in a mantissa: there it does not count. */
  private power(x: v128, low: v128, m: v128): v128 {
    const e = kernel<Heated>();
    const bound = e.parameter(4);
    const d = e.sub(x, m);
    const lost = v128.and(e.add(sumError<f64>(x, e.neg(m)), low), v128.gt<f64>(d, bound));
    const z = e.max(d, bound);
    return e.mul(e.mantissa(z, lost), e.scale(z));
  }

  /** Differences, and products with the temperature, may be beyond the largest double where a logarithm is not. */
  private scaled(x: v128): v128 {
    return kernel<Lanes<f64>>().mul(x, kernel<Lanes<f64>>().splat(2 ** -101));
  }

  /** Of words that are scaled. What an infinite difference lost is NaN: a bound takes its place. */
  private line(x: v128, low: v128, m: v128, log: v128): v128 {
    const e = kernel<Heated>();
    const rate = e.mul(e.parameter(3), e.splat(2 ** 101));
    const lost = e.max(e.splat(-1.7976931348623157e308), e.add(sumError<f64>(x, e.neg(m)), low));
    return e.madd(lost, rate, e.sub(e.mul(e.sub(x, m), rate), log));
  }
}
