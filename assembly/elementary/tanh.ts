import { instance } from "../lanes";
import { TanhRemainder as R } from "../math/coefficients/elementary";
import { Float32Exponential } from "../math/float32Exponential";
import { Brief, Half } from "./parts/brief";
import { Elementary } from "./parts/elementary";
import { Hyperbolic } from "./parts/hyperbolic";

/**
 * tanh(x) = 1 - 2 / (e^2x + 1), up to 0.55 x + x³ P(x²)
 *
 * Within 0.9 ULP in `f64`: what e^2x + 1 has lost is put right to first order.
 */
export class Tanh extends Elementary<Hyperbolic> {
  value(x: v128): v128 {
    const a = this.op.abs(x);
    return this.op.flip(v128.bitselect(this.near(a), this.far(a), v128.lt<f64>(a, this.op.splat(0.55))), x);
  }

  private near(a: v128): v128 {
    const z = this.op.mul(a, a);
    const z2 = this.op.mul(z, z);
    const z4 = this.op.mul(z2, z2);
    const low = this.op.add(this.line(z, R.c0, R.c1), this.op.mul(z2, this.line(z, R.c2, R.c3)));
    const middle = this.op.add(this.line(z, R.c4, R.c5), this.op.mul(z2, this.line(z, R.c6, R.c7)));
    const high = this.op.add(this.line(z, R.c8, R.c9), this.op.mul(this.op.splat(R.c10), z2));
    const bend = this.op.add(low, this.op.mul(z4, this.op.add(middle, this.op.mul(z4, high))));
    return this.op.add(a, this.op.mul(this.op.mul(a, z), bend));
  }

  private far(a: v128): v128 {
    const one = this.op.splat(1);
    const half = this.op.atMost(a, 20);
    const z = this.op.add(half, half);
    const power = this.op.power(this.op.octaves(z));
    const e = this.op.mul(this.op.head(z), power);
    const sum = this.op.add(e, one);
    const lost = this.op.add(this.op.sub(one, this.op.sub(sum, e)), this.op.mul(this.op.lost(z), power));
    const complement = this.op.div(this.op.splat(2), sum);
    const y = this.op.sub(one, complement);
    const correction = this.op.mul(this.op.mul(this.op.mul(this.op.splat(0.5), complement), complement), lost);
    return this.op.add(y, this.op.add(this.op.sub(this.op.sub(one, y), complement), correction));
  }

  private line(z: v128, c0: f64, c1: f64): v128 {
    return this.op.add(this.op.splat(c0), this.op.mul(this.op.splat(c1), z));
  }
}

/** The results for `f32`, those of the activation but for doubts. */
export class BriefTanh extends Brief<Tanh> {
  brief(x: v128, half: Half): v128 {
    return instance<Float32Exponential>().tanh(half.of(x));
  }
}

export type Float32 = BriefTanh;
export type Float64 = Tanh;
