import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/sigmoid.js";
import { logistic, timesLogistic, timesLogisticSecondDerivative } from "../scalar/logistic.js";

/**
 * Logistic function: maps any number to a probability.
 *
 *     sigmoid(x)   = 1/(1 + exp(-x))
 *     sigmoid'(x)  = sigmoid(x)*sigmoid(-x)
 *     sigmoid''(x) = -tanh(x/2)*sigmoid(x)*sigmoid(-x)
 *     sigmoid' from y = y*(1 - y)
 *
 * Source: Verhulst 1845, Recherches mathématiques sur la loi d'accroissement de la population.
 */
export const sigmoid = /*#__PURE__*/ createActivation({
  name: "sigmoid",
  formula: {
    value: "1/(1 + exp(-x))",
    derivative: "sigmoid(x)*sigmoid(-x)",
    secondDerivative: "-tanh(x/2)*sigmoid(x)*sigmoid(-x)",
    derivativeFromOutput: "y*(1 - y)",
  },
  kinks: [],
  range: "(0, 1)",
  limits: { value: ["0", "1"], derivative: ["0", "0"] },
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
  },
  value: logistic,
  derivative: (x) => timesLogistic(1, -Math.abs(x), 2),
  secondDerivative: (x) => timesLogisticSecondDerivative(1, x),
  derivativeFromOutput: (y) => y * (1 - y),
  kernels: { float32, float64 },
});
