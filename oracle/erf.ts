import erfc from "@stdlib/math-base-special-erfc";

/**
 * The error function: 1 - erfc(x), and up to 1/2, where that would cancel,
 * 2/sqrt(pi) x e^(-x²) (1 + 2x²/3 (1 + 2x²/5 (1 + 2x²/7 (1 + ...)))), DLMF 7.6.2.
 */
export function erf(x: number): number {
  if (!(Math.abs(x) < 0.5)) return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
  let sum = 1;
  for (let n = LAST; n >= 3; n -= 2) sum = 1 + ((2 * x * x) / n) * sum;
  return (2 / Math.sqrt(Math.PI)) * x * Math.exp(-x * x) * sum;
}

/** The terms that follow are below 2^-60, x being 1/2. */
const LAST = 27;
