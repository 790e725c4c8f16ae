import { TANH_SHRINK } from "./coefficients.js";
import { logistic } from "./logistic.js";

/** x - tanh x, in f64: assembly/activations/tanhShrink.ts has the forms. */
export function tanhShrinkValue(x: number): number {
  const a = Math.abs(x);
  const y = a < 1 ? a * (a * a) * bend(a * a) : a - 1 + 2 * logistic(-2 * a);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** (x - tanh x) / x³ in z = x² */
function bend(z: number): number {
  let sum = 0;
  for (let i = TANH_SHRINK.length - 1; i >= 0; i--) sum = sum * z + (TANH_SHRINK[i] as number);
  return sum;
}
