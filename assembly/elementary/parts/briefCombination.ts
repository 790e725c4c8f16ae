import { instance, Lanes, narrow, rarelyOfThree, Ternary, widenHigh, widenLow } from "../../lanes";
import { areNextToMiddle } from "./brief";
import { Combination } from "./combination";

/** The results of `A`, a function of two arguments, rounded to `f32`, as Brief has those of one. */
export abstract class BriefCombination<A extends Combination<Lanes<f64>>, E extends Lanes<f64>> extends Combination<E> {
  /** All bits where z, the brief f(x, y) in `f64`, may be wrong by more than 2^-34; else 0. */
  abstract inDoubt(x: v128, y: v128, z: v128): v128;

  get lane(): i32 {
    return 4;
  }

  value(x: v128): v128 {
    return this.ofHalves(x, this.op.parameter(0), this.op.parameter(0));
  }

  ofHalves(x: v128, yLow: v128, yHigh: v128): v128 {
    const xLow = widenLow<f32>(x);
    const xHigh = widenHigh(x);
    const low = this.of(xLow, yLow);
    const high = this.of(xHigh, yHigh);
    const halves = v128.shuffle<i32>(this.inDoubt(xLow, yLow, low), this.inDoubt(xHigh, yHigh, high), 0, 2, 4, 6);
    return rarelyOfThree<OfTwoInFull<A>>(v128.or(areNextToMiddle(low, high), halves), x, yLow, yHigh, narrow<f32>(low, high));
  }
}

class OfTwoInFull<A extends Combination<Lanes<f64>>> extends Ternary {
  at(x: v128, yLow: v128, yHigh: v128): v128 {
    return narrow<f32>(this.half(widenLow<f32>(x), yLow), this.half(widenHigh(x), yHigh));
  }

  /** Out of line once more, as both halves take the same; the mask is all bits. */
  private half(x: v128, y: v128): v128 {
    return rarelyOfThree<HalfOfTwoInFull<A>>(v128.or(v128.eq<f64>(x, x), v128.ne<f64>(x, x)), x, y, y, x);
  }
}

class HalfOfTwoInFull<A extends Combination<Lanes<f64>>> extends Ternary {
  at(x: v128, y: v128, _: v128): v128 {
    return instance<A>().of(x, y);
  }
}

/** All bits where z is NaN, or subnormal as `f32` and not 0. */
export function isNanOrSubnormal(z: v128): v128 {
  const a = v128.abs<f64>(z);
  const isSmall = v128.lt<f64>(a, f64x2.splat(1.1754943508222875e-38));
  return v128.or(v128.and(isSmall, v128.gt<f64>(a, f64x2.splat(0))), v128.ne<f64>(z, z));
}
