import { Lanes } from "../lanes";
import { PI_LOW, ArctangentRemainder as R } from "../math/coefficients/trigonometry";
import { Pointwise } from "../pointwise";
import { productError } from "./parts/exact";

/**
 * atan(x) = h π + arctan t with |t| <= tan(π/8), where t is |x|, or (|x| - 1) / (|x| + 1) with h =
 * 1/4, or -1 / |x| with h = 1/2
 *
 * The quotient has two words. Within 0.7 ULP in `f64`.
 */
export class Atan extends Pointwise<f64, Lanes<f64>> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const a = this.op.atMost(this.op.abs(x), 2 ** 60);
    const middle = v128.gt<f64>(a, this.op.splat(Math.SQRT2 - 1));
    const far = v128.gt<f64>(a, this.op.splat(Math.SQRT2 + 1));
    const within = v128.andnot(middle, far);
    const numerator = v128.bitselect(this.op.splat(-1), v128.bitselect(this.op.sub(a, one), a, middle), far);
    const denominator = v128.bitselect(a, v128.bitselect(this.op.add(a, one), one, middle), far);
    const numeratorLow = v128.and(this.op.sub(a, this.op.add(numerator, one)), within);
    const denominatorLow = v128.and(this.op.sub(a, this.op.sub(denominator, one)), within);
    const t = this.op.div(numerator, denominator);
    const residue = this.op.sub(this.op.sub(numerator, this.op.mul(t, denominator)), productError(t, denominator));
    const lost = this.op.sub(this.op.add(residue, numeratorLow), this.op.mul(t, denominatorLow));
    const z = this.op.mul(t, t);
    const low = v128.and(this.op.mul(this.op.div(lost, denominator), this.op.sub(one, z)), middle);

    const quarters = this.op.add(v128.and(middle, this.op.splat(0.25)), v128.and(far, this.op.splat(0.25)));
    const first = this.op.mul(quarters, this.op.splat(Math.PI));
    const sum = this.op.add(first, t);
    const bend = this.op.mul(this.op.mul(t, z), this.remainder(z));
    const rest = this.op.add(bend, this.op.add(low, this.op.mul(quarters, this.op.splat(PI_LOW))));
    return this.op.flip(this.op.add(sum, this.op.add(this.op.add(this.op.sub(first, sum), t), rest)), x);
  }

  /** (arctan t / t - 1) / z in z = t² */
  private remainder(z: v128): v128 {
    const z2 = this.op.mul(z, z);
    const z4 = this.op.mul(z2, z2);
    const low = this.op.add(this.line(z, R.c0, R.c1), this.op.mul(z2, this.line(z, R.c2, R.c3)));
    const middle = this.op.add(this.line(z, R.c4, R.c5), this.op.mul(z2, this.line(z, R.c6, R.c7)));
    const high = this.op.add(this.line(z, R.c8, R.c9), this.op.mul(this.op.splat(R.c10), z2));
    return this.op.add(low, this.op.mul(z4, this.op.add(middle, this.op.mul(z4, high))));
  }

  private line(z: v128, c0: f64, c1: f64): v128 {
    return this.op.add(this.op.splat(c0), this.op.mul(this.op.splat(c1), z));
  }
}

export type Float32 = Atan;
export type Float64 = Atan;
