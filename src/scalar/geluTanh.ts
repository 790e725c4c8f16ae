import {
  GELU_TANH_ARGUMENT_INFLECTION,
  GELU_TANH_ARGUMENT_INFLECTION_LOW,
  GELU_TANH_ARGUMENT_ROOT,
  GELU_TANH_ARGUMENT_ROOT_LOW,
  GELU_TANH_BEND,
  GELU_TANH_C,
  GELU_TANH_C_LOW,
  GELU_TANH_EVEN,
  GELU_TANH_EXP_INFLECTION,
  GELU_TANH_EXP_ROOT,
  GELU_TANH_INFLECTION,
  GELU_TANH_INFLECTION_LOW,
  GELU_TANH_K,
  GELU_TANH_K_LOW,
  GELU_TANH_ODD,
  GELU_TANH_ROOT,
  GELU_TANH_ROOT_LOW,
  GELU_TANH_SLOPE,
} from "./coefficients.js";
import { productError, sumError } from "./exact.js";
import { expm1 } from "./expm1.js";
import { exp, timesExp } from "./exponential.js";
import { timesLogistic } from "./logistic.js";

/** geluTanh, in f64: assembly/activations/parts/float64GeluTanh.ts has the forms. */
export function geluTanhValue(x: number): number {
  const a = magnitude(x);
  const { high, low } = argument(a);
  const t = exp(-high);
  const tail = timesExp(a, -high);
  return Math.max(x, -0) - (tail - tail * (low + t / (1 + t)));
}

/** geluTanh', in f64 */
export function geluTanhDerivative(x: number): number {
  const a = magnitude(x);
  const { high, low } = argument(a);
  const d = GELU_TANH_ARGUMENT_ROOT - high + (GELU_TANH_ARGUMENT_ROOT_LOW - low);
  const growth = GELU_TANH_EXP_ROOT * expm1(d);
  const rest = sumError(GELU_TANH_ROOT, -a) + GELU_TANH_ROOT_LOW;
  const s = at(GELU_TANH_SLOPE, a);
  const factor = (GELU_TANH_ROOT - a) * s + (rest * s + growth);
  const half = timesLogistic(factor - factor * low, -high, 2);
  return x < 0 ? half : 1 - half;
}

export function geluTanhSecondDerivative(x: number): number {
  const a = magnitude(x);
  const { high, low } = argument(a);
  const d = GELU_TANH_ARGUMENT_INFLECTION - high + (GELU_TANH_ARGUMENT_INFLECTION_LOW - low);
  const growth = GELU_TANH_EXP_INFLECTION * expm1(d) * (at(GELU_TANH_EVEN, a * a) + a * at(GELU_TANH_ODD, a * a));
  const rest = sumError(a, -GELU_TANH_INFLECTION) - GELU_TANH_INFLECTION_LOW;
  const b = at(GELU_TANH_BEND, a);
  const lead = (a - GELU_TANH_INFLECTION) * b;
  const trail = productError(a - GELU_TANH_INFLECTION, b) + rest * b + growth;
  return timesLogistic(lead + (trail - (lead + trail) * low), -high, 3);
}

/** |x|, and no more than where a e^-t has rounded to 0. */
function magnitude(x: number): number {
  return Math.min(Math.abs(x), 22);
}

/** t = k a (1 + c a²) in two words: e^-t would be off by as many ULP as it is large. */
function argument(a: number) {
  const square = a * a;
  const bend = GELU_TANH_C * square;
  const bendLow = productError(GELU_TANH_C, square) + GELU_TANH_C * productError(a, a) + GELU_TANH_C_LOW * square;
  const factor = 1 + bend;
  const factorLow = sumError(1, bend) + bendLow;
  const line = GELU_TANH_K * a;
  const lineLow = productError(GELU_TANH_K, a) + GELU_TANH_K_LOW * a;
  return { high: line * factor, low: productError(line, factor) + line * factorLow + lineLow * factor };
}

/** The polynomial, the constant first. */
function at(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] as number);
  return sum;
}
