import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/silu.js";
import { timesExp } from "../scalar/exponential.js";
import { timesLogistic } from "../scalar/logistic.js";

/**
 * Sigmoid-weighted linear unit, also called swish.
 *
 *     silu(x)   = x*sigmoid(x)
 *     silu'(x)  = sigmoid(x)*(1 + x*sigmoid(-x))
 *     silu''(x) = sigmoid(x)*sigmoid(-x)*(2 - x*tanh(x/2))
 */
export const silu = /*#__PURE__*/ createActivation({
  name: "silu",
  summary: "Sigmoid-weighted linear unit, also called swish.",
  formula: {
    value: "x*sigmoid(x)",
    derivative: "sigmoid(x)*(1 + x*sigmoid(-x))",
    secondDerivative: "sigmoid(x)*sigmoid(-x)*(2 - x*tanh(x/2))",
  },
  kinks: [],
  range: "[-0.27846454276107379, Infinity)",
  limits: { value: ["-0", "Infinity"], derivative: ["-0", "1"] },
  source: "Elfwing, Uchibe & Doya 2017, Sigmoid-weighted linear units for neural network function approximation in reinforcement learning",
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: {
      value: 3.3,
      derivative: 4.5,
      secondDerivative: 4.5,
      roots: [{ of: "derivative", x: -1.2784645427610738, within: 0.25, absolute: 7.6e-17 }],
    },
  },
  value(x) {
    const z = Math.max(-Math.abs(x), -REACH);
    const t = Math.exp(z);
    const tail = timesExp(z, z);
    return Math.max(x, -0) + (tail - tail * (t / (1 + t)));
  },
  derivative(x) {
    const z = Math.max(-Math.abs(x), -REACH);
    const half = timesLogistic(z + 1 + Math.exp(z), z, 2);
    return x < 0 ? half : 1 - half;
  },
  secondDerivative(x) {
    const z = Math.max(-Math.abs(x), -REACH);
    return timesLogistic(2 + z + (2 - z) * Math.exp(z), z, 3);
  },
  kernels: { float32, float64 },
});

/** Beyond it all that decays like x e^x has rounded to 0. */
const REACH = 800;
