/** The exports of an activation with one parameter for each element. */
import { instance } from "../../lanes";
import { sum, Term, two } from "../../learnable/parts/sum";
import { errorOfSum } from "../../math/exact";
import { Channelled } from "./channelled";
import { Method, walk } from "./walk";

class ChannelValue<K extends Channelled> extends Method {
  get tables(): i32 {
    return 1;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().value(x, parameter);
  }
}

class ChannelDerivative<K extends Channelled> extends Method {
  get tables(): i32 {
    return 1;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().derivative(x, parameter);
  }
}

class ChannelBackward<K extends Channelled> extends Method {
  get tables(): i32 {
    return 1;
  }

  at(x: v128, parameter: v128, second: v128, dy: v128): v128 {
    return instance<K>().backward(dy, x, parameter);
  }
}

class ChannelGradient<K extends Channelled> extends Term {
  at(dy: v128, x: v128, d: v128): v128 {
    return instance<K>().parameterGradient(dy, x);
  }
}

export function value<K extends Channelled, T extends number>(table: usize, mask: usize, x: usize, y: usize, n: usize, c: usize): void {
  walk<ChannelValue<K>, ChannelValue<K>, T>(x, x, table, table, mask, y, y, n, c);
}

export function derivative<K extends Channelled, T extends number>(
  table: usize,
  mask: usize,
  x: usize,
  y: usize,
  n: usize,
  c: usize,
): void {
  walk<ChannelDerivative<K>, ChannelDerivative<K>, T>(x, x, table, table, mask, y, y, n, c);
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
  walk<ChannelValue<K>, ChannelDerivative<K>, T>(x, x, table, table, mask, y, d, n, c);
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
  walk<ChannelBackward<K>, ChannelBackward<K>, T>(dy, x, table, table, mask, dx, dx, n, c);
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
