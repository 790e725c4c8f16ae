/** e^-652 is a double to within 2^-64, closer than any other whole power of e in reach (proof/coefficients/scalar.ts). */
const SHIFT = -652;
const EXP_SHIFT = 6.918274648626584e-284;

/** factor e^x, with every digit down to the last subnormal of the product: below -708 Math.exp alone has fewer than a double holds. */
export function timesExp(factor: number, x: number): number {
  return x < -708 ? factor * EXP_SHIFT * Math.exp(x - SHIFT) : factor * Math.exp(x);
}
