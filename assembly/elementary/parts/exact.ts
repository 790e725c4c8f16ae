import { instance, Lanes } from "../../lanes";

/**
 * The error of `a b` (Dekker 1971), for factors below 2^996, with the operations of
 * src/scalar/exact.ts: halves that are rounded, not cut.
 */
export function productError(a: v128, b: v128): v128 {
  const op = instance<Lanes<f64>>();
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = op.sub(a, aHigh);
  const bLow = op.sub(b, bHigh);
  const outer = op.sub(op.mul(aHigh, bHigh), op.mul(a, b));
  return op.add(op.add(op.add(outer, op.mul(aHigh, bLow)), op.mul(aLow, bHigh)), op.mul(aLow, bLow));
}

/** The upper 26 bits (Veltkamp 1968). */
function upperHalf(x: v128): v128 {
  const op = instance<Lanes<f64>>();
  const scaled = op.mul(x, op.splat(134217729));
  return op.sub(scaled, op.sub(scaled, x));
}
