import { instance, Lanes } from "../../lanes";

/**
 * The error of `a b` (Dekker 1971), for factors below 2^996, with the operations of
 * src/scalar/exact.ts: halves that are rounded, not cut.
 */
export function productError(a: v128, b: v128): v128 {
  const e = instance<Lanes<f64>>();
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = e.sub(a, aHigh);
  const bLow = e.sub(b, bHigh);
  const outer = e.sub(e.mul(aHigh, bHigh), e.mul(a, b));
  return e.add(e.add(e.add(outer, e.mul(aHigh, bLow)), e.mul(aLow, bHigh)), e.mul(aLow, bLow));
}

/** The upper 26 bits (Veltkamp 1968). */
function upperHalf(x: v128): v128 {
  const e = instance<Lanes<f64>>();
  const scaled = e.mul(x, e.splat(134217729));
  return e.sub(scaled, e.sub(scaled, x));
}
