/**
 * The gradients of parameters by channel. A parameter is a type, `P`: its place in the order in
 * which a definition has its parameters.
 */
import { Count } from "../../count";
import { instance } from "../../lanes";
import { sum, Term, two } from "../../learnable/parts/sum";
import { errorOfSum } from "../../math/exact";
import { Channelled } from "./channelled";

class ChannelGradient<K extends Channelled, P extends Count> extends Term {
  at(dy: v128, x: v128, d: v128): v128 {
    return instance<K>().parameterGradient(instance<P>().value, dy, x);
  }
}

/** The gradient of one parameter: over `n` elements, a whole number of vectors. */
export function gradient<K extends Channelled, P extends Count, T extends number>(dy: usize, x: usize, n: usize, c: usize): f64 {
  return sum<ChannelGradient<K, P>, T>(dy, x, x, n);
}

/**
 * Adds the terms of `n` elements with a parameter each to the sums at `high`, and their rounding
 * errors to `low`.
 */
export function accumulate<K extends Channelled, P extends Count, T extends number>(
  dy: usize,
  x: usize,
  high: usize,
  low: usize,
  n: usize,
  c: usize,
): void {
  const f = instance<ChannelGradient<K, P>>();
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
