import { kernel, Lanes } from "../lanes";
import { Parts } from "../math/parts";
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

  get tile(): usize {
    return 32;
  }

  p(x: v128, m: v128): v128 {
    return this.pOfWords(x, kernel<Lanes<f64>>().splat(0), m);
  }

  q(x: v128, m: v128): v128 {
    return x;
  }

  /** Where the difference is infinite, what it lost is NaN: the bound takes its place, and the term is 0 all the same. */
  pOfWords(x: v128, low: v128, m: v128): v128 {
    const e = kernel<Heated>();
    const bound = e.parameter(4);
    const d = e.sub(x, m);
    const lost = v128.pmax<f64>(bound, e.add(e.addLow(x, e.neg(m)), low));
    const z = v128.pmax<f64>(d, bound);
    return e.mul(e.mantissa(z, lost), e.scale(z));
  }

  qOfWords(x: v128, low: v128, m: v128): v128 {
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

  filler(): v128 {
    return kernel<Lanes<f64>>().parameter(6);
  }

  product(p: v128, q: v128, factor: v128): v128 {
    return kernel<Lanes<f64>>().mul(p, factor);
  }

  logarithm(x: v128, m: v128, log: v128): v128 {
    return this.logarithmOfWords(x, kernel<Lanes<f64>>().splat(0), m, log);
  }

  logarithmOfWords(x: v128, low: v128, m: v128, log: v128): v128 {
    const e = kernel<Heated>();
    const d = e.sub(x, m);
    const lost = v128.pmax<f64>(e.parameter(4), e.add(e.addLow(x, e.neg(m)), low));
    return e.madd(lost, e.parameter(3), e.sub(e.mul(d, e.parameter(3)), log));
  }
}
