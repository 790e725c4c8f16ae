/**
 * The walk over arrays with a parameter for each element. As in ../../walk.ts, a tail is copied to
 * the scratch of the context and takes the same loop once more.
 *
 * `mask` is -1; or 63 where `table` is the one parameter of all elements, 64 bytes of it.
 */
import { instance } from "../../lanes";
import { sum, Term, two } from "../../learnable/parts/sum";
import { errorOfSum } from "../../math/exact";
import { Channelled } from "./channelled";

/** A method of the activation, as the walk calls it. */
abstract class Method {
  abstract at(x: v128, parameter: v128, dy: v128): v128;
}

class ChannelValue<K extends Channelled> extends Method {
  at(x: v128, parameter: v128, dy: v128): v128 {
    return instance<K>().value(x, parameter);
  }
}

class ChannelDerivative<K extends Channelled> extends Method {
  at(x: v128, parameter: v128, dy: v128): v128 {
    return instance<K>().derivative(x, parameter);
  }
}

class ChannelBackward<K extends Channelled> extends Method {
  at(x: v128, parameter: v128, dy: v128): v128 {
    return instance<K>().backward(dy, x, parameter);
  }
}

class ChannelGradient<K extends Channelled> extends Term {
  at(dy: v128, x: v128, d: v128): v128 {
    return instance<K>().parameterGradient(dy, x);
  }
}

/** Two vectors at a time. Without a second result, `d` is `y`, and `G` is `F`. */
function walk<F extends Method, G extends Method, T extends number>(
  dy: usize,
  x: usize,
  table: usize,
  mask: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  const f = instance<F>();
  const g = instance<G>();
  const tail = (n * sizeof<T>()) & 31;
  let end = n * sizeof<T>() - tail;
  let tailOfY: usize = 0;
  let tailOfD: usize = 0;
  for (;;) {
    for (let i: usize = 0; i < end; i += 32) {
      const at = table + (i & mask);
      const x0 = v128.load(x + i);
      const x1 = v128.load(x + i, 16);
      const p0 = v128.load(at);
      const p1 = v128.load(at, 16);
      const dy0 = v128.load(dy + i);
      const dy1 = v128.load(dy + i, 16);
      const y0 = f.at(x0, p0, dy0);
      const y1 = f.at(x1, p1, dy1);
      const d0 = g.at(x0, p0, dy0);
      const d1 = g.at(x1, p1, dy1);
      v128.store(y + i, y0);
      v128.store(y + i, y1, 16);
      v128.store(d + i, d0);
      v128.store(d + i, d1, 16);
    }
    if (x === c) {
      memory.copy(tailOfY, y, tail);
      memory.copy(tailOfD, d, tail);
      return;
    }
    if (!tail) return;
    memory.copy(c, x + end, tail);
    memory.copy(c + 32, table + (end & mask), tail);
    memory.copy(c + 64, dy + end, tail);
    tailOfY = y + end;
    tailOfD = d + end;
    x = c;
    table = c + 32;
    dy = c + 64;
    y = c + 96;
    d = c + 128;
    mask = -1;
    end = 32;
  }
}

export function value<K extends Channelled, T extends number>(table: usize, mask: usize, x: usize, y: usize, n: usize, c: usize): void {
  walk<ChannelValue<K>, ChannelValue<K>, T>(x, x, table, mask, y, y, n, c);
}

export function derivative<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<ChannelDerivative<K>, ChannelDerivative<K>, T>(x, x, table, mask, y, y, n, c);
}

export function valueAndDerivative<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  x: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  walk<ChannelValue<K>, ChannelDerivative<K>, T>(x, x, table, mask, y, d, n, c);
}

export function backward<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  dy: usize,
  x: usize,
  dx: usize,
  n: usize,
  c: usize,
): void {
  walk<ChannelBackward<K>, ChannelBackward<K>, T>(dy, x, table, mask, dx, dx, n, c);
}

/** The gradient of one parameter: over `n` elements, a whole number of vectors. */
export function gradient<K extends Channelled, T extends number>(dy: usize, x: usize, n: usize, c: usize): f64 {
  return sum<ChannelGradient<K>, T>(dy, x, x, n);
}

/**
 * Adds the terms of `n` elements with a parameter each to the sums at `high`, and their rounding
 * errors to `low`.
 */
export function accumulate<K extends Channelled, T extends number>(dy: usize, x: usize, high: usize, low: usize, n: usize, c: usize): void {
  const f = instance<ChannelGradient<K>>();
  const growth = 8 / sizeof<T>();
  for (let i: usize = 0; i < n * sizeof<T>(); i += 2 * sizeof<T>()) {
    const a = two<T>(dy + i);
    add(high + i * growth, low + i * growth, f.at(a, two<T>(x + i), a));
  }
}

function add(high: usize, low: usize, term: v128): void {
  const before = v128.load(high);
  const after = f64x2.add(before, term);
  v128.store(low, f64x2.add(v128.load(low), errorOfSum<f64>(before, term, after)));
  v128.store(high, after);
}
