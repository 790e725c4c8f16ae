import { instance, Lanes } from "../lanes";
import { differenceError, productError, sumError } from "../math/exact";
import { FOUND, Threshold } from "./parts/threshold";

export { backwardPeak } from "./parts/gradients";
export { backwardFromOutput, backwardPiece, backwardSum, backwardWeights, gather, top, value, write } from "./parts/threshold";
export { transpose } from "./parts/transpose";

/**
 * max((x - t) / (2 temperature), 0)², which add up to 1. As x may be next to t, t is in two words.
 */
class Entmax15 extends Threshold {
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
    const e = instance<Lanes<f64>>();
    const unit = f64x2.splat(2 * temperature);
    const high = f64x2.splat(t);
    let low = f64x2.splat(0);
    for (let i = 0; i < 2; i++) {
      let squares = e.neg(e.mul(unit, unit));
      let squaresLow = e.neg(productError<f64>(unit, unit));
      let sum = f64x2.splat(0);
      for (let at = list; at < end; at += 8) {
        const difference = e.sub(v128.load64_splat(at), high);
        const distance = e.max(e.sub(difference, low), e.splat(0));
        const above = v128.gt<f64>(distance, e.splat(0));
        const error = e.add(differenceError<f64>(v128.load64_splat(at), high), differenceError<f64>(difference, low));
        const square = e.mul(distance, distance);
        const rest = e.add(productError<f64>(distance, distance), e.mul(e.add(distance, distance), v128.and(error, above)));
        squaresLow = e.add(squaresLow, e.add(sumError<f64>(squares, square), rest));
        squares = e.add(squares, square);
        sum = e.add(sum, distance);
      }
      low = e.add(low, e.div(e.add(squares, squaresLow), e.add(sum, sum)));
    }
    v128.store64_lane(c, high, 0, FOUND);
    v128.store64_lane(c, low, 0, FOUND + 8);
  }

  result(d: v128, c: usize): v128 {
    const e = instance<Lanes<f64>>();
    const root = e.div(e.max(this.distance(d, c), e.splat(0)), e.add(e.parameter(7), e.parameter(7)));
    return e.mul(root, root);
  }

  below(d: v128, c: usize): v128 {
    return f64x2.neg(this.distance(d, c));
  }

  /**
   * 2/3 (√y - √p)² (2 √y + √p): with √y - √p as (y - p) / (√y + √p) nothing is lost beside a p of
   * 1.
   */
  divergence(y: v128, difference: v128, p: v128): v128 {
    const e = instance<Lanes<f64>>();
    const a = f64x2.sqrt(y);
    const b = f64x2.sqrt(p);
    const distance = e.div(difference, e.max(e.add(a, b), e.splat(2 ** -1000)));
    return e.mul(e.mul(e.mul(distance, distance), e.add(e.add(a, a), b)), e.splat(2 / 3));
  }

  private distance(d: v128, c: usize): v128 {
    const e = instance<Lanes<f64>>();
    const high = v128.load64_splat(c, FOUND);
    return e.add(e.sub(d, high), e.sub(differenceError<f64>(d, high), v128.load64_splat(c, FOUND + 8)));
  }

  weight(y: v128): v128 {
    return f64x2.sqrt(y);
  }
}

export type Float32 = Entmax15;
export type Float64 = Entmax15;
