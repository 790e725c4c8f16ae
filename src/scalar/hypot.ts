import { productError } from "./exact.js";

/** √(x² + y²), within 0.6 ULP. */
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

/** √(a² + b²) for a >= b; the sum and the root have two words. */
function root(a: number, b: number): number {
  const square = a * a;
  const other = b * b;
  const sum = square + other;
  const low = square - sum + other + (productError(a, a) + productError(b, b));
  const y = Math.sqrt(sum);
  return y + (sum - y * y - productError(y, y) + low) / Math.max(2 * y, 1e-300);
}
