import { CUBE_ROOT_0, CUBE_ROOT_1, CUBE_ROOT_2, CUBE_ROOT_3 } from "./elementaryCoefficients.js";
import { exponentOf, power } from "./power.js";

/**
 * The cube root of x = 2^3k m, within 0.51 ULP, and exact for cubes. A cubic of m, after one step
 * of Halley right to 23 bits, is rounded to these; then the cube is known exactly, and one more
 * step leaves the last rounding.
 */
export function cbrt(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 2 ** -1000 && a < Infinity)) return 1 * ofOthers(x);
  const k = (((exponentOf(a) + 3072) * 21846) >> 16) - 1024;
  const third = power(0 - k);
  const m = a * third * third * third;
  const start = ((CUBE_ROOT_3 * m + CUBE_ROOT_2) * m + CUBE_ROOT_1) * m + CUBE_ROOT_0;
  const cube = start * start * start;
  const y = Math.fround((start * (cube + 2 * m)) / (2 * cube + m));
  const square = y * y;
  const high = Math.fround(square);
  const residue = m - high * y - (square - high) * y;
  const root = (y + (y * residue) / (2 * (square * y) + m)) * power(k);
  return x < 0 ? -root : root;
}

/** The same where x has no cube root of its own, or is so small that it may be subnormal. */
function ofOthers(x: number): number {
  return x !== 0 && Math.abs(x) < 1 ? cbrt(x * 2 ** 99) * 2 ** -33 : x;
}
