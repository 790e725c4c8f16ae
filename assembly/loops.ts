/**
 * The only code that walks arrays. An export of a module is one of the functions at the end.
 *
 * `n` counts elements, `c` points to the module's context (context.ts). A tail is copied to the
 * scratch and takes the same loop once more, so an export holds one copy of its kernel and a result
 * never depends on where its element stood. Exact aliasing of arrays is in place.
 */
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

/** The rest of a tile, after one vector of it. */
abstract class Continuation {
  abstract at(dy: usize, x: usize, y: usize, d: usize): void;
}

class Stop extends Continuation {
  at(dy: usize, x: usize, y: usize, d: usize): void {}
}

class Then<S extends Step, R extends Continuation> extends Continuation {
  at(dy: usize, x: usize, y: usize, d: usize): void {
    instance<S>().at<R>(dy + 16, x + 16, y + 16, d + 16);
  }
}

/**
 * One step, on a vector of each array of a function: `dy` and `x` to read, `y` and `d` to write.
 *
 * The rest of the tile comes between arithmetic and stores, so that all stores are last: one
 * between two kernels keeps V8 from sharing the constants they load.
 */
abstract class Step {
  abstract get readsGradient(): bool;
  abstract get writesPair(): bool;

  /** Would be abstract, if asc allowed type parameters there. */
  at<R extends Continuation>(dy: usize, x: usize, y: usize, d: usize): void {}
}

/** `y[i] = f(x[i])` */
class One<F extends Elementwise> extends Step {
  get readsGradient(): bool {
    return false;
  }

  get writesPair(): bool {
    return false;
  }

  at<R extends Continuation>(dy: usize, x: usize, y: usize, d: usize): void {
    const element = v128.load(x);
    const result = instance<F>().at(element, element);
    instance<R>().at(dy, x, y, d);
    v128.store(y, result);
  }
}

/** `y[i] = f(x[i])`, `d[i] = g(x[i])` */
class Pair<F extends Elementwise, G extends Elementwise> extends Step {
  get readsGradient(): bool {
    return false;
  }

  get writesPair(): bool {
    return true;
  }

  at<R extends Continuation>(dy: usize, x: usize, y: usize, d: usize): void {
    const element = v128.load(x);
    const first = instance<F>().at(element, element);
    const second = instance<G>().at(element, element);
    instance<R>().at(dy, x, y, d);
    v128.store(y, first);
    v128.store(d, second);
  }
}

/** `y[i] = f(x[i], dy[i])` */
class Weighted<F extends Elementwise> extends Step {
  get readsGradient(): bool {
    return true;
  }

  get writesPair(): bool {
    return false;
  }

  at<R extends Continuation>(dy: usize, x: usize, y: usize, d: usize): void {
    const result = instance<F>().at(v128.load(x), v128.load(dy));
    instance<R>().at(dy, x, y, d);
    v128.store(y, result);
  }
}

function walk<S extends Step, T extends number>(unroll: usize, dy: usize, x: usize, y: usize, d: usize, n: usize, c: usize): void {
  const step = instance<S>();
  const tile = unroll * 16;
  const tail = (n * sizeof<T>()) & (tile - 1);
  let end = n * sizeof<T>() - tail;
  let tailOfY: usize = 0;
  let tailOfD: usize = 0;
  for (;;) {
    for (let i: usize = 0; i < end; i += tile) {
      if (tile === 16) step.at<Stop>(dy + i, x + i, y + i, d + i);
      else if (tile === 32) step.at<Then<S, Stop>>(dy + i, x + i, y + i, d + i);
      else step.at<Then<S, Then<S, Then<S, Stop>>>>(dy + i, x + i, y + i, d + i);
    }
    if (x === c) {
      memory.copy(tailOfY, y, tail);
      if (step.writesPair) memory.copy(tailOfD, d, tail);
      return;
    }
    if (!tail) return;
    memory.copy(c, x + end, tail);
    if (step.readsGradient) memory.copy(c + 64, dy + end, tail);
    tailOfY = y + end;
    tailOfD = d + end;
    x = c;
    dy = c + 64;
    y = c + 128;
    d = c + 192;
    end = tile;
  }
}

export function value<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<One<Fitted<Value<K>, K, T>>, T>(instance<K>().unroll, 0, x, y, 0, n, c);
}

export function derivative<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<One<Fitted<Derivative<K>, K, T>>, T>(instance<K>().unrollDerivatives, 0, x, y, 0, n, c);
}

export function secondDerivative<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<One<Fitted<SecondDerivative<K>, K, T>>, T>(instance<K>().unrollDerivatives, 0, x, y, 0, n, c);
}

export function valueAndDerivative<K extends Activation<number>, T extends number>(x: usize, y: usize, d: usize, n: usize, c: usize): void {
  walk<Pair<Fitted<PairValue<K>, K, T>, Fitted<PairDerivative<K>, K, T>>, T>(instance<K>().unrollDerivatives, 0, x, y, d, n, c);
}

export function backward<K extends Activation<number>, T extends number>(dy: usize, x: usize, dx: usize, n: usize, c: usize): void {
  walk<Weighted<Fitted<Backward<K>, K, T>>, T>(instance<K>().unrollDerivatives, dy, x, dx, 0, n, c);
}

export function backwardFromOutput<K extends Activation<number>, T extends number>(
  dy: usize,
  y: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<Weighted<Fitted<BackwardFromOutput<K>, K, T>>, T>(instance<K>().unrollDerivatives, dy, y, dx, 0, n, c);
}
