/** Of all whole exponents the one whose power of e is closest to a double: e^-652 is this one to within 2^-64. */
const SHIFT = 652;
const E_MINUS_SHIFT = 6.918274648626584e-284;

/** factor e^x, with every digit down to the last subnormal of the product: below -708 Math.exp alone has fewer than a double holds. */
export function timesExp(factor: number, x: number): number {
  return x < -708 ? factor * E_MINUS_SHIFT * Math.exp(x + SHIFT) : factor * Math.exp(x);
}
