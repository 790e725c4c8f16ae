import { productError, sumError } from "./exact.js";

/** √(x² + y²), within 0.6 ULP, or 0.8 where it is subnormal. */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  if (!(a >= b)) return a < b ? ofOrdered(b, a) : NaN;
  return ofOrdered(a, b);
}

function ofOrdered(a: number, b: number): number {
  if (a > 2 ** 400) return root(a * 2 ** -600, b * 2 ** -600) * 2 ** 600;
  return a < 2 ** -400 ? root(a * 2 ** 600, b * 2 ** 600) * 2 ** -600 : root(a, b);
}

/** √(x₀² + x₁² + ...) of any number of them, as exactly; 0 of none. */
export function hypotOf(numbers: readonly number[]): number {
  const magnitudes = numbers.map(Math.abs);
  if (magnitudes.includes(Infinity)) return Infinity;
  const largest = Math.max(0, ...magnitudes);
  const factor = largest > 2 ** 400 ? 2 ** -600 : largest < 2 ** -400 ? 2 ** 600 : 1;
  let sum = 0;
  let low = 0;
  for (const magnitude of magnitudes) {
    const x = magnitude * factor;
    const square = x * x;
    low += sumError(sum, square) + productError(x, x);
    sum += square;
  }
  return rootOf(sum, low) / factor;
}

/** √(a² + b²) for a >= b; the sum and the root have two words. */
function root(a: number, b: number): number {
  const square = a * a;
  const other = b * b;
  const sum = square + other;
  return rootOf(sum, square - sum + other + (productError(a, a) + productError(b, b)));
}

/** The root of a sum of two words. */
function rootOf(sum: number, low: number): number {
  const y = Math.sqrt(sum);
  return y + (sum - y * y - productError(y, y) + low) / Math.max(2 * y, 1e-300);
}
