import { kernel, Lanes, narrowLow, widenHigh, widenLow } from "../../lanes";
import { differenceError } from "../../math/exact";
import { Sum } from "./sum";
import { Terms } from "./terms";
import { Widened } from "./widened";

const UNIT: f64 = 2 ** 24;

/**
 * f32 arrays, in f32 lanes. What x - m has lost to rounding, up to 33 ULP of a term, comes back with the second word of ln2; a
 * term is then 1.1 ULP off. With a sum of which at most two terms at a time are added in f32, and the two words of its reciprocal, a
 * quotient was 2.75 ULP off at worst in 14 million (3.5 with a fraction for e^r, one word and sums of four).
 *
 *     2^n e^r = 2^n + 2^n (r + r²/2 + r³ q(r)),     to 2^-26 (proof/coefficients/single.ts)
 */
export class Narrow extends Terms {
  get parts(): i32 {
    return 1;
  }

  get unit(): f64 {
    return UNIT;
  }

  get exact(): bool {
    return false;
  }

  get centred(): bool {
    return true;
  }

  get tile(): usize {
    return 64;
  }

  p(x: v128, m: v128): v128 {
    return this.power(kernel<Lanes<f32>>().sub(x, m), differenceError<f32>(x, m));
  }

  q(x: v128, m: v128): v128 {
    return x;
  }

  /** Up to here the second word of a sum is off by less than 2^-25. */
  get reach(): f64 {
    return 1024;
  }

  sum(x: v128, mask: v128): v128 {
    return kernel<Lanes<f32>>().add(kernel<Sum<f32>>().first(x, mask), this.rest(x, mask));
  }

  sumLow(x: v128, mask: v128): v128 {
    const e = kernel<Lanes<f32>>();
    return e.sub(this.rest(x, mask), e.sub(this.sum(x, mask), kernel<Sum<f32>>().first(x, mask)));
  }

  pOfSum(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    const e = kernel<Lanes<f32>>();
    const sum = this.sum(x, mask);
    return this.power(e.sub(sum, m), e.add(differenceError<f32>(sum, m), e.sub(this.sumLow(x, mask), mLow)));
  }

  qOfSum(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return x;
  }

  first(p: v128, q: v128): v128 {
    return widenLow<f32>(p);
  }

  second(p: v128, q: v128): v128 {
    return widenHigh(p);
  }

  join(p: v128, nextP: v128): v128 {
    return kernel<Lanes<f32>>().add(p, nextP);
  }

  firstOfTwo(p: v128, q: v128, nextP: v128, nextQ: v128): v128 {
    return kernel<Lanes<f64>>().add(this.first(p, q), this.first(nextP, nextQ));
  }

  secondOfTwo(p: v128, q: v128, nextP: v128, nextQ: v128): v128 {
    return kernel<Lanes<f64>>().add(this.second(p, q), this.second(nextP, nextQ));
  }

  coarse(p: v128, q: v128): v128 {
    return kernel<Lanes<f64>>().add(this.multiple(this.first(p, q), UNIT), this.multiple(this.second(p, q), UNIT));
  }

  fine(p: v128, q: v128): v128 {
    const e = kernel<Lanes<f64>>();
    const first = this.first(p, q);
    const second = this.second(p, q);
    return e.add(e.sub(first, this.multiple(first, UNIT)), e.sub(second, this.multiple(second, UNIT)));
  }

  spread(value: v128): v128 {
    const rounded = narrowLow(value);
    return v128.shuffle<i64>(rounded, rounded, 0, 0);
  }

  spreadLow(value: v128): v128 {
    return this.spread(f64x2.sub(value, widenLow<f32>(narrowLow(value))));
  }

  product(p: v128, q: v128, factor: v128, low: v128): v128 {
    const e = kernel<Lanes<f32>>();
    return e.madd(p, low, e.mul(p, factor));
  }

  /** In halves, as x - m may be beyond the largest f32 where the quotient is not. */
  logarithm(x: v128, m: v128, log: v128): v128 {
    const e = kernel<Lanes<f32>>();
    const half = e.splat(0.5);
    const d = e.sub(e.mul(x, half), e.mul(m, half));
    return e.sub(e.mul(d, e.add(e.parameter(3), e.parameter(3))), log);
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return kernel<Widened>().sum(x, mask);
  }

  /** In f64 lanes: the temperature times a mask may be beyond the largest f32 too. */
  logarithmOfSum(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    return kernel<Widened>().logarithmOfSum(x, mask, m, mLow, widenLow<f32>(log));
  }

  /** Where the sum is infinite, NaN would be left: the bound takes its place. */
  private rest(x: v128, mask: v128): v128 {
    const e = kernel<Sum<f32>>();
    return e.max(e.parameter(5), e.rest(x, mask));
  }

  /** Where there is no term, `lost` may be NaN, or so large that its quotient is infinite: there it does not count. */
  private power(d: v128, lost: v128): v128 {
    const e = kernel<Lanes<f32>>();
    const bound = e.parameter(5);
    const z = e.max(d, bound);
    const shift = e.splat(12583063);
    const shifted = e.madd(z, e.parameter(0), shift);
    const n = e.sub(shifted, shift);
    const rest = e.nmadd(n, e.parameter(2), v128.and(lost, v128.gt<f32>(d, bound)));
    const r = e.mul(e.add(e.nmadd(n, e.parameter(1), z), rest), e.parameter(3));
    const square = e.mul(r, r);
    const cubic = e.cubic(r, 0.1666654795408249, 0.04166685417294502, 0.008366121910512447, 0.0013898260658606887);
    const growth = e.add(r, e.madd(e.mul(square, r), cubic, e.mul(square, e.splat(0.5))));
    const s = i32x4.shl(shifted, 23);
    return e.madd(s, growth, s);
  }
}
