import { product } from "./exact.js";
import { exp, timesExp } from "./exponential.js";
import { timesLogistic } from "./logistic.js";
import { curvatureFactor, slopeFactor } from "./silu.js";

interface Rate {
  readonly beta: number;
}

/** swish, in f64 */
export function swishValue(x: number, { beta }: Rate): number {
  if (beta === 0) return x / 2;
  const { a, high, low } = argument(x, beta);
  const t = exp(-high);
  const tail = timesExp(a, -high);
  const f = Math.max(beta < 0 ? -x : x, -0) - (tail - tail * (low + t / (1 + t)));
  return beta < 0 ? -f : f;
}

/** swish', in f64 */
export function swishDerivative(x: number, { beta }: Rate): number {
  const { high, low } = argument(x, beta);
  const factor = slopeFactor(high, low);
  const half = timesLogistic(factor - factor * low, -high, 2);
  return x < 0 === beta > 0 ? half : 1 - half;
}

export function swishSecondDerivative(x: number, { beta }: Rate): number {
  const { high, low } = argument(x, beta);
  const factor = beta * curvatureFactor(high, low);
  return timesLogistic(factor - factor * low, -high, 3);
}

/** x² σ(βx) σ(-βx), by how much swish grows with β. */
export function swishGrowth(x: number, { beta }: Rate): number {
  const { a, high, low } = argument(x, beta);
  const growth = timesLogistic(a, -high, 2);
  return (growth - growth * low) * a;
}

/** |x|, at most the largest number, and |βx| in two words, as far as e^-|βx| is not 0. */
function argument(x: number, beta: number) {
  const a = Math.abs(x);
  const { high, low } = product(Math.abs(beta), Math.min(a, beta === 0 ? 1 : 1460 / Math.abs(beta)));
  return { a: Math.min(a, Number.MAX_VALUE), high, low };
}

/** The parameters of the kernels: assembly/activations/swish.ts says what each is. */
export function swishKernelParameters({ beta }: Rate): readonly number[] {
  const rate = Math.abs(beta);
  const sign = beta < 0 ? -0 : 0;
  const largest = 3.4028234663852886e38;
  if (rate === 0) return [0, sign, 1, Infinity, 0, 1, 1];
  const step = Math.min(Math.LN2 / rate, largest / 2);
  return [rate, sign, Math.min(1 / rate, 1e305), largest, rate * Math.LOG2E, step, Math.min(110.9 / rate, largest)];
}
