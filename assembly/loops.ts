/**
 * The only code that walks arrays. An export of a module is one of the functions at the end.
 *
 * `n` counts elements, `c` points to the module's context: 256 bytes of scratch, the parameters, the constants
 * (scripts/transform/constants.mjs). A tail is copied to the scratch and takes the same loop once more, so an export holds one
 * copy of its kernel and a result never depends on where its element stood.
 */
import { Activation } from "./activations/activation";
import { kernel } from "./lanes";

/** A function of an element, and of the gradient that came with it. */
abstract class Elementwise {
  abstract at(x: v128, dy: v128): v128;
}

class Value<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return kernel<K>().value(x);
  }
}

class Derivative<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return kernel<K>().derivative(x);
  }
}

class SecondDerivative<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return kernel<K>().secondDerivative(x);
  }
}

class PairValue<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return isDefined(kernel<K>().pairValue) ? kernel<K>().pairValue(x) : kernel<K>().value(x);
  }
}

class PairDerivative<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return isDefined(kernel<K>().pairDerivative) ? kernel<K>().pairDerivative(x) : kernel<K>().derivative(x);
  }
}

/** `dy * f'(x)`, in the kernel's own lanes: rounded once when widened. */
class Backward<K extends Activation<number>> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    return times<K>(dy, kernel<K>().derivative(x));
  }
}

class BackwardFromOutput<K extends Activation<number>> extends Elementwise {
  at(y: v128, dy: v128): v128 {
    return times<K>(dy, kernel<K>().derivativeFromOutput(y));
  }
}

function times<K extends Activation<number>>(a: v128, b: v128): v128 {
  return kernel<K>().lane === 8 ? f64x2.mul(a, b) : f32x4.mul(a, b);
}

/** `F` on arrays of `T`: where the kernel's lanes are the wider, four `f32` as twice two `f64`; the one rounding that shows is the last. */
class Fitted<F extends Elementwise, K extends Activation<number>, T extends number> extends Elementwise {
  at(x: v128, dy: v128): v128 {
    const f = kernel<F>();
    if (kernel<K>().lane === sizeof<T>()) return f.at(x, dy);
    const a = f.at(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(dy));
    const b = f.at(this.high(x), this.high(dy));
    return v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
  }

  private high(x: v128): v128 {
    return f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
  }
}

/** What is to be done with further vectors of the same tile. */
abstract class Rest {
  abstract at(dy: usize, x: usize, y: usize, d: usize): void;
}

/**
 * What is done with one vector of each array. The rest of the tile runs between arithmetic and stores, so that every store
 * comes last: one between two kernels keeps V8 from sharing the constants they load.
 */
abstract class Step {
  abstract get readsGradient(): bool;
  abstract get writesPair(): bool;
  at<R extends Rest>(dy: usize, x: usize, y: usize, d: usize): void {}
}

/** `y[i] = f(x[i])` */
class Map<F extends Elementwise> extends Step {
  get readsGradient(): bool {
    return false;
  }

  get writesPair(): bool {
    return false;
  }

  at<R extends Rest>(dy: usize, x: usize, y: usize, d: usize): void {
    const a = v128.load(x);
    const b = kernel<F>().at(a, a);
    kernel<R>().at(dy, x, y, d);
    v128.store(y, b);
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

  at<R extends Rest>(dy: usize, x: usize, y: usize, d: usize): void {
    const a = v128.load(x);
    const b = kernel<F>().at(a, a);
    const c = kernel<G>().at(a, a);
    kernel<R>().at(dy, x, y, d);
    v128.store(y, b);
    v128.store(d, c);
  }
}

/** `y[i] = f(x[i], dy[i])` */
class Zip<F extends Elementwise> extends Step {
  get readsGradient(): bool {
    return true;
  }

  get writesPair(): bool {
    return false;
  }

  at<R extends Rest>(dy: usize, x: usize, y: usize, d: usize): void {
    const a = kernel<F>().at(v128.load(x), v128.load(dy));
    kernel<R>().at(dy, x, y, d);
    v128.store(y, a);
  }
}

class Nothing extends Rest {
  at(dy: usize, x: usize, y: usize, d: usize): void {}
}

/** The next vector of the tile, then the rest of it. */
class Next<S extends Step, R extends Rest> extends Rest {
  at(dy: usize, x: usize, y: usize, d: usize): void {
    kernel<S>().at<R>(dy + 16, x + 16, y + 16, d + 16);
  }
}

function walk<S extends Step, K extends Activation<number>, T extends number>(
  dy: usize,
  x: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  const s = kernel<S>();
  const tile: usize = 16 * kernel<K>().unroll;
  const bytes = n * sizeof<T>();
  const tail = bytes & (tile - 1);
  let i: usize = 0;
  let end = bytes - tail;
  let rest: usize = 0;
  let restOfD: usize = 0;
  for (;;) {
    for (; i < end; i += tile) {
      if (tile === 16) s.at<Nothing>(dy + i, x + i, y + i, d + i);
      else if (tile === 32) s.at<Next<S, Nothing>>(dy + i, x + i, y + i, d + i);
      else s.at<Next<S, Next<S, Next<S, Nothing>>>>(dy + i, x + i, y + i, d + i);
    }
    if (rest) {
      copy(c + 64, rest, tail);
      if (s.writesPair) copy(c + 128, restOfD, tail);
      return;
    }
    if (!tail) return;
    copy(x + end, c, tail);
    if (s.readsGradient) copy(dy + end, c + 192, tail);
    rest = y + end;
    restOfD = d + end;
    dy = c + 192;
    x = c;
    y = c + 64;
    d = c + 128;
    i = 0;
    end = tile;
  }
}

function copy(from: usize, to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(from + i));
}

export function value<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<Map<Fitted<Value<K>, K, T>>, K, T>(0, x, y, 0, n, c);
}

export function derivative<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<Map<Fitted<Derivative<K>, K, T>>, K, T>(0, x, y, 0, n, c);
}

export function secondDerivative<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<Map<Fitted<SecondDerivative<K>, K, T>>, K, T>(0, x, y, 0, n, c);
}

export function valueAndDerivative<K extends Activation<number>, T extends number>(x: usize, y: usize, d: usize, n: usize, c: usize): void {
  walk<Pair<Fitted<PairValue<K>, K, T>, Fitted<PairDerivative<K>, K, T>>, K, T>(0, x, y, d, n, c);
}

export function backward<K extends Activation<number>, T extends number>(dy: usize, x: usize, dx: usize, n: usize, c: usize): void {
  walk<Zip<Fitted<Backward<K>, K, T>>, K, T>(dy, x, dx, 0, n, c);
}

export function backwardFromOutput<K extends Activation<number>, T extends number>(
  dy: usize,
  y: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<Zip<Fitted<BackwardFromOutput<K>, K, T>>, K, T>(dy, y, dx, 0, n, c);
}
