/** The loops of functions of two arguments: of two arrays, or of one and a parameter. */
import { instance, Lanes, narrow, widenHigh, widenLow } from "../../lanes";
import { Continuation, READS_GRADIENT, Step, walk } from "../../walk";
import { Elementary } from "./elementary";

/** An elementary function of x and y; the y of {@link value} is a parameter. */
export abstract class Combination<E extends Lanes<f64>> extends Elementary<E> {
  abstract of(x: v128, y: v128): v128;

  value(x: v128): v128 {
    return this.of(x, this.op.parameter(0));
  }

  /** of, for a vector of `f32` and y in halves. */
  ofHalves(x: v128, yLow: v128, yHigh: v128): v128 {
    return narrow<f32>(this.of(widenLow<f32>(x), yLow), this.of(widenHigh(x), yHigh));
  }
}

/** `z[i] = f(x[i], y[i])` */
class OfTwoArrays<K extends Combination<Lanes<f64>>, T extends number> extends Step {
  get arrays(): i32 {
    return READS_GRADIENT;
  }

  at<R extends Continuation>(y: usize, x: usize, z: usize, result: usize, d: usize): void {
    const f = instance<K>();
    const a = v128.load(x);
    const b = v128.load(y);
    const value = sizeof<T>() === 8 ? f.of(a, b) : f.ofHalves(a, widenLow<T>(b), widenHigh(b));
    instance<R>().at(y, x, z, result, d);
    v128.store(result, value);
  }
}

export function combination<K extends Combination<Lanes<f64>>, T extends number>(x: usize, y: usize, z: usize, n: usize, c: usize): void {
  walk<OfTwoArrays<K, T>, T>(1, y, x, 0, z, 0, n, c);
}
