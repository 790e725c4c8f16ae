import { instance, Lanes } from "../lanes";
import { differenceError, productError, sumError } from "../math/exact";
import { total } from "./parts/passes";
import { Entmax, FOUND, pairUp } from "./parts/threshold";

export { backwardPeak } from "./parts/gradients";
export { backwardFromOutput, backwardPiece, backwardSum, backwardWeights, gather, solve, top, value, write } from "./parts/threshold";
export { transpose } from "./parts/transpose";

/**
 * max((x - t) / (2 temperature), 0)², which add up to 1. As x may be next to t, t is in two words.
 */
class Entmax15 extends Entmax {
  get power(): f64 {
    return 2;
  }

  step(count: f64, sum: f64, squares: f64, temperature: f64): f64 {
    const norm = sqrt<f64>(squares);
    return ((norm - 2 * temperature) * norm) / sum;
  }

  /**
   * Two more steps of Newton, now with squares and their sum in two words: one of them adds as many
   * digits as there were.
   */
  refine(list: usize, end: usize, t: f64, temperature: f64, c: usize): void {
    const op = instance<Lanes<f64>>();
    const unit = f64x2.splat(2 * temperature);
    const high = f64x2.splat(t);
    let low = f64x2.splat(0);
    pairUp(end);
    for (let i = 0; i < 2; i++) {
      let squares = f64x2.replace_lane(op.neg(op.mul(unit, unit)), 1, 0);
      let squaresLow = f64x2.replace_lane(op.neg(productError<f64>(unit, unit)), 1, 0);
      let sum = f64x2.splat(0);
      for (let at = list; at < end; at += 16) {
        const difference = op.sub(v128.load(at), high);
        const distance = op.max(op.sub(difference, low), op.splat(0));
        const above = v128.gt<f64>(distance, op.splat(0));
        const error = op.add(differenceError<f64>(v128.load(at), high), differenceError<f64>(difference, low));
        const square = op.mul(distance, distance);
        const rest = op.add(productError<f64>(distance, distance), op.mul(op.add(distance, distance), v128.and(error, above)));
        squaresLow = op.add(squaresLow, op.add(sumError<f64>(squares, square), rest));
        squares = op.add(squares, square);
        sum = op.add(sum, distance);
      }
      const other = v128.shuffle<i64>(squares, squares, 1, 0);
      const rest = op.add(sumError<f64>(squares, other), total(squaresLow));
      const all = total(sum);
      low = op.add(low, f64x2.splat(f64x2.extract_lane(op.div(op.add(op.add(squares, other), rest), op.add(all, all)), 0)));
    }
    v128.store64_lane(c, high, 0, FOUND);
    v128.store64_lane(c, low, 0, FOUND + 8);
  }

  result(d: v128, c: usize): v128 {
    const op = instance<Lanes<f64>>();
    const root = op.div(op.max(this.distance(d, c), op.splat(0)), op.add(op.parameter(7), op.parameter(7)));
    return op.mul(root, root);
  }

  below(d: v128, c: usize): v128 {
    return f64x2.neg(this.distance(d, c));
  }

  /**
   * 2/3 (√y - √p)² (2 √y + √p): with √y - √p as (y - p) / (√y + √p) nothing is lost beside a p of
   * 1.
   */
  divergence(y: v128, difference: v128, p: v128): v128 {
    const op = instance<Lanes<f64>>();
    const a = f64x2.sqrt(y);
    const b = f64x2.sqrt(p);
    const distance = op.div(difference, op.max(op.add(a, b), op.splat(2 ** -1000)));
    return op.mul(op.mul(op.mul(distance, distance), op.add(op.add(a, a), b)), op.splat(2 / 3));
  }

  private distance(d: v128, c: usize): v128 {
    const op = instance<Lanes<f64>>();
    const high = v128.load64_splat(c, FOUND);
    return op.add(op.sub(d, high), op.sub(differenceError<f64>(d, high), v128.load64_splat(c, FOUND + 8)));
  }

  weight(y: v128): v128 {
    return f64x2.sqrt(y);
  }
}

export type Float32 = Entmax15;
export type Float64 = Entmax15;
