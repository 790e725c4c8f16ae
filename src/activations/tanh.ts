import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/tanh.js";
import { timesLogistic, timesLogisticSecondDerivative } from "../scalar/logistic.js";

/**
 * Hyperbolic tangent: maps any number to between -1 and 1.
 *
 *     tanh(x)   = (1 - exp(-2*x))/(1 + exp(-2*x))
 *     tanh'(x)  = 4*sigmoid(2*x)*sigmoid(-2*x)
 *     tanh''(x) = -8*tanh(x)*sigmoid(2*x)*sigmoid(-2*x)
 *     tanh' from y = (1 - y)*(1 + y)
 *
 * Source: LeCun, Bottou, Orr & Müller 1998, Efficient backprop.
 */
export const tanh = /*#__PURE__*/ createActivation({
  name: "tanh",
  formula: {
    value: "(1 - exp(-2*x))/(1 + exp(-2*x))",
    derivative: "4*sigmoid(2*x)*sigmoid(-2*x)",
    secondDerivative: "-8*tanh(x)*sigmoid(2*x)*sigmoid(-2*x)",
    derivativeFromOutput: "(1 - y)*(1 + y)",
  },
  kinks: [],
  range: "(-1, 1)",
  limits: { value: ["-1", "1"], derivative: ["0", "0"] },
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
  },
  value: Math.tanh,
  derivative: (x) => timesLogistic(4, -2 * Math.abs(x), 2),
  secondDerivative: (x) => timesLogisticSecondDerivative(8, 2 * x),
  derivativeFromOutput: (y) => (1 - y) * (1 + y),
  kernels: { float32, float64 },
});
