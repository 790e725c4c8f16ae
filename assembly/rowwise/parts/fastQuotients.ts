import { instance, Lanes, narrowLow, widenLow } from "../../lanes";
import { RowGrowth } from "../../math/coefficients/fast";
import { FastTerms } from "./fast";

/** Where the lowest entry that has a term stands in the context, in all lanes. */
const LOWEST: usize = 240;

/** Octaves of m up to which their products with the first word of ln2 are exact, 151 below too. */
const FARTHEST: f64 = 360;

/** 1.5 2^23 + 127 + 24: with n added, its last bits are the exponent field of 2^(n + 24). */
const SHIFT: f64 = 12583063;

/**
 * Terms of f32 arrays for their quotients alone: e^(x / temperature) over 2^N, the power of two
 * next to the one of m. Nothing is subtracted from x that would round it: with |N| up to 360
 * nothing at all; with more of it m, which is less than half as far from any entry with a term as
 * from 0, so that their difference is exact.
 *
 *     2^n e^r = 2^n + 2^n (r + r² (1/2 + r q(r))),     to 2^-26 (proof/coefficients/fast.ts)
 *
 * A term is 1 ULP off. Four are added in f32 at a time.
 */
export class FastQuotients extends FastTerms {
  get centred(): bool {
    return false;
  }

  get hasOrigin(): bool {
    return true;
  }

  origin(m: v128): v128 {
    const op = instance<Lanes<f32>>();
    return v128.and(m, v128.gt<f32>(op.abs(this.octaves(m)), op.splat(FARTHEST)));
  }

  originLow(m: v128, mLow: v128, c: usize): v128 {
    const op = instance<Lanes<f32>>();
    const octaves = this.octaves(op.sub(m, this.origin(m)));
    const lowest = op.sub(octaves, op.splat(151));
    v128.store(c, op.madd(lowest, op.parameter(1), op.mul(lowest, op.parameter(2))), LOWEST);
    return op.sub(op.splat(SHIFT), octaves);
  }

  writeOrigin(m: v128, record: usize): void {
    const op = instance<Lanes<f64>>();
    const origin = this.origin(m);
    const octaves = widenLow<f32>(this.octaves(f32x4.sub(m, origin)));
    const low = op.madd(octaves, op.parameter(1), op.mul(octaves, op.parameter(2)));
    store<f64>(record, f64x2.extract_lane(op.add(widenLow<f32>(origin), low), 0));
    store<f64>(record, 0, 24);
  }

  /**
   * Rounded down, so that a term times the reciprocal of itself is 1: what is left is added to less
   * than 1, where the floats are twice as dense.
   */
  broadcast(value: v128): v128 {
    const nearest = narrowLow(value);
    const above = f64x2.gt(widenLow<f32>(nearest), value);
    const down = i32x4.add(nearest, v128.shuffle<i32>(above, above, 0, 2, 0, 2));
    return v128.shuffle<i64>(down, down, 0, 0);
  }

  broadcastError(value: v128): v128 {
    const error = narrowLow(f64x2.sub(value, widenLow<f32>(this.broadcast(value))));
    return v128.shuffle<i64>(error, error, 0, 0);
  }

  /** x is taken from the origin already. */
  expLow(x: v128, origin: v128, shift: v128): v128 {
    const z = this.atLeastLowest(x);
    return this.power(z, shift, this.rest(z, shift));
  }

  /**
   * The term of a masked entry. Without one, the error may be NaN, or so large that its quotient is
   * infinite.
   */
  expLowMasked(x: v128, mask: v128, origin: v128, shift: v128): v128 {
    const d = f32x4.sub(this.masked(x, mask), origin);
    const z = this.atLeastLowest(d);
    const error = v128.and(this.maskedError(x, mask), v128.gt<f32>(d, v128.load(LOWEST)));
    return this.power(z, shift, f32x4.add(this.rest(z, shift), error));
  }

  /** N, of an entry from the origin. */
  private octaves(m: v128): v128 {
    const op = instance<Lanes<f32>>();
    return op.nearest(op.mul(m, op.parameter(0)));
  }

  private atLeastLowest(d: v128): v128 {
    return instance<Lanes<f32>>().max(d, v128.load(LOWEST));
  }

  private shifted(z: v128, shift: v128): v128 {
    const op = instance<Lanes<f32>>();
    return op.madd(z, op.parameter(0), shift);
  }

  /** z - n temperature ln2 */
  private rest(z: v128, shift: v128): v128 {
    const op = instance<Lanes<f32>>();
    const n = op.sub(this.shifted(z, shift), shift);
    return op.nmadd(n, op.parameter(2), op.nmadd(n, op.parameter(1), z));
  }

  /** 2^(n - N + 24) e^r */
  private power(z: v128, shift: v128, rest: v128): v128 {
    const op = instance<Lanes<f32>>();
    const r = op.mul(rest, op.parameter(3));
    const square = op.mul(r, r);
    const low = op.madd(r, op.splat(RowGrowth.c0), op.splat(0.5));
    const middle = op.madd(r, op.splat(RowGrowth.c2), op.splat(RowGrowth.c1));
    const high = op.madd(square, op.splat(RowGrowth.c3), middle);
    const growth = op.madd(square, op.madd(square, high, low), r);
    const s = i32x4.shl(this.shifted(z, shift), 23);
    return op.madd(s, growth, s);
  }
}
