import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/relu.js";

/**
 * Rectified linear unit: the positive part of x.
 *
 *     relu(x)   = max(x, 0)
 *     relu'(x)  = where(x > 0, 1, 0)
 *     relu''(x) = 0
 *     relu' from y = where(y > 0, 1, 0)
 *
 * Source: Nair & Hinton 2010, Rectified linear units improve restricted Boltzmann machines.
 */
export const relu = /*#__PURE__*/ createActivation({
  name: "relu",
  formula: {
    value: "max(x, 0)",
    derivative: "where(x > 0, 1, 0)",
    secondDerivative: "0",
    derivativeFromOutput: "where(y > 0, 1, 0)",
  },
  kinks: [0],
  range: "[0, Infinity)",
  limits: { value: ["0", "Infinity"], derivative: ["0", "1"] },
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0 },
    float64: { value: 0, derivative: 0, secondDerivative: 0 },
  },
  // biome-ignore lint/complexity/useMathMinMax: Math.max(-0, 0) is 0
  value: (x) => (x < 0 ? 0 : x),
  derivative: step,
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: step,
  kernels: { float32, float64 },
});

/** 1 above 0, else 0, and NaN where x is. */
function step(x: number): number {
  return Number.isNaN(x) ? x : Number(x > 0);
}
