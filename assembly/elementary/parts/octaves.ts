import { narrowLow } from "../../lanes";
import { OCTAVE_HIGH, OCTAVE_LOW } from "../../math/coefficients/elementary";
import { CothRemainder, LN2_HIGH, LN2_LOW } from "../../math/coefficients/float64";
import { Unfused } from "./unfused";

/**
 * The exponential in parts, e^(x + low) = 2^n (1 + r + t), with the operations of
 * src/scalar/exponential.ts in their order: its bits are the same.
 *
 * n is x log2 e rounded, r = x - n ln2 with |r| < 0.347, and t the rest, which is small and known
 * to its last digits.
 */
export class Octaves extends Unfused {
  /** n */
  octaves(x: v128): v128 {
    return this.sub(this.add(this.mul(x, this.splat(Math.LOG2E)), this.splat(ROUNDER)), this.splat(ROUNDER));
  }

  /** r */
  remainder(x: v128): v128 {
    return this.sub(this.high(x), this.mul(this.octaves(x), this.splat(LN2_LOW)));
  }

  /** t */
  rest(x: v128): v128 {
    const r = this.remainder(x);
    const error = this.sub(this.sub(this.high(x), r), this.mul(this.octaves(x), this.splat(LN2_LOW)));
    return this.add(error, this.higherTerms(r));
  }

  /** 1 + r + t, rounded */
  mantissa(r: v128, t: v128): v128 {
    const first = this.add(this.splat(1), r);
    return this.add(first, this.add(this.sub(r, this.sub(first, this.splat(1))), t));
  }

  /** e^r - 1 - r. With z = r² and r coth(r/2) = 2 + z w(z) it is r y / (2 - y), y = r - z w. */
  higherTerms(r: v128): v128 {
    const z = this.mul(r, r);
    const w = this.mul(z, this.cothRemainder(z));
    const y = this.sub(r, w);
    const quotient = this.sub(this.div(this.mul(y, y), this.sub(this.splat(2), y)), w);
    return this.add(this.mul(this.splat(0.5), z), this.mul(this.mul(this.splat(0.5), r), quotient));
  }

  /** y 2^n for |n| <= 2000: exact, or rounded once where that is subnormal. */
  timesPower(y: v128, n: v128): v128 {
    const first = this.atMost(this.atLeast(n, -1000), 1000);
    return this.mul(this.mul(y, this.power(first)), this.power(this.sub(n, first)));
  }

  /** 2^n for a whole n from -1022 to 1023 */
  power(n: v128): v128 {
    return i64x2.shl(this.add(n, this.splat(6755399441056767)), 52);
  }

  /** f ln2 for |f| <= 1/2 */
  octavesOf(f: v128): v128 {
    return this.mul(f, this.splat(OCTAVE_HIGH + OCTAVE_LOW));
  }

  /** The loss of {@link octavesOf}. */
  octavesLow(f: v128): v128 {
    const head = this.rounded(f);
    const tail = this.mul(this.sub(f, head), this.splat(OCTAVE_HIGH + OCTAVE_LOW));
    const error = this.sub(this.mul(head, this.splat(OCTAVE_HIGH)), this.octavesOf(f));
    return this.add(error, this.add(this.mul(head, this.splat(OCTAVE_LOW)), tail));
  }

  /** The f32 nearest to x. */
  rounded(x: v128): v128 {
    return f64x2.promote_low_f32x4(narrowLow(x));
  }

  /** Either side as far as e^x is 0 or infinite. */
  bounded(x: v128): v128 {
    return this.atMost(this.atLeast(x, -1000), 1000);
  }

  /** x - n ln2 but for the second word of ln2. The first has 32 bits: nothing is rounded. */
  private high(x: v128): v128 {
    return this.sub(x, this.mul(this.octaves(x), this.splat(LN2_HIGH)));
  }

  private cothRemainder(z: v128): v128 {
    const square = this.mul(z, z);
    const lower = this.add(this.splat(CothRemainder.c0), this.mul(this.splat(CothRemainder.c1), z));
    const upper = this.add(
      this.add(this.splat(CothRemainder.c2), this.mul(this.splat(CothRemainder.c3), z)),
      this.mul(square, this.splat(CothRemainder.c4)),
    );
    return this.add(lower, this.mul(square, upper));
  }
}

/** 1.5 2^52: what is added to it becomes a whole number. */
export const ROUNDER: f64 = 6755399441055744;
