import { instance, Rare, rarely } from "../../lanes";
import { PI_LOW } from "../../math/coefficients/trigonometry";
import { errorOfSum, productError } from "../../math/exact";
import { Trigonometry } from "../../math/trigonometry";
import { Turns } from "../../math/turns";

/** An angle: a multiple of the rate times x, and a part of half a turn added. */
export abstract class Angle {
  abstract get factor(): f64;
  abstract get turn(): f64;
}

/** A function of x and of the remainder of an angle by π, in two words, of the parity in `sign`. */
export abstract class Ending<E extends Trigonometry> {
  abstract at(x: v128, r: v128, low: v128, sign: v128): v128;
}

/** sin of the angle */
export class SineEnding<E extends Trigonometry> extends Ending<E> {
  at(x: v128, r: v128, low: v128, sign: v128): v128 {
    const e = instance<E>();
    return e.flip(e.sine(r, low), sign);
  }
}

/**
 * `F` of the remainder of an angle by π, exactly for every x. With n the whole number nearest to the
 * angle over π,
 *
 *     sin(φ + turn π) = (-1)^n sin(φ - (n - turn) π)
 *
 * n is what adding 1.5 2^52 leaves of the quotient.
 */
export class Wave<E extends Trigonometry, A extends Angle, F extends Ending<E>> {
  at(x: v128): v128 {
    const e = instance<E>();
    const factor = e.splat(instance<A>().factor);
    const high = e.mul(e.high(x), factor);
    const low = e.mul(e.low(x), factor);
    const shifted = e.add(e.madd(high, e.splat(1 / Math.PI), e.splat(instance<A>().turn)), e.splat(6755399441055744));
    const m = e.sub(e.sub(shifted, e.splat(6755399441055744)), e.splat(instance<A>().turn));
    const sign = i64x2.shl(shifted, 63);
    const near = instance<F>().at(x, e.remainder(high, low, m), e.remainderLow(high, low, m), sign);
    const far = v128.gt<f64>(e.abs(high), e.splat(e.reach));
    return rarely<Far<E, A, F>>(far, x, near);
  }
}

/** The same far out, from half turns. */
class Far<E extends Trigonometry, A extends Angle, F extends Ending<E>> extends Rare {
  at(x: v128): v128 {
    const e = instance<E>();
    const scaled = e.mul(x, e.splat(instance<A>().factor * 2.938735877055719e-39));
    const high = e.high(scaled);
    const low = e.low(scaled);
    const first = this.turns(v128.shuffle<i64>(high, low, 0, 2));
    const second = this.turns(v128.shuffle<i64>(high, low, 1, 3));
    const f = v128.shuffle<i64>(first, second, 0, 2);
    const fLow = v128.shuffle<i64>(first, second, 1, 3);

    const turn = e.splat(instance<A>().turn);
    const sum = e.add(f, turn);
    const beyond = v128.gt<f64>(sum, e.splat(0.5));
    const g = e.sub(sum, v128.and(beyond, e.splat(1)));
    const gLow = e.add(fLow, errorOfSum<f64>(f, turn, sum));
    const r = e.mul(g, e.splat(Math.PI));
    const low2 = e.add(productError<f64>(g, e.splat(Math.PI)), e.madd(g, e.splat(PI_LOW), e.mul(gLow, e.splat(Math.PI))));
    const sign = v128.xor(i64x2.shl(fLow, 63), beyond);
    return instance<F>().at(x, r, low2, sign);
  }

  /** All angles of a vector are in one of `Turns`: which are not asked for does no harm. */
  private turns(words: v128): v128 {
    return rarely<Turns>(v128.eq<f64>(words, words), words, words);
  }
}
