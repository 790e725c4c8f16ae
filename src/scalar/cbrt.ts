import { CUBE_ROOT_0, CUBE_ROOT_1, CUBE_ROOT_2, CUBE_ROOT_3 } from "./elementaryCoefficients.js";
import { productError } from "./exact.js";
import { exponentOf, power, scaled } from "./power.js";

/** The cube root of x, within 0.51 ULP, and exact for cubes. */
export function cbrt(x: number): number {
  const a = Math.abs(x);
  if (!(a > 0 && a < Infinity)) return x;
  const y = a < 2 ** -1000 ? ofNormal(a * 2 ** 99, 33) : ofNormal(a, 0);
  return x < 0 ? -y : y;
}

/**
 * The cube root, divided by 2^lower. A cubic of m, after one step of Halley right to 23 bits, is
 * rounded to these; then the cube is known exactly, and one more step leaves the last rounding.
 */
function ofNormal(a: number, lower: number): number {
  const k = Math.floor((exponentOf(a) + 0.5) * (1 / 3));
  const m = scaled(a, -3 * k);
  const start = ((CUBE_ROOT_3 * m + CUBE_ROOT_2) * m + CUBE_ROOT_1) * m + CUBE_ROOT_0;
  const cube = start * start * start;
  const y = Math.fround((start * (cube + 2 * m)) / (2 * cube + m));
  const square = y * y;
  const third = square * y;
  const residue = m - third - productError(square, y);
  return (y + (y * residue) / (2 * third + m)) * power(k - lower);
}
