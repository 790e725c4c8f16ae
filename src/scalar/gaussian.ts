import { curve, magnitude, remainder, timesNormal } from "./normal.js";

/** e^(-x²), in f64 */
export function gaussianValue(x: number): number {
  const z = magnitude(x);
  return timesNormal(1 + remainder(z, 1), z, 1);
}

/** -2 x e^(-x²), in f64 */
export function gaussianDerivative(x: number): number {
  const z = magnitude(x);
  const half = Math.sign(x) * z;
  return timesNormal(-2 * (half + half * remainder(z, 1)), z, 1);
}

/** (4 x² - 2) e^(-x²), in f64 */
export function gaussianSecondDerivative(x: number): number {
  const z = magnitude(x);
  return timesNormal(-curve(2 * z, remainder(z, 1)), z, 1);
}
