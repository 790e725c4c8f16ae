import { FastExponential } from "./fastExponential";

/**
 * The exponential of a rate times x in f32 lanes, for any rate: x is reduced before it is
 * multiplied, by multiples of a step, ln2 / rate, so that none of its digits is lost.
 */
export abstract class SteppedExponential extends FastExponential {
  /** x - n step. The upper 15 bits of the step make its first product with n exact. */
  protected lessSteps(x: v128, n: v128, step: i32): v128 {
    const high = v128.and(this.parameter(step), i32x4.splat(-0x200));
    const low = this.add(this.sub(this.parameter(step), high), this.parameterLow(step));
    return this.nmadd(n, low, this.nmadd(n, high, x));
  }
}
