/** The loss of a row from its sums, and the scale that makes its powers the gradient. */
import { instance } from "../../lanes";
import { Powers } from "./powers";

/** The losses of two rows. Their shares add up to `shares`, `rest` is R. */
export function lossOf<K extends Powers>(shares: v128, rest: v128, distance: v128): v128 {
  const op = instance<K>();
  return op.add(op.mul(shares, op.logOnePlus(op.mul(rest, op.splat(1 / op.unit)))), distance);
}

/** The scales that make the powers of two rows their gradients. */
export function scaleOf<K extends Powers>(factor: v128, divisor: v128, rest: v128): v128 {
  const op = instance<K>();
  return op.div(op.div(factor, divisor), op.add(rest, op.splat(op.unit)));
}

/**
 * R, the powers below the largest, and those equal to it but for one. NaN for a row without a
 * largest logit.
 */
export function restOf<K extends Powers>(below: f64, equal: f64): f64 {
  const rest = below + (equal - 1) * instance<K>().unit;
  return select<f64>(NaN, rest, rest < 0);
}
