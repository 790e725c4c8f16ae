import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/tanh.js";

/**
 * Hyperbolic tangent: maps any number to between -1 and 1.
 *
 *     tanh(x)   = (1 - exp(-2*x))/(1 + exp(-2*x))
 *     tanh'(x)  = 4*sigmoid(2*x)*sigmoid(-2*x)
 *     tanh''(x) = -8*tanh(x)*sigmoid(2*x)*sigmoid(-2*x)
 *     tanh' from y = (1 - y)*(1 + y)
 */
export const tanh = /*#__PURE__*/ createActivation({
  name: "tanh",
  summary: "Hyperbolic tangent: maps any number to between -1 and 1.",
  parameters: {},
  formula: {
    value: "(1 - exp(-2*x))/(1 + exp(-2*x))",
    derivative: "4*sigmoid(2*x)*sigmoid(-2*x)",
    secondDerivative: "-8*tanh(x)*sigmoid(2*x)*sigmoid(-2*x)",
    derivativeFromOutput: "(1 - y)*(1 + y)",
  },
  kinks: [],
  range: "(-1, 1)",
  limits: { value: ["-1", "1"], derivative: ["0", "0"] },
  source: "LeCun, Bottou, Orr & Müller 1998, Efficient backprop",
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
  },
  value: Math.tanh,
  derivative: squaredSecant,
  secondDerivative: (x) => -2 * Math.tanh(x) * squaredSecant(x),
  derivativeFromOutput: (y) => (1 - y) * (1 + y),
  kernels: { float32, float64 },
});

/** 1 / cosh² x. Squaring last keeps subnormal results right to one rounding. */
function squaredSecant(x: number): number {
  const t = Math.exp(-Math.abs(x));
  const secant = (2 * t) / (1 + t * t);
  return secant * secant;
}
