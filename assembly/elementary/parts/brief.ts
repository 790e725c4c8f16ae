import { instance, Lanes, narrow, Rare, rarely, widenHigh, widenLow } from "../../lanes";
import { Pointwise } from "../../pointwise";
import { Elementary } from "./elementary";

/**
 * The results of `A` rounded to `f32`, from values with fewer digits. Where the error of one could
 * decide which of two floats is nearer, A itself is computed (Ziv 1991): the bits are those of A,
 * with fused operations or without.
 */
export abstract class Brief<A extends Elementary<Lanes<f64>>> extends Pointwise<f32> {
  /** f of a half of x, in `f64`: with a relative error below 2^-34, unless {@link inDoubt}. */
  abstract brief(x: v128, half: Half): v128;

  /**
   * All bits where the brief value, which is y in `f32`, may decide wrongly; else 0. `middle` is
   * the same for errors of 2^-34.
   */
  inDoubt(x: v128, y: v128, middle: v128): v128 {
    return middle;
  }

  /** The result, from y: it may lack its sign. */
  finished(x: v128, y: v128): v128 {
    return y;
  }

  /** More vectors would make modules two thirds larger. */
  get unroll(): i32 {
    return 1;
  }

  value(x: v128): v128 {
    const low = this.brief(x, instance<Low>());
    const high = this.brief(x, instance<High>());
    const y = narrow<f32>(low, high);
    return rarely<InFull<A>>(this.inDoubt(x, y, areNextToMiddle(low, high)), x, this.finished(x, y));
  }
}

/** A half of a vector of `f32`, as `f64`. */
export abstract class Half {
  abstract of(x: v128): v128;
}

export class Low extends Half {
  of(x: v128): v128 {
    return widenLow<f32>(x);
  }
}

export class High extends Half {
  of(x: v128): v128 {
    return widenHigh(x);
  }
}

class InFull<A extends Elementary<Lanes<f64>>> extends Rare {
  at(x: v128): v128 {
    return narrow<f32>(this.half(widenLow<f32>(x)), this.half(widenHigh(x)));
  }

  /** Out of line once more, as both halves take the same. */
  private half(x: v128): v128 {
    return rarely<HalfInFull<A>>(v128.eq<f64>(x, x), x, x);
  }
}

class HalfInFull<A extends Elementary<Lanes<f64>>> extends Rare {
  at(x: v128): v128 {
    return instance<A>().value(x);
  }
}

/**
 * All bits where a relative error of 2^-34 may take a number across the middle of two `f32`: the 29
 * bits that these lack are within 2^19 of a half, the least of the integers once they come first.
 */
export function areNextToMiddle(low: v128, high: v128): v128 {
  const words = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
  const rest = i32x4.shl(i32x4.add(words, i32x4.splat(0x80000)), 3);
  return i32x4.lt_s(rest, i32x4.splat(-2139095040));
}

/** All bits where a number is subnormal, but not 0. */
export function isSubnormal(y: v128): v128 {
  const a = i32x4.add(i32x4.shl(y, 1), i32x4.splat(0x7fffffff));
  return i32x4.lt_s(a, i32x4.splat(-2130706433));
}

/** All bits where x is below `from`, from `to` on, or NaN: both are positive, given as bits. */
export function isOutside(x: v128, from: i32, to: i32): v128 {
  return i32x4.ge_s(i32x4.sub(x, i32x4.splat(from - i32.MIN_VALUE)), i32x4.splat(to - from + i32.MIN_VALUE));
}

/** All bits where |x| is above a bound that is given by its bits, or x is NaN. */
export function isBeyond(x: v128, bound: i32): v128 {
  return i32x4.gt_s(v128.abs<f32>(x), i32x4.splat(bound));
}
