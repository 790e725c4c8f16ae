import { kernel, Lanes, widenHigh, widenLow } from "../lanes";
import { errorOfSum } from "../math/exact";
import { sum, Term } from "./parts/sum";

/**
 * prelu with slopes of its arrays' type, one for each element of x: a table that is repeated or spread out as the channels lie.
 *
 * A product of two f32 is rounded once in f32 lanes, so that the results are those of ../activations/leakyRelu.ts with the same
 * slope, bit for bit. There a slope of 0 at -Infinity gives a zero, and so it does here.
 *
 * `mask` is -1; or 63 where the table is the one slope of all elements, 64 bytes of it.
 */
abstract class Sloped {
  abstract at(x: v128, slope: v128, dy: v128): v128;
}

class Value<T extends number> extends Sloped {
  at(x: v128, slope: v128, dy: v128): v128 {
    const e = kernel<Lanes<T>>();
    const least = v128.bitselect(e.splat(-this.largest), e.splat(-Infinity), v128.eq<T>(slope, e.splat(0)));
    return e.whereNegative(x, e.mul(slope, e.max(x, least)), x);
  }

  private get largest(): f64 {
    return sizeof<T>() === 4 ? 3.4028234663852886e38 : 1.7976931348623157e308;
  }
}

class Derivative<T extends number> extends Sloped {
  at(x: v128, slope: v128, dy: v128): v128 {
    const e = kernel<Lanes<T>>();
    return v128.or(e.wherePositive(x, e.splat(1), slope), e.nan(x));
  }
}

class Backward<T extends number> extends Sloped {
  at(x: v128, slope: v128, dy: v128): v128 {
    const e = kernel<Lanes<T>>();
    return v128.or(e.wherePositive(x, dy, e.mul(slope, dy)), e.nan(x));
  }
}

/** dy x where x is not positive */
class SlopeGradient extends Term {
  at(dy: v128, x: v128, d: v128): v128 {
    return kernel<Lanes<f64>>().wherePositive(x, f64x2.splat(0), f64x2.mul(dy, x));
  }
}

/** As in ../loops.ts, two vectors at a time. Without a second result, `d` is `y`, and `G` is `F`. */
function walk<F extends Sloped, G extends Sloped, T extends number>(
  dy: usize,
  x: usize,
  slopes: usize,
  mask: usize,
  y: usize,
  d: usize,
  n: usize,
  c: usize,
): void {
  const f = kernel<F>();
  const g = kernel<G>();
  const tail = (n * sizeof<T>()) & 31;
  let end = n * sizeof<T>() - tail;
  let tailOfY: usize = 0;
  let tailOfD: usize = 0;
  for (;;) {
    for (let i: usize = 0; i < end; i += 32) {
      const at = slopes + (i & mask);
      const x0 = v128.load(x + i);
      const x1 = v128.load(x + i, 16);
      const s0 = v128.load(at);
      const s1 = v128.load(at, 16);
      const dy0 = v128.load(dy + i);
      const dy1 = v128.load(dy + i, 16);
      const y0 = f.at(x0, s0, dy0);
      const y1 = f.at(x1, s1, dy1);
      const d0 = g.at(x0, s0, dy0);
      const d1 = g.at(x1, s1, dy1);
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
    memory.copy(c + 32, slopes + (end & mask), tail);
    memory.copy(c + 64, dy + end, tail);
    tailOfY = y + end;
    tailOfD = d + end;
    x = c;
    slopes = c + 32;
    dy = c + 64;
    y = c + 96;
    d = c + 128;
    mask = -1;
    end = 32;
  }
}

export function value<T extends number>(slopes: usize, mask: usize, x: usize, y: usize, n: usize, c: usize): void {
  walk<Value<T>, Value<T>, T>(x, x, slopes, mask, y, y, n, c);
}

export function derivative<T extends number>(slopes: usize, mask: usize, x: usize, y: usize, n: usize, c: usize): void {
  walk<Derivative<T>, Derivative<T>, T>(x, x, slopes, mask, y, y, n, c);
}

export function valueAndDerivative<T extends number>(slopes: usize, mask: usize, x: usize, y: usize, d: usize, n: usize, c: usize): void {
  walk<Value<T>, Derivative<T>, T>(x, x, slopes, mask, y, d, n, c);
}

export function backward<T extends number>(slopes: usize, mask: usize, dy: usize, x: usize, dx: usize, n: usize, c: usize): void {
  walk<Backward<T>, Backward<T>, T>(dy, x, slopes, mask, dx, dx, n, c);
}

/** What is to be learnt of one slope: over `n` elements, a whole number of vectors. */
export function gradient<T extends number>(dy: usize, x: usize, n: usize, c: usize): f64 {
  return sum<SlopeGradient, T>(dy, x, x, n);
}

/** The same for `n` elements with a slope each, added to their sums at `high`, which lose what `low` keeps. */
export function accumulate<T extends number>(dy: usize, x: usize, high: usize, low: usize, n: usize, c: usize): void {
  const f = kernel<SlopeGradient>();
  const growth = 8 / sizeof<T>();
  for (let i: usize = 0; i < n * sizeof<T>(); i += 16) {
    const a = v128.load(dy + i);
    const b = v128.load(x + i);
    add(high + i * growth, low + i * growth, f.at(widenLow<T>(a), widenLow<T>(b), a));
    if (sizeof<T>() === 4) add(high + i * growth + 16, low + i * growth + 16, f.at(widenHigh(a), widenHigh(b), a));
  }
}

function add(high: usize, low: usize, term: v128): void {
  const before = v128.load(high);
  const after = f64x2.add(before, term);
  v128.store(low, f64x2.add(v128.load(low), errorOfSum<f64>(before, term, after)));
  v128.store(high, after);
}

/** Computed in the lanes of the arrays. */
export type Float32 = Lanes<f32>;
export type Float64 = Lanes<f64>;
