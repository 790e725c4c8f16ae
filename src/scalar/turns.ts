import { INVERSE_PI } from "./coefficients.js";
import { sumError } from "./exact.js";
import { exponentOf, power, upperBits } from "./power.js";

/** A number of half turns: the sum of a whole number and two words, the second small. */
export interface HalfTurns {
  readonly n: number;
  readonly high: number;
  readonly low: number;
}

/** The digits of 24 bits that 1/π has, after eight zeros, as the kernels have them. */
const DIGITS = /*#__PURE__*/ digitsOfInverse();

function digitsOfInverse(): Float64Array {
  return Float64Array.from({ length: 61 }, (_, i) => (i < 8 ? 0 : Number((INVERSE_PI >> BigInt(1296 - 24 * (i - 7))) & 0xffffffn)));
}

/**
 * x over π less an even number, for a large x (Payne & Hanek 1983). The operations are those of
 * assembly/math/turns.ts, where they are explained.
 */
export function halfTurns(x: number): HalfTurns {
  const z = x * 2 ** -128;
  const index = (Math.max(exponentOf(Math.abs(z)) + 244, 0) * 2731) >>> 16;
  const y = z * power(296 - 24 * index);
  const a = upperBits(y);
  const b = y - a;
  const digit = (m: number) => (DIGITS[index + m] as number) * power(-24 * m);
  const t0 = odd(b * digit(0)) + (odd(a * digit(2)) + odd(b * digit(1)));
  const t1 = odd(a * digit(3)) + odd(b * digit(2));
  const t2 = odd(a * digit(4));
  const t3 = odd(b * digit(3));
  const t4 = a * digit(5);
  const t5 = b * digit(4);
  const sum = t0 + t1 + (coarse(t2) + coarse(t3) + (coarse(t4) + coarse(t5)));
  const fine = t2 - coarse(t2) + (t3 - coarse(t3)) + (t4 - coarse(t4) + (t5 - coarse(t5)));
  const t6 = a * digit(6);
  const t7 = b * digit(5);
  const small = t6 + t7;
  const rest = fine + small;
  const restLow = sumError(fine, small) + sumError(t6, t7);
  const last = a * digit(7) + b * digit(6) + (a * digit(8) + b * digit(7));
  const n = nearest(sum);
  const f = sum - n;
  return { n, high: f + rest, low: sumError(f, rest) + (restLow + last) };
}

/** A term less the nearest even number. */
function odd(term: number): number {
  const half = nearest(term * 0.5);
  return term - (half + half);
}

/** The nearest multiple of 2^-48, for a term below 8. */
function coarse(term: number): number {
  return term + 24 - 24;
}

/** The nearest whole number, of two equally near the even one. */
function nearest(x: number): number {
  const a = Math.abs(x);
  if (!(a < 2 ** 52)) return x;
  return x < 0 ? -(a + 2 ** 52 - 2 ** 52) : a + 2 ** 52 - 2 ** 52;
}
