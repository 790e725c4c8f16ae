import { GELU_ROOT, GELU_ROOT_LOW, GELU_SLOPE, GELU_TAIL, NORMAL_DENSITY } from "./coefficients.js";
import { curve, magnitude, polynomial, remainder, timesNormal } from "./normal.js";

/** gelu, in f64 */
export function geluValue(x: number): number {
  const z = magnitude(x);
  const sum = z + OFFSET;
  const error = z < OFFSET ? z - (sum - OFFSET) : OFFSET - (sum - z);
  const tail = (z * polynomial(GELU_TAIL, (z - 4) / (z + 4), remainder(z) - error / sum)) / sum;
  return Math.max(x, -0) - timesNormal(tail, z);
}

/** gelu', in f64 */
export function geluDerivative(x: number): number {
  const z = magnitude(x);
  // The root's low word goes into the correction. Where the high one gives 0, any tiny number does.
  const distance = z - GELU_ROOT || 6.223015277861142e-61;
  const rest = remainder(z);
  const slope = polynomial(GELU_SLOPE, (z - 3) / (z + 3), rest - ((1 + rest) * GELU_ROOT_LOW) / distance);
  const half = timesNormal(distance * slope, z);
  return x < 0 ? half : 1 - half;
}

export function geluSecondDerivative(x: number): number {
  const z = magnitude(x);
  return timesNormal(NORMAL_DENSITY * curve(z, remainder(z)), z);
}

/**
 * The offset of z that makes (z + offset) e^(z²/2) Φ(-z) nearly constant, so that errors on the way
 * to it hardly show.
 */
const OFFSET = 0.9375;
