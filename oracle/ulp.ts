import { float32, ulpExponent } from "./formats.js";

/**
 * The error of a float32 result in units in the last place of the exact value, which a float64 of
 * hillock's stands for.
 */
export function errorInUlp(got: number, exact: number): number {
  if (got === exact) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(exact)) return Object.is(got, Math.fround(exact)) ? 0 : Infinity;
  return Math.abs(got - exact) / 2 ** ulpExponent(float32, exponentOf(exact));
}

/**
 * The exponent of the power of two up to a magnitude: a logarithm may have been rounded up to the
 * next.
 */
function exponentOf(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return 2 ** exponent > Math.abs(value) ? exponent - 1 : exponent;
}
