import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/swish.js";
import { ParameterSet } from "../parameters.js";
import { timesExp } from "../scalar/exponential.js";
import { timesLogistic } from "../scalar/logistic.js";
import { product } from "../scalar/product.js";
import { curvatureFactor, slopeFactor } from "../scalar/silu.js";

/**
 * Swish: x times the sigmoid of beta*x.
 *
 *     swish(x)   = x*sigmoid(beta*x)
 *     swish'(x)  = sigmoid(beta*x)*(1 + beta*x*sigmoid(-beta*x))
 *     swish''(x) = beta*sigmoid(beta*x)*sigmoid(-beta*x)*(2 - beta*x*tanh(beta*x/2))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and length, and is `out` if that is given.
 * `beta`: from -1e+100 to 1e+100, by default 1, which is silu. 0 gives x/2, and the larger it is, the closer swish comes to relu.
 *
 * Range [-0.27846454276107379/beta, Infinity). At -Infinity and Infinity, swish is -0 and Infinity, swish' -0 and 1. swish(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP: what is promised, and the worst found so far (accuracy.json).
 *     float32  at most 0.51 (1 with other parameters)
 *     fast     at most 3.5 / 0.51 / 0.51 (4.5 with other parameters)
 *     float64  at most 3.3 / 4.5 / 4.5 (4.5 with other parameters)
 *
 * Source: Ramachandran, Zoph & Le 2017, Searching for activation functions.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out` has another length than x, or lies
 * partly on it, or a parameter is out of its range.
 *
 * @example
 * import { swish } from "hillock";
 * swish(2, { beta: 1.5 }).toFixed(10); // => "1.9051482536"
 * swish.derivative(-Infinity); // => 0
 */
export const swish = /*#__PURE__*/ createActivation({
  name: "swish",
  parameters: /*#__PURE__*/ new ParameterSet(
    { beta: { default: 1, minimum: -1e100, maximum: 1e100, examples: [1.702, 0.1, 0, -0.75, 30] } },
    toKernel,
  ),
  formula: {
    value: "x*sigmoid(beta*x)",
    derivative: "sigmoid(beta*x)*(1 + beta*x*sigmoid(-beta*x))",
    secondDerivative: "beta*sigmoid(beta*x)*sigmoid(-beta*x)*(2 - beta*x*tanh(beta*x/2))",
  },
  kinks: [],
  range: "[-0.27846454276107379/beta, Infinity)",
  limits: { value: ["-0", "Infinity"], derivative: ["-0", "1"] },
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5, otherParameters: 4.5 },
    fast: { value: 3.5, derivative: 0.51, secondDerivative: 0.51, otherParameters: 3.5 },
  },
  value(x, { beta }) {
    if (beta === 0) return x / 2;
    const { a, high, low } = argument(x, beta);
    const t = Math.exp(-high);
    const tail = timesExp(a - a * low, -high);
    const f = Math.max(beta < 0 ? -x : x, -0) - (tail - tail * (t / (1 + t)));
    return beta < 0 ? -f : f;
  },
  derivative(x, { beta }) {
    const { high, low } = argument(x, beta);
    const factor = slopeFactor(high, low);
    const half = timesLogistic(factor - factor * low, -high, 2);
    return x < 0 === beta > 0 ? half : 1 - half;
  },
  secondDerivative(x, { beta }) {
    const { high, low } = argument(x, beta);
    const factor = beta * curvatureFactor(high, low);
    return timesLogistic(factor - factor * low, -high, 3);
  },
  kernels: { float32, float64 },
});

/** |x|, and no more than any number is, and |beta x| in two words, as far as anything is left of e^-|beta x|. */
function argument(x: number, beta: number) {
  const a = Math.abs(x);
  const { high, low } = product(Math.abs(beta), beta === 0 ? 0 : Math.min(a, 1400 / Math.abs(beta)));
  return { a: Math.min(a, Number.MAX_VALUE), high, low };
}

/** What the kernels take: assembly/activations/swish.ts says what each is. */
function toKernel({ beta }: { readonly beta: number }): readonly number[] {
  const rate = Math.abs(beta);
  const sign = beta < 0 ? -0 : 0;
  const largest = 3.4028234663852886e38;
  if (rate === 0) return [0, sign, 1, Infinity, 0, 1, 1];
  const step = Math.min(Math.LN2 / rate, largest / 2);
  return [rate, sign, Math.min(1 / rate, 1e305), largest, rate * Math.LOG2E, step, Math.min(110.9 / rate, largest)];
}
