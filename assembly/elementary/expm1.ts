import { instance } from "../lanes";
import { Float32Exponential } from "../math/float32Exponential";
import { Brief, Half } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { Octaves } from "./parts/octaves";

/**
 * expm1(x) = e^x - 1 = (2^n - 1) + 2^n (r + t), the first sum in two words
 *
 * Within 0.95 ULP in `f64`. Beyond ±40 it is e^x, or -1.
 */
export class Expm1 extends Elementary<Octaves> {
  value(x: v128): v128 {
    const one = this.op.splat(1);
    const z = this.op.bounded(x);
    const n = this.op.octaves(z);
    const r = this.op.remainder(z);
    const t = this.op.rest(z);
    const s = this.op.power(n);
    const whole = this.op.sub(s, one);
    const product = this.op.mul(s, r);
    const sum = this.op.add(whole, product);
    const error = this.op.add(this.op.sub(this.op.sub(s, whole), one), this.op.add(this.op.sub(whole, sum), product));
    const near = this.op.add(sum, this.op.add(error, this.op.mul(s, t)));
    const far = this.op.whereNegative(x, this.op.splat(-1), this.op.timesPower(this.op.mantissa(r, t), n));
    const y = v128.bitselect(near, far, v128.lt<f64>(this.op.abs(x), this.op.splat(40)));
    return v128.bitselect(x, y, v128.lt<f64>(this.op.abs(x), this.op.splat(5.551115123125783e-17)));
  }
}

/** The results for `f32`, as a fraction in which nothing cancels. */
export class BriefExpm1 extends Brief<Expm1> {
  brief(x: v128, half: Half): v128 {
    return instance<Float32Exponential>().accurateAtZero.expm1(half.of(this.op.atMost(x, 200)));
  }

  finished(x: v128, y: v128): v128 {
    return this.op.withSign(y, x);
  }
}

export type Float32 = BriefExpm1;
export type Float64 = Expm1;
