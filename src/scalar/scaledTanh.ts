import { product } from "./exact.js";
import { timesLogistic } from "./logistic.js";
import { tanh } from "./tanh.js";

interface Scales {
  readonly alpha: number;
  readonly beta: number;
}

/** factor tanh(βx), which is not to lose digits where βx is subnormal */
export function timesTanh(factor: number, x: number, beta: number): number {
  return Math.abs(beta * x) < 1e-20 ? factor * beta * x : factor * tanhOfProduct(x, beta);
}

/** tanh(βx), with βx in two words */
export function tanhOfProduct(x: number, beta: number): number {
  const { high, low } = product(beta, Math.abs(x));
  const t = tanh(high);
  const y = t + low * (1 - t) * (1 + t);
  return x < 0 ? -y : x > 0 ? y : x;
}

/** factor e / (1 + e)², e = e^-2β|x| */
export function scaledTanhDecay(factor: number, x: number, beta: number): number {
  const { high, low } = product(2 * beta, Math.min(Math.abs(x), 1e3 / beta));
  // A difference of zeros would lose the sign.
  return timesLogistic(factor - factor * low || factor, -high, 2);
}

/** The derivative of level tanh(βx) with respect to β. */
export function rateDerivative(x: number, level: number, beta: number): number {
  return scaledTanhDecay(4 * level, x, beta) * Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x));
}

/** The parameters of the kernels: assembly/activations/scaledTanh.ts says what each is. */
export function scaledTanhKernelParameters({ alpha, beta }: Scales): readonly number[] {
  return [alpha, beta, alpha * beta, alpha * beta * beta, 0.5 / beta];
}
