import { PI_LOW, ArctangentRemainder as R } from "../../math/coefficients/trigonometry";
import { productError } from "./exact";
import { Unfused } from "./unfused";

/** The arctangent in parts, with the operations of src/scalar/arctangent.ts in their order. */
export class Arctangent extends Unfused {
  /** The loss of a quotient t of two numbers in two words, as its arctangent has it. */
  lost(t: v128, numerator: v128, numeratorLow: v128, denominator: v128, denominatorLow: v128): v128 {
    const residue = this.sub(this.sub(numerator, this.mul(t, denominator)), productError(t, denominator));
    const lost = this.sub(this.add(residue, numeratorLow), this.mul(t, denominatorLow));
    return this.mul(this.div(lost, denominator), this.sub(this.splat(1), this.mul(t, t)));
  }

  /** first + h low of π + arctan t + low, for the first word of h π. */
  withBend(h: v128, first: v128, t: v128, low: v128): v128 {
    const sum = this.add(first, t);
    const z = this.mul(t, t);
    const bend = this.mul(this.mul(t, z), this.remainder(z));
    const rest = this.add(bend, this.add(low, this.mul(h, this.splat(PI_LOW))));
    return this.add(sum, this.add(this.add(this.sub(first, sum), t), rest));
  }

  /** (arctan t / t - 1) / z in z = t² */
  private remainder(z: v128): v128 {
    const z2 = this.mul(z, z);
    const z4 = this.mul(z2, z2);
    const low = this.add(this.line(z, R.c0, R.c1), this.mul(z2, this.line(z, R.c2, R.c3)));
    const middle = this.add(this.line(z, R.c4, R.c5), this.mul(z2, this.line(z, R.c6, R.c7)));
    const high = this.add(this.line(z, R.c8, R.c9), this.mul(this.splat(R.c10), z2));
    return this.add(low, this.mul(z4, this.add(middle, this.mul(z4, high))));
  }

  private line(z: v128, c0: f64, c1: f64): v128 {
    return this.add(this.splat(c0), this.mul(this.splat(c1), z));
  }
}
