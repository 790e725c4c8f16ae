import { instance, Rare, rarely } from "../../lanes";
import { PI_LOW } from "../../math/coefficients/trigonometry";
import { errorOfSum, productError } from "../../math/exact";
import { Trigonometry } from "../../math/trigonometry";
import { Turns } from "../../math/turns";

/** An angle: the rate times x, or twice that, and a part of half a turn added. */
export abstract class Angle {
  get factor(): f64 {
    return 1;
  }

  abstract get turn(): f64;
}

/** The rate times x. */
export class Phase extends Angle {
  get turn(): f64 {
    return 0;
  }
}

/** The same, of which the sine is the cosine. */
export class PhaseAhead extends Angle {
  get turn(): f64 {
    return 0.5;
  }
}

/**
 * The last step of a function of an angle: its value from x and the remainder of the angle by π, in
 * two words; `sign` has the sign bit where an odd number of half turns was taken off.
 */
export abstract class Reconstruction<E extends Trigonometry> {
  abstract at(x: v128, r: v128, low: v128, sign: v128): v128;
}

/** The sine of the angle. */
export class SineReconstruction<E extends Trigonometry> extends Reconstruction<E> {
  at(x: v128, r: v128, low: v128, sign: v128): v128 {
    const op = instance<E>();
    return op.flip(op.sine(r, low), sign);
  }
}

/**
 * `F` of the remainder of an angle by π, exactly for every x. With n the whole number nearest to
 * the angle over π,
 *
 *     sin(φ + turn π) = (-1)^n sin(φ - (n - turn) π)
 *
 * n is what adding 1.5 2^52 leaves of the quotient.
 */
export class Wave<E extends Trigonometry, A extends Angle, F extends Reconstruction<E>> {
  at(x: v128): v128 {
    const op = instance<E>();
    const high = this.multiple(op.high(x));
    const low = this.multiple(op.low(x));
    const turn = instance<A>().turn;
    const sum = op.sum(high, low);
    const turns = turn === 0 ? op.mul(sum, op.splat(1 / Math.PI)) : op.madd(sum, op.splat(1 / Math.PI), op.splat(turn));
    const shifted = op.add(turns, op.splat(6755399441055744));
    const n = op.sub(shifted, op.splat(6755399441055744));
    const m = turn === 0 ? n : op.sub(n, op.splat(turn));
    const sign = i64x2.shl(shifted, 63);
    const near = instance<F>().at(x, op.remainder(high, low, m), op.remainderLow(high, low, m), sign);
    const far = v128.gt<f64>(op.abs(high), op.splat(op.reach));
    return rarely<Far<E, A, F>>(far, x, near);
  }

  private multiple(word: v128): v128 {
    const factor = instance<A>().factor;
    return factor === 1 ? word : instance<E>().mul(word, instance<E>().splat(factor));
  }
}

/** The same far out, from half turns. */
class Far<E extends Trigonometry, A extends Angle, F extends Reconstruction<E>> extends Rare {
  at(x: v128): v128 {
    const op = instance<E>();
    const scaled = op.mul(x, op.splat(instance<A>().factor * 2.938735877055719e-39));
    const high = op.high(scaled);
    const low = op.low(scaled);
    const first = this.turns(v128.shuffle<i64>(high, low, 0, 2));
    const second = this.turns(v128.shuffle<i64>(high, low, 1, 3));
    const f = v128.shuffle<i64>(first, second, 0, 2);
    const fLow = v128.shuffle<i64>(first, second, 1, 3);

    const turn = op.splat(instance<A>().turn);
    const sum = op.add(f, turn);
    const beyond = v128.gt<f64>(sum, op.splat(0.5));
    const g = op.sub(sum, v128.and(beyond, op.splat(1)));
    const gLow = op.add(fLow, errorOfSum<f64>(f, turn, sum));
    const r = op.mul(g, op.splat(Math.PI));
    const low2 = op.add(productError<f64>(g, op.splat(Math.PI)), op.madd(g, op.splat(PI_LOW), op.mul(gLow, op.splat(Math.PI))));
    const sign = v128.xor(i64x2.shl(fLow, 63), beyond);
    return instance<F>().at(x, op.whole(r, low2), low2, sign);
  }

  /** Once more out of line, as the same function serves both lanes and all angles. */
  private turns(words: v128): v128 {
    return rarely<Turns>(v128.eq<f64>(words, words), words, words);
  }
}
