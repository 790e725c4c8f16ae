/**
 * The walk over the arrays of a gated function. As in ../loops.ts, a tail is copied to the scratch of the context `c` and takes the
 * same loop once more; `n` counts elements of the result. Exact aliasing is in place.
 *
 * Rows of which one half is the value and one the gate are two arrays to it. Where the two alternate, gate first, it takes them apart.
 */
import { Activation } from "../../activation";
import { kernel } from "../../lanes";
import { Fitted, GateGradient, Product, ValueGradient } from "./gated";

/** What remains to be done with a tile, after one vector of it. */
abstract class Rest {
  abstract at(dy: usize, v: usize, g: usize, a: usize, b: usize): void;
}

class Nothing extends Rest {
  at(dy: usize, v: usize, g: usize, a: usize, b: usize): void {}
}

class Next<S extends Step, R extends Rest> extends Rest {
  at(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const step = kernel<S>();
    const inputs: usize = step.isInterleaved ? 32 : 16;
    const results: usize = step.isInterleaved && step.isBackward ? 32 : 16;
    step.at<R>(dy + 16, v + inputs, g + 16, a + results, b + 16);
  }
}

/** What is done with one vector of each array: `dy`, value and gate to read, `a` and `b` to write. Stores are last, as in ../loops.ts. */
abstract class Step {
  /** Whether there is a `dy`, and two results. */
  abstract get isBackward(): bool;
  /** Whether value and gate stand in turn in `v`, their gradients in `a`, and there is no `g` and no `b`. */
  abstract get isInterleaved(): bool;

  at<R extends Rest>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {}
}

class Forward<K extends Activation<number>, T extends number> extends Step {
  get isBackward(): bool {
    return false;
  }

  get isInterleaved(): bool {
    return false;
  }

  at<R extends Rest>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const value = v128.load(v);
    const result = kernel<Fitted<Product<K>, K, T>>().at(value, value, v128.load(g));
    kernel<R>().at(dy, v, g, a, b);
    v128.store(a, result);
  }
}

class ForwardInterleaved<K extends Activation<number>, T extends number> extends Step {
  get isBackward(): bool {
    return false;
  }

  get isInterleaved(): bool {
    return true;
  }

  at<R extends Rest>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const value = odd<T>(v);
    const result = kernel<Fitted<Product<K>, K, T>>().at(value, value, even<T>(v));
    kernel<R>().at(dy, v, g, a, b);
    v128.store(a, result);
  }
}

class Backward<K extends Activation<number>, T extends number> extends Step {
  get isBackward(): bool {
    return true;
  }

  get isInterleaved(): bool {
    return false;
  }

  at<R extends Rest>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const gradient = v128.load(dy);
    const value = v128.load(v);
    const gate = v128.load(g);
    const dValue = kernel<Fitted<ValueGradient<K>, K, T>>().at(gradient, value, gate);
    const dGate = kernel<Fitted<GateGradient<K>, K, T>>().at(gradient, value, gate);
    kernel<R>().at(dy, v, g, a, b);
    v128.store(a, dValue);
    v128.store(b, dGate);
  }
}

class BackwardInterleaved<K extends Activation<number>, T extends number> extends Step {
  get isBackward(): bool {
    return true;
  }

  get isInterleaved(): bool {
    return true;
  }

  at<R extends Rest>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const gradient = v128.load(dy);
    const value = odd<T>(v);
    const gate = even<T>(v);
    const dValue = kernel<Fitted<ValueGradient<K>, K, T>>().at(gradient, value, gate);
    const dGate = kernel<Fitted<GateGradient<K>, K, T>>().at(gradient, value, gate);
    kernel<R>().at(dy, v, g, a, b);
    v128.store(a, sizeof<T>() === 4 ? v128.shuffle<i32>(dGate, dValue, 0, 4, 1, 5) : v128.shuffle<i64>(dGate, dValue, 0, 2));
    v128.store(a, sizeof<T>() === 4 ? v128.shuffle<i32>(dGate, dValue, 2, 6, 3, 7) : v128.shuffle<i64>(dGate, dValue, 1, 3), 16);
  }
}

/** Every second element of two vectors, from the first on */
function even<T extends number>(x: usize): v128 {
  const first = v128.load(x);
  const second = v128.load(x, 16);
  return sizeof<T>() === 4 ? v128.shuffle<i32>(first, second, 0, 2, 4, 6) : v128.shuffle<i64>(first, second, 0, 2);
}

/** and from the second on. */
function odd<T extends number>(x: usize): v128 {
  const first = v128.load(x);
  const second = v128.load(x, 16);
  return sizeof<T>() === 4 ? v128.shuffle<i32>(first, second, 1, 3, 5, 7) : v128.shuffle<i64>(first, second, 1, 3);
}

function walk<S extends Step, T extends number>(
  unroll: usize,
  dy: usize,
  v: usize,
  g: usize,
  a: usize,
  b: usize,
  n: usize,
  c: usize,
): void {
  const step = kernel<S>();
  const width: usize = step.isInterleaved ? 2 : 1;
  const widthOfResult: usize = step.isBackward ? width : 1;
  const tile = unroll * 16;
  const tail = (n * sizeof<T>()) & (tile - 1);
  let end = n * sizeof<T>() - tail;
  let tailOfA: usize = 0;
  let tailOfB: usize = 0;
  for (;;) {
    for (let i: usize = 0; i < end; i += tile) {
      const at = i * width;
      const to = i * widthOfResult;
      if (tile === 16) step.at<Nothing>(dy + i, v + at, g + i, a + to, b + i);
      else if (tile === 32) step.at<Next<S, Nothing>>(dy + i, v + at, g + i, a + to, b + i);
      else step.at<Next<S, Next<S, Next<S, Nothing>>>>(dy + i, v + at, g + i, a + to, b + i);
    }
    if (v === c) {
      memory.copy(tailOfA, a, tail * widthOfResult);
      if (step.isBackward && !step.isInterleaved) memory.copy(tailOfB, b, tail);
      return;
    }
    if (!tail) return;
    memory.copy(c, v + end * width, tail * width);
    if (!step.isInterleaved) memory.copy(c + 64, g + end, tail);
    if (step.isBackward) memory.copy(c + 128, dy + end, tail);
    tailOfA = a + end * widthOfResult;
    tailOfB = b + end;
    v = c;
    g = c + 64;
    dy = c + 128;
    a = c;
    b = c + 64;
    end = tile;
  }
}

export function forward<K extends Activation<number>, T extends number>(value: usize, gate: usize, y: usize, n: usize, c: usize): void {
  walk<Forward<K, T>, T>(kernel<K>().unroll, 0, value, gate, y, 0, n, c);
}

export function forwardInterleaved<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<ForwardInterleaved<K, T>, T>(kernel<K>().unroll, 0, x, 0, y, 0, n, c);
}

export function backward<K extends Activation<number>, T extends number>(
  dy: usize,
  value: usize,
  gate: usize,
  dValue: usize,
  dGate: usize,
  n: usize,
  c: usize,
): void {
  walk<Backward<K, T>, T>(kernel<K>().unrollDerivatives, dy, value, gate, dValue, dGate, n, c);
}

export function backwardInterleaved<K extends Activation<number>, T extends number>(
  dy: usize,
  x: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<BackwardInterleaved<K, T>, T>(kernel<K>().unrollDerivatives, dy, x, 0, dx, 0, n, c);
}
