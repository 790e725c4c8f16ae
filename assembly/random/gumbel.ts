import { Logarithms } from "../elementary/parts/logarithms";
import { instance } from "../lanes";
import { Drawn } from "./parts/randomized";

export { value } from "./parts/loops";

/**
 * x + g, g = -log(-log(u + 2^-33)) of the standard Gumbel distribution, between -3.1 and 22.9
 *
 * u is a multiple of 2^-32, so that the sum is exact and neither 0 nor 1. The logarithms have the
 * operations of src/scalar/logarithm.ts, none of them fused: the bits are the same on every
 * backend. What the inner one is off comes out of the outer as it is, relative to 1, so that g is
 * within 1.5 units in the last place of the larger of 1 and |g|.
 */
class Gumbel extends Drawn {
  value(x: v128, u: v128): v128 {
    const exponential = this.op.neg(this.log(this.op.add(u, this.op.splat(2 ** -33))));
    return this.op.sub(x, this.log(exponential));
  }

  /** The logarithm of a positive normal number. */
  private log(x: v128): v128 {
    return this.op.logarithm(this.op.exponent(x), this.op.fraction(x), this.op.splat(0));
  }

  private get op(): Logarithms {
    return instance<Logarithms>();
  }
}

export type Float32 = Gumbel;
export type Float64 = Gumbel;
