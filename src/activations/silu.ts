import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/silu.js";
import { timesExp } from "../scalar/exponential.js";

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
  parameters: {},
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
    const z = Math.max(x, -REACH);
    const t = Math.exp(-Math.abs(z));
    return z < 0 ? timesExp(z, z) / (1 + t) : z / (1 + t);
  },
  derivative(x) {
    const t = Math.exp(-Math.abs(x));
    const w = 1 + t;
    if (x >= 0) return (w + Math.min(x, REACH) * t) / (w * w);
    const d = Math.max(x, -REACH) - ROOT - ROOT_LOW;
    return timesExp(d + VALUE * Math.expm1(d), Math.max(x, -REACH)) / (w * w);
  },
  secondDerivative(x) {
    const z = Math.min(Math.abs(x), REACH);
    const w = 1 + Math.exp(-z);
    const d = z - CURVATURE_ROOT - CURVATURE_ROOT_LOW;
    return timesExp(d * -0.9092237217731324 + 0.0907762782268676 * (2 + z) * Math.expm1(-d), -z) / (w * w * w);
  },
  kernels: { float32, float64 },
});

/** Beyond it all that decays like x e^x has rounded to 0. */
const REACH = 800;

/** The root r of f', in two words. There 1 + r + e^r = 0, hence 1 + x + e^x = d + e^r expm1(d), d = x - r: nothing cancels. */
const ROOT = -1.2784645427610737;
const ROOT_LOW = -1.0946994183093437e-16;
const VALUE = 0.2784645427610738;

/** The positive root of f'', in two words. */
const CURVATURE_ROOT = 2.3993572805154675;
const CURVATURE_ROOT_LOW = 1.8464872855353363e-16;
