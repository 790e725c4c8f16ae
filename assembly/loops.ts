/** The steps of elementwise functions. An export of a module is one of the functions at the end. */
import { Activation } from "./activation";
import {
  Backward,
  BackwardFromOutput,
  Derivative,
  Elementwise,
  Fitted,
  PairDerivative,
  PairValue,
  SecondDerivative,
  Value,
} from "./elementwise";
import { instance } from "./lanes";
import { Pointwise } from "./pointwise";
import { Continuation, READS_GRADIENT, Step, WRITES_PAIR, walk } from "./walk";

/** `y[i] = f(x[i])` */
class Mapping<F extends Elementwise> extends Step {
  get arrays(): i32 {
    return 0;
  }

  at<R extends Continuation>(dy: usize, x: usize, z: usize, y: usize, d: usize): void {
    const element = v128.load(x);
    const result = instance<F>().at(element, element);
    instance<R>().at(dy, x, z, y, d);
    v128.store(y, result);
  }
}

/** `y[i] = f(x[i])`, `d[i] = g(x[i])` */
class Pair<F extends Elementwise, G extends Elementwise> extends Step {
  get arrays(): i32 {
    return WRITES_PAIR;
  }

  at<R extends Continuation>(dy: usize, x: usize, z: usize, y: usize, d: usize): void {
    const element = v128.load(x);
    const first = instance<F>().at(element, element);
    const second = instance<G>().at(element, element);
    instance<R>().at(dy, x, z, y, d);
    v128.store(y, first);
    v128.store(d, second);
  }
}

/** `y[i] = f(x[i], dy[i])` */
class Weighted<F extends Elementwise> extends Step {
  get arrays(): i32 {
    return READS_GRADIENT;
  }

  at<R extends Continuation>(dy: usize, x: usize, z: usize, y: usize, d: usize): void {
    const result = instance<F>().at(v128.load(x), v128.load(dy));
    instance<R>().at(dy, x, z, y, d);
    v128.store(y, result);
  }
}

export function value<K extends Pointwise<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<Mapping<Fitted<Value<K>, K, T>>, T>(instance<K>().unroll, 0, x, 0, y, 0, n, c);
}

export function derivative<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<Mapping<Fitted<Derivative<K>, K, T>>, T>(instance<K>().unrollDerivatives, 0, x, 0, y, 0, n, c);
}

export function secondDerivative<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<Mapping<Fitted<SecondDerivative<K>, K, T>>, T>(instance<K>().unrollDerivatives, 0, x, 0, y, 0, n, c);
}

export function valueAndDerivative<K extends Activation<number>, T extends number>(x: usize, y: usize, d: usize, n: usize, c: usize): void {
  walk<Pair<Fitted<PairValue<K>, K, T>, Fitted<PairDerivative<K>, K, T>>, T>(instance<K>().unrollDerivatives, 0, x, 0, y, d, n, c);
}

export function backward<K extends Activation<number>, T extends number>(dy: usize, x: usize, dx: usize, n: usize, c: usize): void {
  walk<Weighted<Fitted<Backward<K>, K, T>>, T>(instance<K>().unrollDerivatives, dy, x, 0, dx, 0, n, c);
}

export function backwardFromOutput<K extends Activation<number>, T extends number>(
  dy: usize,
  y: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<Weighted<Fitted<BackwardFromOutput<K>, K, T>>, T>(instance<K>().unrollDerivatives, dy, y, 0, dx, 0, n, c);
}
