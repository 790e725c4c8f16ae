import { instance, Lanes } from "../../lanes";
import { AtTemperature } from "../../math/atTemperature";
import { sumError } from "../../math/exact";
import { MaskedEntry } from "./maskedEntry";
import { gridPart, remainder, WideTerms } from "./terms";

/**
 * Terms of f64 arrays. x - m has two words, a term one, which is 0.6 ULP off. Their sum is exact
 * but for its last rounding, whatever the length.
 */
export class Float64Terms extends WideTerms {
  get vectors(): i32 {
    return 1;
  }

  get sumsExactly(): bool {
    return true;
  }

  expLow(x: v128, m: v128, mLow: v128): v128 {
    return this.exp(x, f64x2.splat(0), m);
  }

  expHigh(x: v128, m: v128, mLow: v128): v128 {
    return x;
  }

  masked(x: v128, mask: v128): v128 {
    return instance<MaskedEntry<f64>>().high(x, mask);
  }

  maskedError(x: v128, mask: v128): v128 {
    return instance<MaskedEntry<f64>>().low(x, mask);
  }

  expLowMasked(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return this.exp(this.masked(x, mask), f64x2.sub(this.maskedError(x, mask), mLow), m);
  }

  expHighMasked(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return x;
  }

  sumLow(low: v128, high: v128): v128 {
    return gridPart<Float64Terms>(low);
  }

  sumHigh(low: v128, high: v128): v128 {
    return remainder<Float64Terms>(low);
  }

  product(low: v128, high: v128, factor: v128, factorError: v128): v128 {
    return f64x2.mul(low, factor);
  }

  logarithm(x: v128, m: v128, log: v128): v128 {
    return this.line(this.scaled(x), f64x2.splat(0), this.scaled(m), log);
  }

  logarithmMasked(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    const added = this.scaled(mask);
    const low = f64x2.sub(this.maskedError(this.scaled(x), added), this.scaled(mLow));
    return this.line(this.masked(this.scaled(x), added), low, this.scaled(m), log);
  }

  /**
   * e^(x - m + low). Without a term, the error of the difference may be NaN, or too large for the
   * powers in a mantissa: there it does not count.
   */
  private exp(x: v128, low: v128, m: v128): v128 {
    const op = instance<AtTemperature>();
    const bound = op.parameter(4);
    const d = op.sub(x, m);
    const error = v128.and(op.add(sumError<f64>(x, op.neg(m)), low), v128.gt<f64>(d, bound));
    const z = op.max(d, bound);
    return op.mul(op.mantissa(z, error), op.scale(z));
  }

  /**
   * Differences, and products with the temperature, may be beyond the largest double where a
   * logarithm is not.
   */
  private scaled(x: v128): v128 {
    return instance<Lanes<f64>>().mul(x, instance<Lanes<f64>>().splat(2 ** -101));
  }

  /**
   * (x - m + low) / temperature - log, from words that are scaled. The error of an infinite
   * difference is NaN, and of an infinite quotient it may be Infinity: it does not count.
   */
  private line(x: v128, low: v128, m: v128, log: v128): v128 {
    const op = instance<AtTemperature>();
    const rate = op.mul(op.parameter(3), op.splat(2 ** 101));
    const rounded = op.sub(op.mul(op.sub(x, m), rate), log);
    const error = op.add(sumError<f64>(x, op.neg(m)), low);
    return v128.bitselect(rounded, op.madd(error, rate, rounded), f64x2.eq(rounded, op.splat(-Infinity)));
  }
}
