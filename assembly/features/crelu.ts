import { instance, Lanes } from "../lanes";
import { Columns, Neighbours, Single } from "./parts/columns";

export type Float32 = Lanes<f32>;
export type Float64 = Lanes<f64>;

/**
 * crelu(x) = max(x, 0) and max(-x, 0), side by side
 *
 *     dx = dy of the first half where x > 0, minus that of the second where x < 0, else 0
 *
 * Either half of a zero is one, and the difference of the halves is x, its sign included. NaN gives
 * NaN in all three. All results are exact.
 */
class Crelu<C extends Columns, T extends number> {
  value(x: usize, y: usize, half: usize): void {
    const columns = instance<C>();
    const op = instance<Lanes<T>>();
    const entry = columns.load(x, 0);
    columns.store(y, 0, op.atLeast(entry, 0));
    columns.store(y + half, 0, op.atLeast(op.neg(entry), 0));
  }

  backward(dy: usize, x: usize, dx: usize, half: usize): void {
    const columns = instance<C>();
    const op = instance<Lanes<T>>();
    const entry = columns.load(x, 0);
    const zero = op.splat(0);
    const first = v128.and(columns.load(dy, 0), v128.gt<T>(entry, zero));
    const second = v128.and(op.neg(columns.load(dy + half, 0)), v128.lt<T>(entry, zero));
    columns.store(dx, 0, v128.or(v128.or(first, second), op.nan(entry)));
  }
}

/** Writes blocks of `size` elements, each as a block of twice as many. */
export function value<T extends number>(x: usize, y: usize, blocks: usize, planes: usize, size: usize, c: usize): void {
  const half = size * sizeof<T>();
  const end = half & ~15;
  for (; blocks > 0; blocks--) {
    let i: usize = 0;
    for (; i < end; i += 16) instance<Crelu<Neighbours<T>, T>>().value(x + i, y + i, half);
    for (; i < half; i += sizeof<T>()) instance<Crelu<Single<T>, T>>().value(x + i, y + i, half);
    x += half;
    y += 2 * half;
  }
}

/** Gradients. dx may be x. */
export function backward<T extends number>(dy: usize, x: usize, dx: usize, blocks: usize, planes: usize, size: usize, c: usize): void {
  const half = size * sizeof<T>();
  const end = half & ~15;
  for (; blocks > 0; blocks--) {
    let i: usize = 0;
    for (; i < end; i += 16) instance<Crelu<Neighbours<T>, T>>().backward(dy + i, x + i, dx + i, half);
    for (; i < half; i += sizeof<T>()) instance<Crelu<Single<T>, T>>().backward(dy + i, x + i, dx + i, half);
    dy += 2 * half;
    x += half;
    dx += half;
  }
}
