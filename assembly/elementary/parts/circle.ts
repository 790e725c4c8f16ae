import { Count } from "../../count";
import { instance, rarely } from "../../lanes";
import { CosineRemainder as C, QuarterTurn as Q, QuarterSine as R } from "../../math/coefficients/elementary";
import { PI_LOW } from "../../math/coefficients/trigonometry";
import { errorOfSum } from "../../math/exact";
import { Turns } from "../../math/turns";
import { productError } from "./exact";
import { ROUNDER } from "./octaves";
import { Unfused } from "./unfused";

/** The arguments up to which a remainder is taken in f64. */
const REACH: f64 = 131072;

/**
 * Sines of x itself, with the operations of src/scalar/circle.ts in their order: from the remainder
 * u of x by π/2, in two words, and the number of quarter turns that were taken off.
 */
export class Circle extends Unfused {
  /** x - n π/2 for a whole n up to 2^17. */
  remainder(x: v128, n: v128): v128 {
    return this.add(this.head(x, n), this.rest(x, n));
  }

  /** The error of {@link remainder}. */
  remainderLow(x: v128, n: v128): v128 {
    return this.add(this.sub(this.head(x, n), this.remainder(x, n)), this.rest(x, n));
  }

  /** y, the sine of x: a zero of the same sign where x is one. */
  withZero(y: v128, x: v128): v128 {
    return v128.or(y, v128.and(x, v128.eq<f64>(x, this.splat(0))));
  }

  /** sin(u + low) for |u| <= π/4, as u + (u³ w + low cos u) */
  sineWithin(u: v128, low: v128): v128 {
    return this.add(u, this.sineCorrection(u, low));
  }

  /** sin(u + low) - u */
  sineCorrection(u: v128, low: v128): v128 {
    const z = this.mul(u, u);
    return this.add(this.mul(this.mul(u, z), this.sineTerms(z)), this.mul(low, this.cosineFirst(u)));
  }

  /** cos(u + low) for |u| <= π/4, as 1 - u²/2 in two words and the rest */
  cosineWithin(u: v128, low: v128): v128 {
    return this.add(this.cosineFirst(u), this.cosineCorrection(u, low));
  }

  /** 1 - u²/2, rounded */
  cosineFirst(u: v128): v128 {
    return this.sub(this.splat(1), this.mul(this.splat(0.5), this.mul(u, u)));
  }

  /** cos(u + low) without {@link cosineFirst} */
  cosineCorrection(u: v128, low: v128): v128 {
    const z = this.mul(u, u);
    const half = this.mul(this.splat(0.5), z);
    const rest = this.sub(this.mul(this.mul(z, z), this.cosineTerms(z)), this.mul(u, low));
    return this.add(this.sub(this.sub(this.splat(1), this.cosineFirst(u)), half), rest);
  }

  /** x less n times the first two words of π/2: the first difference is exact. */
  private head(x: v128, n: v128): v128 {
    return this.sub(this.first(x, n), this.second(n));
  }

  /** The loss of that difference, which is exact, less the third word. */
  private rest(x: v128, n: v128): v128 {
    const lost = this.sub(this.sub(this.first(x, n), this.head(x, n)), this.second(n));
    return this.sub(lost, this.mul(n, this.splat(Q.c2)));
  }

  private first(x: v128, n: v128): v128 {
    return this.sub(x, this.mul(n, this.splat(Q.c0)));
  }

  private second(n: v128): v128 {
    return this.mul(n, this.splat(Q.c1));
  }

  private sineTerms(z: v128): v128 {
    const z2 = this.mul(z, z);
    const middle = this.add(this.line(z, R.c2, R.c3), this.mul(z2, this.line(z, R.c4, R.c5)));
    return this.add(this.line(z, R.c0, R.c1), this.mul(z2, middle));
  }

  private cosineTerms(z: v128): v128 {
    const z2 = this.mul(z, z);
    const middle = this.add(this.line(z, C.c2, C.c3), this.mul(z2, this.line(z, C.c4, C.c5)));
    return this.add(this.line(z, C.c0, C.c1), this.mul(z2, middle));
  }

  private line(z: v128, c0: f64, c1: f64): v128 {
    return this.add(this.splat(c0), this.mul(this.splat(c1), z));
  }
}

/**
 * A function of the remainder of an angle by π/2; the low bits of `quarters` are those that were
 * taken off.
 */
export abstract class Ending {
  abstract at(u: v128, low: v128, quarters: v128): v128;

  protected isOdd(quarters: v128): v128 {
    return i64x2.shr_s(i64x2.shl(quarters, 63), 63);
  }
}

export class SineEnding extends Ending {
  at(u: v128, low: v128, quarters: v128): v128 {
    const op = instance<Circle>();
    const y = v128.bitselect(op.cosineWithin(u, low), op.sineWithin(u, low), this.isOdd(quarters));
    return op.flip(y, i64x2.shl(quarters, 62));
  }
}

/** The quotient q = a / b of sine and cosine in two words each: q + (aLow - q bLow) / b */
export class TangentEnding extends Ending {
  at(u: v128, low: v128, quarters: v128): v128 {
    const op = instance<Circle>();
    const first = op.cosineFirst(u);
    const sine = op.sineWithin(u, low);
    const cosine = op.cosineWithin(u, low);
    const sineLost = op.add(op.sub(u, sine), op.sineCorrection(u, low));
    const cosineLost = op.add(op.sub(first, cosine), op.cosineCorrection(u, low));
    const isOdd = this.isOdd(quarters);
    const a = v128.bitselect(op.neg(cosine), sine, isOdd);
    const aLow = v128.bitselect(op.neg(cosineLost), sineLost, isOdd);
    const b = v128.bitselect(sine, cosine, isOdd);
    const bLow = v128.bitselect(sineLost, cosineLost, isOdd);
    const q = op.div(a, b);
    return op.add(q, op.div(op.sub(aLow, op.mul(q, bLow)), b));
  }
}

/** `F` of the remainder of x by π/2, exactly for every x, and `Q` quarter turns more. */
export class Quarters<Q extends Count, F extends Ending> {
  at(x: v128): v128 {
    const op = instance<Circle>();
    const shifted = op.add(op.mul(x, op.splat(2 / Math.PI)), op.splat(ROUNDER));
    const n = op.sub(shifted, op.splat(ROUNDER));
    const quarters = i64x2.add(shifted, i64x2.splat(instance<Q>().value));
    const near = instance<F>().at(op.remainder(x, n), op.remainderLow(x, n), quarters);
    const far = v128.gt<f64>(op.abs(x), op.splat(REACH));
    return rarely<FarQuarters<Q, F>>(far, op.mul(x, op.splat(2 ** -128)), near);
  }
}

/** The same far out, from the half turns n + high + low of 2^128 times the argument. */
class FarQuarters<Q extends Count, F extends Ending> extends Turns {
  protected ended(n: v128, high: v128, low: v128): v128 {
    const op = instance<Circle>();
    const twice = op.nearest(op.add(high, high));
    const f = op.sub(high, op.mul(op.splat(0.5), twice));
    const g = op.add(f, low);
    const gLow = errorOfSum<f64>(f, low, g);
    const u = op.mul(g, op.splat(Math.PI));
    const uLow = op.add(productError(g, op.splat(Math.PI)), op.add(op.mul(g, op.splat(PI_LOW)), op.mul(gLow, op.splat(Math.PI))));
    const shifted = op.add(op.add(op.add(n, n), twice), op.splat(ROUNDER));
    return instance<F>().at(u, uLow, i64x2.add(shifted, i64x2.splat(instance<Q>().value)));
  }
}
