import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/softplus.js";
import { ParameterSet } from "../parameters.js";
import { timesExp } from "../scalar/exponential.js";
import { logistic } from "../scalar/logistic.js";

/**
 * Smooth relu: the integral of sigmoid(beta*x).
 *
 *     softplus(x)   = log1p(exp(beta*x))/beta
 *     softplus'(x)  = sigmoid(beta*x)
 *     softplus''(x) = beta*sigmoid(beta*x)*sigmoid(-beta*x)
 *     softplus' from y = -expm1(-beta*y)
 */
export const softplus = /*#__PURE__*/ createActivation({
  name: "softplus",
  summary: "Smooth relu: the integral of sigmoid(beta*x).",
  parameters: /*#__PURE__*/ new ParameterSet({
    beta: { default: 1, minimum: 0, exclusiveMinimum: true, examples: [0.1, 3.7, 50, 1e-3] },
  }),
  formula: {
    value: "log1p(exp(beta*x))/beta",
    derivative: "sigmoid(beta*x)",
    secondDerivative: "beta*sigmoid(beta*x)*sigmoid(-beta*x)",
    derivativeFromOutput: "-expm1(-beta*y)",
  },
  kinks: [],
  range: "(0, Infinity)",
  limits: { value: ["0", "Infinity"], derivative: ["0", "1"] },
  source: "Dugas, Bengio, Bélisle, Nadeau & Garcia 2000, Incorporating second-order functional knowledge for better option pricing",
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
  },
  value(x, { beta }) {
    const z = -Math.abs(beta * x);
    return Math.max(x, 0) + (z < -40 ? timesExp(1 / beta, z) : Math.log1p(Math.exp(z)) / beta);
  },
  derivative: (x, { beta }) => logistic(beta * x),
  secondDerivative(x, { beta }) {
    const z = -Math.abs(beta * x);
    const w = 1 + Math.exp(z);
    return timesExp(beta, z) / (w * w);
  },
  derivativeFromOutput: (y, { beta }) => -Math.expm1(-beta * y),
  kernels: { float32, float64 },
});
