/**
 * The steps of a gated function. Rows of which one half is the value and one the gate are two
 * arrays to it, `x` and `z` of ../../walk.ts. Where the two alternate, gate first, both are in `x`,
 * and the steps take them apart. A source may have a factor of its own, `V`, else it is the value
 * itself.
 */
import { Activation } from "../../activation";
import { instance } from "../../lanes";
import { Continuation, IN_PLACE, READS_GRADIENT, READS_PAIR, Step, WIDE_INPUT, WIDE_RESULT, WRITES_PAIR, walk } from "../../walk";
import { Factor, GatedFitted, GatedProduct, GateGradient, ValueGradient } from "./gated";

export { Itself } from "./gated";

class GatedForward<K extends Activation<number>, V extends Factor, T extends number, P extends Placement<T>> extends Step {
  get arrays(): i32 {
    return IN_PLACE | (instance<P>().isInterleaved ? WIDE_INPUT : READS_PAIR);
  }

  at<R extends Continuation>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const value = instance<P>().value(v);
    const result = instance<GatedFitted<GatedProduct<K, V>, K, T>>().at(value, value, instance<P>().gate(v, g));
    instance<R>().at(dy, v, g, a, b);
    v128.store(a, result);
  }
}

class GatedBackward<K extends Activation<number>, V extends Factor, T extends number, P extends Placement<T>> extends Step {
  get arrays(): i32 {
    return IN_PLACE | READS_GRADIENT | (instance<P>().isInterleaved ? WIDE_INPUT | WIDE_RESULT : READS_PAIR | WRITES_PAIR);
  }

  at<R extends Continuation>(dy: usize, v: usize, g: usize, a: usize, b: usize): void {
    const gradient = v128.load(dy);
    const value = instance<P>().value(v);
    const gate = instance<P>().gate(v, g);
    const dValue = instance<GatedFitted<ValueGradient<K, V>, K, T>>().at(gradient, value, gate);
    const dGate = instance<GatedFitted<GateGradient<K, V>, K, T>>().at(gradient, value, gate);
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

/** Values and gates in arrays of their own. */
class Separate<T extends number> extends Placement<T> {
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

/** Values and gates in turn, gates first. */
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

export function forward<K extends Activation<number>, V extends Factor, T extends number>(
  value: usize,
  gate: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<GatedForward<K, V, T, Separate<T>>, T>(instance<K>().unroll, 0, value, gate, y, 0, n, c);
}

export function forwardInterleaved<K extends Activation<number>, V extends Factor, T extends number>(
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<GatedForward<K, V, T, Interleaved<T>>, T>(instance<K>().unroll, 0, x, 0, y, 0, n, c);
}

export function backward<K extends Activation<number>, V extends Factor, T extends number>(
  dy: usize,
  value: usize,
  gate: usize,
  dValue: usize,
  dGate: usize,
  n: usize,
  c: usize,
): void {
  walk<GatedBackward<K, V, T, Separate<T>>, T>(instance<K>().unrollDerivatives, dy, value, gate, dValue, dGate, n, c);
}

export function backwardInterleaved<K extends Activation<number>, V extends Factor, T extends number>(
  dy: usize,
  x: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<GatedBackward<K, V, T, Interleaved<T>>, T>(instance<K>().unrollDerivatives, dy, x, 0, dx, 0, n, c);
}
