/** The gradients of parameters by channel. */
import { instance } from "../../lanes";
import { SumTerms, two, writeSums } from "../../learnable/parts/sum";
import { errorOfSum } from "../../math/exact";
import { Channelled } from "./channelled";

class ChannelGradients<K extends Channelled> extends SumTerms {
  get count(): i32 {
    return instance<K>().learnt;
  }

  at(i: i32, dy: v128, x: v128, d: v128): v128 {
    return instance<K>().parameterGradient(i, dy, x);
  }
}

/** The gradients of parameters over `n` elements, a whole number of vectors, of one slope. */
export function gradients<K extends Channelled, T extends number>(dy: usize, x: usize, n: usize, sums: usize, c: usize): void {
  writeSums<ChannelGradients<K>, T>(dy, x, x, n, sums, c);
}

/**
 * Adds the terms of `n` elements, each of which has slopes of its own, to the sums at `sums`: for
 * every two elements, parameter by parameter, two sums and the two of their rounding errors.
 */
export function accumulate<K extends Channelled, T extends number>(dy: usize, x: usize, n: usize, sums: usize, c: usize): void {
  const growth = (16 / sizeof<T>()) * instance<K>().learnt;
  for (let i: usize = 0; i < n * sizeof<T>(); i += 2 * sizeof<T>())
    addTerms<ChannelGradients<K>>(two<T>(dy + i), two<T>(x + i), sums + i * growth);
}

function addTerms<F extends SumTerms>(a: v128, b: v128, sums: usize): void {
  const f = instance<F>();
  const term0 = f.at(0, a, b, b);
  const term1 = f.count > 1 ? f.at(1, a, b, b) : term0;
  const term2 = f.count > 2 ? f.at(2, a, b, b) : term0;
  add(sums, term0);
  if (f.count > 1) add(sums + 32, term1);
  if (f.count > 2) add(sums + 64, term2);
}

function add(sum: usize, term: v128): void {
  const before = v128.load(sum);
  const after = f64x2.add(before, term);
  v128.store(sum, f64x2.add(v128.load(sum, 16), errorOfSum<f64>(before, term, after)), 16);
  v128.store(sum, after);
}
