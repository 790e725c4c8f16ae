/** Error-free transformations: how far rounded sums, differences and products are off, exactly. */
import { instance, Lanes } from "../lanes";

/** The error of `a + b` (Knuth's TwoSum). */
export function sumError<T extends number>(a: v128, b: v128): v128 {
  return errorOfSum<T>(a, b, instance<Lanes<T>>().add(a, b));
}

/** The error of `a + b` where the rounded sum is at hand. */
export function errorOfSum<T extends number>(a: v128, b: v128, sum: v128): v128 {
  const op = instance<Lanes<T>>();
  const part = op.sub(sum, a);
  return op.add(op.sub(a, op.sub(sum, part)), op.sub(b, part));
}

/** The error of `a - b`. */
export function differenceError<T extends number>(a: v128, b: v128): v128 {
  const op = instance<Lanes<T>>();
  const difference = op.sub(a, b);
  const part = op.sub(difference, a);
  return op.sub(op.sub(a, op.sub(difference, part)), op.add(b, part));
}

/**
 * The error of `a b` (Dekker 1971), for factors whose halves do not underflow; in `f64` to 2^-105
 * of the product, as the one of the lower halves is rounded.
 */
export function productError<T extends number>(a: v128, b: v128): v128 {
  return errorByHalves<T>(a, b, upperHalf<T>(a));
}

/**
 * The error of `a b` in `f64`, exactly, for an a below 2^996: the half of a is rounded (Veltkamp
 * 1968) and not cut, so that the lower one has a bit less, and its product with that of b is exact.
 */
export function productErrorToTheLast(a: v128, b: v128): v128 {
  const op = instance<Lanes<f64>>();
  const scaled = op.mul(a, op.splat(134217729));
  return errorByHalves<f64>(a, b, op.sub(scaled, op.sub(scaled, a)));
}

function errorByHalves<T extends number>(a: v128, b: v128, aHigh: v128): v128 {
  const op = instance<Lanes<T>>();
  const bHigh = upperHalf<T>(b);
  const aLow = op.sub(a, aHigh);
  const bLow = op.sub(b, bHigh);
  const outer = op.sub(op.mul(aHigh, bHigh), op.mul(a, b));
  return op.add(op.add(op.add(outer, op.mul(aHigh, bLow)), op.mul(aLow, bHigh)), op.mul(aLow, bLow));
}

/** The upper 26 bits of an `f64`, or 12 of an `f32`: the product of two such is exact. */
export function upperHalf<T extends number>(x: v128): v128 {
  return v128.and(x, sizeof<T>() === 4 ? i32x4.splat(-0x1000) : i64x2.splat(-0x8000000));
}
