import { instance, Lanes } from "../lanes";
import { Columns, Neighbours, Single, Strided } from "./parts/columns";

export type Float32 = Lanes<f32>;
export type Float64 = Lanes<f64>;

/**
 * maxout(x) = the largest of the k entries of a group
 *
 *     dx = dy at the first of the largest, 0 elsewhere
 *
 * Of equal entries, zeros of either sign among them, the first is the result. A group with NaN is
 * NaN, and so are its gradients. All results are exact.
 */

/**
 * The largest entry of each of some groups: `step` bytes lie between their entries, `apart` between
 * groups.
 */
function largest<C extends Columns, T extends number>(x: usize, k: usize, step: usize, apart: usize): v128 {
  const columns = instance<C>();
  const end = x + k * step;
  let best = columns.load(x, apart);
  for (let at = x + step; at < end; at += step) best = larger<T>(best, columns.load(at, apart));
  return best;
}

/** The larger of two; `a` where they are equal, NaN where either is NaN. */
function larger<T extends number>(a: v128, b: v128): v128 {
  const op = instance<Lanes<T>>();
  return v128.or(op.max(a, b), op.nan(b));
}

/** Writes the gradients of some groups. A group is open until its largest entry has been found. */
function distribute<C extends Columns, T extends number>(dy: v128, x: usize, dx: usize, k: usize, step: usize, apart: usize): void {
  const columns = instance<C>();
  const best = largest<C, T>(x, k, step, apart);
  const nan = instance<Lanes<T>>().nan(best);
  let open = v128.not(nan);
  const end = x + k * step;
  for (; x < end; x += step) {
    const hit = v128.and(v128.eq<T>(columns.load(x, apart), best), open);
    open = v128.andnot(open, hit);
    columns.store(dx, apart, v128.or(v128.and(dy, hit), nan));
    dx += step;
  }
}

/**
 * Writes the largest of each group. A block has so many planes of `size` elements, and group i
 * those of it that are numbered i in a plane.
 */
export function value<T extends number>(x: usize, y: usize, blocks: usize, planes: usize, size: usize, c: usize): void {
  const bytes = size * sizeof<T>();
  const apart = planes * sizeof<T>();
  if (size === 1) {
    const lanes: usize = 16 / sizeof<T>();
    for (; blocks >= lanes; blocks -= lanes) {
      v128.store(y, largest<Strided<T>, T>(x, planes, sizeof<T>(), apart));
      x += lanes * apart;
      y += 16;
    }
  }
  const end = bytes & ~15;
  for (; blocks > 0; blocks--) {
    let i: usize = 0;
    for (; i < end; i += 16) v128.store(y + i, largest<Neighbours<T>, T>(x + i, planes, bytes, 0));
    for (; i < bytes; i += sizeof<T>()) v128.store_lane<T>(y + i, largest<Single<T>, T>(x + i, planes, bytes, 0), 0);
    x += planes * bytes;
    y += bytes;
  }
}

/** Gradients. dx may be x. */
export function backward<T extends number>(dy: usize, x: usize, dx: usize, blocks: usize, planes: usize, size: usize, c: usize): void {
  const bytes = size * sizeof<T>();
  const apart = planes * sizeof<T>();
  if (size === 1) {
    const lanes: usize = 16 / sizeof<T>();
    for (; blocks >= lanes; blocks -= lanes) {
      distribute<Strided<T>, T>(v128.load(dy), x, dx, planes, sizeof<T>(), apart);
      dy += 16;
      x += lanes * apart;
      dx += lanes * apart;
    }
  }
  const end = bytes & ~15;
  for (; blocks > 0; blocks--) {
    let i: usize = 0;
    for (; i < end; i += 16) distribute<Neighbours<T>, T>(v128.load(dy + i), x + i, dx + i, planes, bytes, 0);
    for (; i < bytes; i += sizeof<T>()) distribute<Single<T>, T>(v128.load_zero<T>(dy + i), x + i, dx + i, planes, bytes, 0);
    dy += bytes;
    x += planes * bytes;
    dx += planes * bytes;
  }
}
