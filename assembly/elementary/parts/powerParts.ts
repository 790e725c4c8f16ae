import { instance } from "../../lanes";
import {
  ExpCurvature as E,
  INVERSES,
  LogarithmRemainder as L,
  LN2_HIGH,
  LN2_LOW,
  LOGARITHMS,
  LOGARITHMS_LOW,
  PART_HIGH,
  PART_LOW,
  PARTS,
  POWERS,
  POWERS_LOW,
} from "../../math/coefficients/power";
import { Words } from "./logarithms";
import { Octaves, ROUNDER } from "./octaves";

/** The |x| from which on e^x is infinite or 0. */
export const REACH: f64 = 762;

/**
 * The logarithm in two words, and the exponential of two, from tables, with the operations of
 * src/scalar/pow.ts in their order: for |x| = 2^k z and c next to 1 / z (Tang 1990)
 *
 *     log a = k ln2 - log c + r - r²/2 + r³ (1/3 - r/4 + ...),   r = z c - 1
 */
export class PowerParts extends Octaves {
  /** log a for a positive normal a, in 24 bits. */
  head(a: v128): v128 {
    return this.rounded(this.firstWord(a));
  }

  /** The rest. */
  tail(a: v128): v128 {
    const r = this.r(a);
    const high = this.firstWord(a);
    const lostOfSum = this.add(this.sub(this.whole(a), this.sum(a)), r);
    const lostOfHigh = this.sub(this.sub(this.sum(a), high), this.square(a));
    const lostOfR = this.add(this.sub(this.rHigh(a), r), this.rLow(a));
    const lost = this.add(this.add(lostOfSum, lostOfHigh), lostOfR);
    const product = this.mul(this.mul(this.splat(0.5), this.rLow(a)), this.add(this.rHigh(a), r));
    const words = this.sub(this.add(this.mul(this.k(a), this.splat(LN2_LOW)), this.lookup(this.index(a), LOGARITHMS_LOW)), product);
    return this.add(this.sub(high, this.head(a)), this.add(this.add(lost, words), this.bend(r)));
  }

  /** e^(x + low) but for the power of two, x of 48 bits. */
  mantissa64(x: v128, low: v128): v128 {
    const n = this.parts(x);
    const r = this.add(this.sub(x, this.mul(n, this.splat(PART_HIGH))), this.sub(low, this.mul(n, this.splat(PART_LOW))));
    const square = this.mul(r, r);
    const curvature = this.add(this.line(r, E.c0, E.c1), this.mul(square, this.line(r, E.c2, E.c3)));
    const rest = this.add(r, this.mul(square, curvature));
    const index = v128.and(this.shifted(x), i64x2.splat(63));
    const first = this.lookup(index, POWERS);
    return this.add(first, this.mul(first, this.add(rest, this.lookup(index, POWERS_LOW))));
  }

  /** y times the power of two that e^x has, for |x| < 700: added to the exponent. */
  scaledBriefly(x: v128, y: v128): v128 {
    return i64x2.add(y, i64x2.shl(v128.andnot(this.shifted(x), i64x2.splat(63)), 46));
  }

  /** The 64ths of an octave in x. */
  protected parts(x: v128): v128 {
    return this.sub(this.shifted(x), this.splat(ROUNDER));
  }

  private shifted(x: v128): v128 {
    return this.add(this.mul(x, this.splat(PARTS)), this.splat(ROUNDER));
  }

  private firstWord(a: v128): v128 {
    return this.sub(this.sum(a), this.square(a));
  }

  private sum(a: v128): v128 {
    return this.add(this.whole(a), this.r(a));
  }

  private whole(a: v128): v128 {
    return this.add(this.mul(this.k(a), this.splat(LN2_HIGH)), this.lookup(this.index(a), LOGARITHMS));
  }

  private square(a: v128): v128 {
    return this.mul(this.mul(this.splat(0.5), this.rHigh(a)), this.rHigh(a));
  }

  private r(a: v128): v128 {
    return this.add(this.rHigh(a), this.rLow(a));
  }

  private rHigh(a: v128): v128 {
    return this.sub(this.mul(this.rounded(this.z(a)), this.inverse(a)), this.splat(1));
  }

  private rLow(a: v128): v128 {
    return this.mul(this.sub(this.z(a), this.rounded(this.z(a))), this.inverse(a));
  }

  private inverse(a: v128): v128 {
    return this.lookup(this.index(a), INVERSES);
  }

  /** log(1 + r) - r + r²/2 */
  private bend(r: v128): v128 {
    const square = this.mul(r, r);
    const upper = this.add(this.line(r, L.c4, L.c5), this.mul(square, this.splat(L.c6)));
    const middle = this.add(this.line(r, L.c2, L.c3), this.mul(square, upper));
    return this.mul(this.mul(r, square), this.add(this.line(r, L.c0, L.c1), this.mul(square, middle)));
  }

  private line(r: v128, c0: f64, c1: f64): v128 {
    return this.add(this.splat(c0), this.mul(this.splat(c1), r));
  }

  /** The whole octaves in a, of which z is the rest. */
  protected k(a: v128): v128 {
    return this.sub(v128.or(i64x2.shr_u(this.offset(a), 52), this.splat(2 ** 52)), this.splat(2 ** 52 + 1024));
  }

  private z(a: v128): v128 {
    return i64x2.add(v128.and(this.offset(a), i64x2.splat(0xfffffffffffff)), i64x2.splat(LEAST));
  }

  private index(a: v128): v128 {
    return v128.and(i64x2.shr_u(this.offset(a), 46), i64x2.splat(63));
  }

  /** The bits of a, less those of the least z, with 1024 more for the exponent: never negative. */
  protected offset(a: v128): v128 {
    return i64x2.sub(a, i64x2.splat(LEAST - (1024 << 52)));
  }
}

/** The same for any positive finite a, and e^x for |x| up to {@link REACH}. */
export class WidePowerParts extends PowerParts {
  exp(x: v128, low: v128): v128 {
    return this.timesPower(this.mantissa64(x, low), v128.floor<f64>(this.mul(this.parts(x), this.splat(1 / 64))));
  }

  protected k(a: v128): v128 {
    return this.sub(super.k(a), v128.and(this.splat(100), instance<Words>().isSmall(a)));
  }

  protected offset(a: v128): v128 {
    return super.offset(instance<Words>().raised(a));
  }
}

/** The bits of 0.707, where the intervals of the table begin. */
const LEAST: i64 = 0x3fe6a00000000000;
