/** e^-652 is a double to within 2^-64.6: of all whole exponents in reach the one that costs nothing. */
const SHIFT = 652;
const E_MINUS_SHIFT = 6.918274648626584e-284;

/**
 * factor e^x, right down to the last subnormal of the product. Below x = -708 Math.exp has fewer digits than a double, and
 * a factor of 700, as in silu, would show it.
 */
export function timesExp(factor: number, x: number): number {
  return x < -SHIFT ? factor * E_MINUS_SHIFT * Math.exp(x + SHIFT) : factor * Math.exp(x);
}
