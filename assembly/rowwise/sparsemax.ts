import { instance, Lanes } from "../lanes";
import { differenceError, productError, sumError } from "../math/exact";
import { total } from "./parts/passes";
import { Entmax, FOUND, pairUp } from "./parts/threshold";

export { backwardPeak } from "./parts/gradients";
export { backwardFromOutput, backwardPiece, backwardSum, backwardWeights, gather, solve, top, value, write } from "./parts/threshold";
export { transpose } from "./parts/transpose";

/** Both elements, the other way round. */
function swapped(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 0);
}

/**
 * max((x - t) / temperature, 0), which add up to 1
 *
 * With k entries above t, whose sum is s, that is (k x - (s - temperature)) / (k temperature): no
 * division before the last. As x may be next to t, s - temperature is in three words, the last
 * digits of which float32 never reaches.
 */
class Sparsemax<T extends number> extends Entmax {
  get power(): f64 {
    return 1;
  }

  step(count: f64, sum: f64, squares: f64, temperature: f64): f64 {
    return (sum - temperature) / count;
  }

  /**
   * Writes what results are made of. The threshold of all candidates is too low, or right: those
   * that are not above it are left out, until all are.
   */
  refine(list: usize, end: usize, t: f64, temperature: f64, c: usize): void {
    for (;;) {
      pairUp(end);
      let high = f64x2.replace_lane(f64x2.splat(-temperature), 1, 0);
      let low = f64x2.splat(0);
      let lowest = f64x2.splat(0);
      for (let at = list; at < end; at += 16) {
        const d = v128.load(at);
        const counted = v128.and(d, f64x2.gt(d, f64x2.splat(-Infinity)));
        const error = sumError<f64>(high, counted);
        high = f64x2.add(high, counted);
        lowest = f64x2.add(lowest, sumError<f64>(low, error));
        low = f64x2.add(low, error);
      }
      // The sum of the other lane, word by word.
      const highs = f64x2.add(high, swapped(high));
      const highError = sumError<f64>(high, swapped(high));
      const lows = f64x2.add(low, swapped(low));
      const lowError = sumError<f64>(low, swapped(low));
      const middle = f64x2.add(lows, highError);
      const last = f64x2.add(total(lowest), f64x2.add(lowError, sumError<f64>(lows, highError)));
      const rest = sumError<f64>(highs, middle);
      v128.store64_lane(c, f64x2.splat(<f64>((end - list) >> 3)), 0, FOUND);
      v128.store64_lane(c, f64x2.add(highs, middle), 0, FOUND + 8);
      v128.store64_lane(c, f64x2.add(rest, last), 0, FOUND + 16);
      v128.store64_lane(c, sumError<f64>(rest, last), 0, FOUND + 24);
      let to = list;
      for (let at = list; at < end; at += 16) {
        const d = v128.load(at);
        const excess = this.excess(d, c);
        v128.store64_lane(to, d, 0);
        to += usize(f64x2.extract_lane(excess, 0) > 0) << 3;
        v128.store64_lane(to, d, 1);
        to += usize(f64x2.extract_lane(excess, 1) > 0) << 3;
      }
      if (to === end) break;
      end = to;
    }
  }

  result(d: v128, c: usize): v128 {
    const op = instance<Lanes<f64>>();
    return op.div(op.max(op.splat(0), this.excess(d, c)), op.mul(v128.load64_splat(c, FOUND), op.parameter(7)));
  }

  below(d: v128, c: usize): v128 {
    const op = instance<Lanes<f64>>();
    return op.div(op.neg(this.excess(d, c)), v128.load64_splat(c, FOUND));
  }

  /** (y - p)² / 2 */
  divergence(y: v128, difference: v128, p: v128): v128 {
    const op = instance<Lanes<f64>>();
    return op.mul(op.mul(difference, difference), op.splat(0.5));
  }

  weight(y: v128): v128 {
    const op = instance<Lanes<f64>>();
    return v128.or(v128.and(v128.ne<f64>(y, op.splat(0)), op.splat(1)), op.nan(y));
  }

  /** k d - (s - temperature). A product of k and a float32 is exact. */
  private excess(d: v128, c: usize): v128 {
    const op = instance<Lanes<f64>>();
    const count = v128.load64_splat(c, FOUND);
    const low = v128.load64_splat(c, FOUND + 16);
    const lowest = v128.load64_splat(c, FOUND + 24);
    const difference = op.sub(op.mul(count, d), v128.load64_splat(c, FOUND + 8));
    if (sizeof<T>() === 4) return op.sub(op.sub(difference, low), lowest);
    const error = productError<f64>(count, d);
    return op.add(op.add(difference, op.sub(error, low)), op.sub(differenceError<f64>(error, low), lowest));
  }
}

export type Float32 = Sparsemax<f32>;
export type Float64 = Sparsemax<f64>;
