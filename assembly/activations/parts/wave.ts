import { instance, Rare, rarely } from "../../lanes";
import { PI_LOW } from "../../math/coefficients/trigonometry";
import { errorOfSum, productError } from "../../math/exact";
import { Float64Trigonometry, HalfTurns, Trigonometry } from "../../math/trigonometry";
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
 * two words; `sign` has the sign bit where an odd number of half turns was taken off. A remainder
 * in half turns has one word, and takes the sign itself.
 */
export abstract class Reconstruction<E extends Trigonometry> {
  abstract at(x: v128, r: v128, low: v128, sign: v128): v128;
}

/** The sine of the angle. */
export class SineReconstruction<E extends Trigonometry> extends Reconstruction<E> {
  at(x: v128, r: v128, low: v128, sign: v128): v128 {
    const op = instance<E>();
    return op.isOfHalfTurns ? op.sine(r, low) : op.flip(op.sine(r, low), sign);
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
    return instance<E>().isOfHalfTurns ? this.ofHalfTurns(x) : this.ofRadians(x);
  }

  private ofRadians(x: v128): v128 {
    const op = instance<Float64Trigonometry>();
    const factor = instance<A>().factor;
    const turn = instance<A>().turn;
    const high = multiple(op.high(x), factor);
    const low = multiple(op.low(x), factor);
    const turns = turn === 0 ? op.mul(high, op.splat(1 / Math.PI)) : op.madd(high, op.splat(1 / Math.PI), op.splat(turn));
    const shifted = op.add(turns, op.splat(ROUNDER));
    const n = op.sub(shifted, op.splat(ROUNDER));
    const m = turn === 0 ? n : op.sub(n, op.splat(turn));
    const near = instance<F>().at(x, op.remainder(high, low, m), op.remainderLow(high, low, m), i64x2.shl(shifted, 63));
    const far = v128.gt<f64>(op.abs(high), op.splat(op.reach));
    return rarely<FarFunction<A, F>>(far, x, near);
  }

  /** The same in half turns, where the angle has as many words, and needs none of π. */
  private ofHalfTurns(x: v128): v128 {
    const op = instance<HalfTurns>();
    const factor = instance<A>().factor;
    const turn = instance<A>().turn;
    const z = multiple(x, factor);
    const high = op.halfTurns(z);
    const shifted = op.add(turn === 0 ? high : op.add(high, op.splat(turn)), op.splat(ROUNDER));
    const n = op.sub(shifted, op.splat(ROUNDER));
    const m = turn === 0 ? n : op.sub(n, op.splat(turn));
    const near = v128.xor(op.addRest(op.sub(high, m), z), i64x2.shl(shifted, 63));
    const far = v128.gt<f64>(op.abs(high), op.splat(op.reach));
    const r = rarely<FarHalfTurns<A>>(far, x, near);
    return instance<F>().at(x, r, r, r);
  }
}

/** 1.5 2^52: what is added to it becomes a whole number. */
const ROUNDER: f64 = 6755399441055744;

/** 2^-128 */
const DOWN: f64 = 2.938735877055719e-39;

function multiple(word: v128, factor: f64): v128 {
  return factor === 1 ? word : f64x2.mul(word, f64x2.splat(factor));
}

/** The same far out, in radians from half turns. */
class FarFunction<A extends Angle, F extends Reconstruction<Float64Trigonometry>> extends Rare {
  at(x: v128): v128 {
    const op = instance<Float64Trigonometry>();
    const factor = instance<A>().factor;
    const turn = instance<A>().turn;
    const far = instance<Far<Float64Trigonometry>>();
    const scaled = op.mul(x, op.splat(factor * DOWN));
    const g = far.high(scaled, op.splat(turn));
    const gLow = far.low(scaled, op.splat(turn));
    const r = op.mul(g, op.splat(Math.PI));
    const low = op.add(productError<f64>(g, op.splat(Math.PI)), op.madd(g, op.splat(PI_LOW), op.mul(gLow, op.splat(Math.PI))));
    return instance<F>().at(x, r, low, far.sign(scaled, op.splat(turn)));
  }
}

/** The half turns of an angle far out, less the nearest whole number, of the sign of the result. */
class FarHalfTurns<A extends Angle> extends Rare {
  at(x: v128): v128 {
    const op = instance<HalfTurns>();
    const turn = op.splat(instance<A>().turn);
    const far = instance<Far<HalfTurns>>();
    const scaled = op.mul(x, op.splat(instance<A>().factor * DOWN));
    return op.flip(op.add(far.high(scaled, turn), far.low(scaled, turn)), far.sign(scaled, turn));
  }
}

/** The half turns of an angle in two words, from x 2^-128, less the nearest whole number. */
class Far<E extends Trigonometry> {
  high(x: v128, turn: v128): v128 {
    return f64x2.sub(this.sum(x, turn), v128.and(this.beyond(x, turn), f64x2.splat(1)));
  }

  low(x: v128, turn: v128): v128 {
    return f64x2.add(this.second(x), errorOfSum<f64>(this.first(x), turn, this.sum(x, turn)));
  }

  /** The sign bit where that number is odd. */
  sign(x: v128, turn: v128): v128 {
    return v128.xor(i64x2.shl(this.second(x), 63), this.beyond(x, turn));
  }

  private sum(x: v128, turn: v128): v128 {
    return f64x2.add(this.first(x), turn);
  }

  private beyond(x: v128, turn: v128): v128 {
    return f64x2.gt(this.sum(x, turn), f64x2.splat(0.5));
  }

  private first(x: v128): v128 {
    return v128.shuffle<i64>(this.turnsOfFirst(x), this.turnsOfSecond(x), 0, 2);
  }

  private second(x: v128): v128 {
    return v128.shuffle<i64>(this.turnsOfFirst(x), this.turnsOfSecond(x), 1, 3);
  }

  private turnsOfFirst(x: v128): v128 {
    return this.turns(v128.shuffle<i64>(instance<E>().high(x), instance<E>().low(x), 0, 2));
  }

  private turnsOfSecond(x: v128): v128 {
    return this.turns(v128.shuffle<i64>(instance<E>().high(x), instance<E>().low(x), 1, 3));
  }

  /** Once more out of line, as the same function serves both lanes and all angles. */
  private turns(words: v128): v128 {
    return rarely<Turns>(v128.eq<f64>(words, words), words, words);
  }
}
