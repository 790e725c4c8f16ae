import { instance, Lanes, narrowLow, widenHigh, widenLow } from "../../lanes";
import { RowGrowth } from "../../math/coefficients/fast";
import { differenceError } from "../../math/exact";
import { Float32Terms } from "./float32";
import { MaskedEntry } from "./maskedEntry";
import { Terms } from "./terms";

/**
 * Terms of f32 arrays, in f32 lanes. The rounding error of x - m, up to 33 ULP of a term, comes
 * back with the second word of ln2; a term is then 1.1 ULP off. With the two words of a factor, its
 * product with a term is within the 3 ULP that quietSoftmax promises; with one, or a fraction for
 * e^r, it would not be. Where nothing but quotients of terms is wanted, FastQuotients is faster.
 *
 *     2^n e^r = 2^n + 2^n (r + r²/2 + r³ q(r)),     to 2^-26 (proof/coefficients/fast.ts)
 */
export class FastTerms extends Terms {
  get vectors(): i32 {
    return 1;
  }

  get unit(): f64 {
    return 2 ** 24;
  }

  get tile(): usize {
    return 64;
  }

  get sumsExactly(): bool {
    return false;
  }

  get centred(): bool {
    return true;
  }

  /** The bound within which the second word of a sum is off by less than 2^-25. */
  get reach(): f64 {
    return 1024;
  }

  get hasOrigin(): bool {
    return false;
  }

  origin(m: v128): v128 {
    return m;
  }

  originLow(m: v128, mLow: v128, c: usize): v128 {
    return mLow;
  }

  writeOrigin(m: v128, record: usize): void {}

  expLow(x: v128, m: v128, mLow: v128): v128 {
    return this.exp(f32x4.sub(x, m), differenceError<f32>(x, m));
  }

  expHigh(x: v128, m: v128, mLow: v128): v128 {
    return x;
  }

  masked(x: v128, mask: v128): v128 {
    return f32x4.add(instance<MaskedEntry<f32>>().high(x, mask), this.low(x, mask));
  }

  maskedError(x: v128, mask: v128): v128 {
    const high = instance<MaskedEntry<f32>>().high(x, mask);
    return f32x4.sub(this.low(x, mask), f32x4.sub(this.masked(x, mask), high));
  }

  expLowMasked(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    const sum = this.masked(x, mask);
    const error = f32x4.add(differenceError<f32>(sum, m), f32x4.sub(this.maskedError(x, mask), mLow));
    return this.exp(f32x4.sub(sum, m), error);
  }

  expHighMasked(x: v128, mask: v128, m: v128, mLow: v128): v128 {
    return x;
  }

  sumLow(low: v128, high: v128): v128 {
    return widenLow<f32>(low);
  }

  sumHigh(low: v128, high: v128): v128 {
    return widenHigh(low);
  }

  broadcast(value: v128): v128 {
    const rounded = narrowLow(value);
    return v128.shuffle<i64>(rounded, rounded, 0, 0);
  }

  broadcastError(value: v128): v128 {
    return this.broadcast(f64x2.sub(value, widenLow<f32>(narrowLow(value))));
  }

  product(low: v128, high: v128, factor: v128, factorError: v128): v128 {
    return instance<Lanes<f32>>().madd(low, factorError, f32x4.mul(low, factor));
  }

  /**
   * (x - m) / temperature - log, from halves: x - m may be beyond the largest f32 where the
   * quotient is not.
   */
  logarithm(x: v128, m: v128, log: v128): v128 {
    const op = instance<Lanes<f32>>();
    const half = op.splat(0.5);
    const d = op.sub(op.mul(x, half), op.mul(m, half));
    return op.sub(op.mul(d, op.add(op.parameter(3), op.parameter(3))), log);
  }

  centreOfLogarithms(x: v128, mask: v128): v128 {
    return instance<Float32Terms>().masked(x, mask);
  }

  /**
   * (x - m) / temperature - log of masked entries, in f64 lanes: the temperature times a mask may
   * be beyond the largest f32 too.
   */
  logarithmMasked(x: v128, mask: v128, m: v128, mLow: v128, log: v128): v128 {
    return instance<Float32Terms>().logarithmMasked(x, mask, m, mLow, widenLow<f32>(log));
  }

  /**
   * The second word of a masked entry. Where the first is infinite, NaN would be left: the bound
   * takes its place.
   */
  private low(x: v128, mask: v128): v128 {
    const op = instance<MaskedEntry<f32>>();
    return op.max(op.parameter(5), op.low(x, mask));
  }

  /**
   * e^(d + error). Without a term, `error` may be NaN, or so large that its quotient is infinite:
   * there it does not count.
   */
  private exp(d: v128, error: v128): v128 {
    const op = instance<Lanes<f32>>();
    const bound = op.parameter(5);
    const z = op.max(d, bound);
    const shift = op.splat(12583063);
    const shifted = op.madd(z, op.parameter(0), shift);
    const n = op.sub(shifted, shift);
    const low = op.nmadd(n, op.parameter(2), v128.and(error, v128.gt<f32>(d, bound)));
    const r = op.mul(op.add(op.nmadd(n, op.parameter(1), z), low), op.parameter(3));
    const square = op.mul(r, r);
    const cubic = op.cubic(r, RowGrowth.c0, RowGrowth.c1, RowGrowth.c2, RowGrowth.c3);
    const growth = op.add(r, op.madd(op.mul(square, r), cubic, op.mul(square, op.splat(0.5))));
    const s = i32x4.shl(shifted, 23);
    return op.madd(s, growth, s);
  }
}
