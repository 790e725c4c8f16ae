import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/softplus.js";
import { ParameterSet } from "../parameters.js";
import { timesExp } from "../scalar/exponential.js";
import { timesLogistic } from "../scalar/logistic.js";
import { product } from "../scalar/product.js";

/**
 * Smooth relu: the integral of sigmoid(beta*x).
 *
 *     softplus(x)   = log1p(exp(beta*x))/beta
 *     softplus'(x)  = sigmoid(beta*x)
 *     softplus''(x) = beta*sigmoid(beta*x)*sigmoid(-beta*x)
 *     softplus' from y = -expm1(-beta*y)
 *
 * Source: Dugas, Bengio, Bélisle, Nadeau & Garcia 2000, Incorporating second-order functional knowledge for better option pricing.
 */
export const softplus = /*#__PURE__*/ createActivation({
  name: "softplus",
  parameters: /*#__PURE__*/ new ParameterSet(
    { beta: { default: 1, minimum: 0, exclusiveMinimum: true, examples: [0.1, 3.7, 50, 1e-3] } },
    ({ beta }) => [beta, 1 / beta],
  ),
  formula: {
    value: "log1p(exp(beta*x))/beta",
    derivative: "sigmoid(beta*x)",
    secondDerivative: "beta*sigmoid(beta*x)*sigmoid(-beta*x)",
    derivativeFromOutput: "-expm1(-beta*y)",
  },
  kinks: [],
  range: "(0, Infinity)",
  limits: { value: ["0", "Infinity"], derivative: ["0", "1"] },
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
  },
  value(x, { beta }) {
    const { high, low } = product(beta, Math.abs(x));
    const t = (1 - low) * Math.exp(-high);
    return Math.max(x, 0) + (high > 40 ? timesExp((1 - low) / beta, -high) : Math.log1p(t) / beta);
  },
  derivative(x, { beta }) {
    const { high, low } = product(beta, Math.abs(x));
    const t = (1 - low) * Math.exp(-high);
    return (x < 0 ? t : 1) / (1 + t);
  },
  secondDerivative(x, { beta }) {
    const { high, low } = product(beta, Math.abs(x));
    return timesLogistic(beta - beta * low, -high, 2);
  },
  derivativeFromOutput: (y, { beta }) => -Math.expm1(-beta * y),
  kernels: { float32, float64 },
});
