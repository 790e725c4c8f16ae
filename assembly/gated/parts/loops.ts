/**
 * The walk over the arrays of a gated function. As in ../loops.ts, a tail is copied to the scratch
 * of the context `c` and takes the same loop once more; `n` counts elements of the result. Exact
 * aliasing is in place.
 *
 * Rows of which one half is the value and one the gate are two arrays to it. Where the two
 * alternate, gate first, it takes them apart.
 */
import { Activation } from "../../activation";
import { instance } from "../../lanes";
import { GatedFitted, GateGradient, Product, ValueGradient } from "./gated";

/** The rest of a tile, after one vector of it. */
abstract class Continuation {
  abstract at(dy: usize, v: usize, g: usize, a: usize, b: usize): void;
}

class Stop extends Continuation {
  at(dy: usize, v: usize, g: usize, a: usize, b: usize): void {}
}

class Then<S extends Step, R extends Continuation> extends Continuation {
  at(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const step = instance<S>();
    const inputs: usize = step.isInterleaved ? 32 : 16;
    const results: usize = step.isInterleaved && step.isBackward ? 32 : 16;
    step.at<R>(dy + 16, v + inputs, g + 16, a + results, b + 16);
  }
}

/**
 * One step, on a vector of each array: `dy`, value and gate to read, `a` and `b` to write. Stores
 * are last, as in ../../loops.ts.
 */
abstract class Step {
  /** Whether there is a `dy`, and two results. */
  abstract get isBackward(): bool;
  abstract get isInterleaved(): bool;

  at<R extends Continuation>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {}
}

class GatedForward<K extends Activation<number>, T extends number, P extends Placement<T>> extends Step {
  get isBackward(): bool {
    return false;
  }

  get isInterleaved(): bool {
    return instance<P>().isInterleaved;
  }

  at<R extends Continuation>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const value = instance<P>().value(v);
    const result = instance<GatedFitted<Product<K>, K, T>>().at(value, value, instance<P>().gate(v, g));
    instance<R>().at(dy, v, g, a, b);
    v128.store(a, result);
  }
}

class GatedBackward<K extends Activation<number>, T extends number, P extends Placement<T>> extends Step {
  get isBackward(): bool {
    return true;
  }

  get isInterleaved(): bool {
    return instance<P>().isInterleaved;
  }

  at<R extends Continuation>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const gradient = v128.load(dy);
    const value = instance<P>().value(v);
    const gate = instance<P>().gate(v, g);
    const dValue = instance<GatedFitted<ValueGradient<K>, K, T>>().at(gradient, value, gate);
    const dGate = instance<GatedFitted<GateGradient<K>, K, T>>().at(gradient, value, gate);
    instance<R>().at(dy, v, g, a, b);
    instance<P>().store(a, b, dValue, dGate);
  }
}

/** The places of values and gates. */
abstract class Placement<T extends number> {
  /** Whether they stand in turn in `v`, their gradients in `a`, and there is no `g` and no `b`. */
  abstract get isInterleaved(): bool;
  abstract value(v: usize): v128;
  abstract gate(v: usize, g: usize): v128;
  abstract store(a: usize, b: usize, value: v128, gate: v128): void;
}

class Apart<T extends number> extends Placement<T> {
  get isInterleaved(): bool {
    return false;
  }

  value(v: usize): v128 {
    return v128.load(v);
  }

  gate(v: usize, g: usize): v128 {
    return v128.load(g);
  }

  store(a: usize, b: usize, value: v128, gate: v128): void {
    v128.store(a, value);
    v128.store(b, gate);
  }
}

class Interleaved<T extends number> extends Placement<T> {
  get isInterleaved(): bool {
    return true;
  }

  value(v: usize): v128 {
    const first = v128.load(v);
    const second = v128.load(v, 16);
    return sizeof<T>() === 4 ? v128.shuffle<i32>(first, second, 1, 3, 5, 7) : v128.shuffle<i64>(first, second, 1, 3);
  }

  gate(v: usize, g: usize): v128 {
    const first = v128.load(v);
    const second = v128.load(v, 16);
    return sizeof<T>() === 4 ? v128.shuffle<i32>(first, second, 0, 2, 4, 6) : v128.shuffle<i64>(first, second, 0, 2);
  }

  store(a: usize, b: usize, value: v128, gate: v128): void {
    v128.store(a, sizeof<T>() === 4 ? v128.shuffle<i32>(gate, value, 0, 4, 1, 5) : v128.shuffle<i64>(gate, value, 0, 2));
    v128.store(a, sizeof<T>() === 4 ? v128.shuffle<i32>(gate, value, 2, 6, 3, 7) : v128.shuffle<i64>(gate, value, 1, 3), 16);
  }
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
  const step = instance<S>();
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
      if (tile === 16) step.at<Stop>(dy + i, v + at, g + i, a + to, b + i);
      else if (tile === 32) step.at<Then<S, Stop>>(dy + i, v + at, g + i, a + to, b + i);
      else step.at<Then<S, Then<S, Then<S, Stop>>>>(dy + i, v + at, g + i, a + to, b + i);
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
  walk<GatedForward<K, T, Apart<T>>, T>(instance<K>().unroll, 0, value, gate, y, 0, n, c);
}

export function forwardInterleaved<K extends Activation<number>, T extends number>(x: usize, y: usize, n: usize, c: usize): void {
  walk<GatedForward<K, T, Interleaved<T>>, T>(instance<K>().unroll, 0, x, 0, y, 0, n, c);
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
  walk<GatedBackward<K, T, Apart<T>>, T>(instance<K>().unrollDerivatives, dy, value, gate, dValue, dGate, n, c);
}

export function backwardInterleaved<K extends Activation<number>, T extends number>(
  dy: usize,
  x: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<GatedBackward<K, T, Interleaved<T>>, T>(instance<K>().unrollDerivatives, dy, x, 0, dx, 0, n, c);
}
