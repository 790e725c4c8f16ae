import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/leakyRelu.js";
import { ParameterSet } from "../parameters.js";

/**
 * Leaky rectified linear unit: x above 0, a fraction of x below.
 *
 *     leakyRelu(x)   = where(x > 0, x, negativeSlope*x)
 *     leakyRelu'(x)  = where(x > 0, 1, negativeSlope)
 *     leakyRelu''(x) = 0
 *     leakyRelu' from y = where(y > 0, 1, negativeSlope)
 *
 * Source: Maas, Hannun & Ng 2013, Rectifier nonlinearities improve neural network acoustic models.
 */
export const leakyRelu = /*#__PURE__*/ createActivation({
  name: "leakyRelu",
  parameters: /*#__PURE__*/ new ParameterSet(
    { negativeSlope: { default: 0.01, minimumFromOutput: 0, examples: [0.2, 0, -0.5, 1.5, 1e-30] } },
    // The second is the least x to multiply: finite where a slope of 0 would meet -Infinity.
    ({ negativeSlope }) => [negativeSlope, negativeSlope === 0 ? -3.4028234663852886e38 : -Infinity],
  ),
  formula: {
    value: "where(x > 0, x, negativeSlope*x)",
    derivative: "where(x > 0, 1, negativeSlope)",
    secondDerivative: "0",
    derivativeFromOutput: "where(y > 0, 1, negativeSlope)",
  },
  kinks: [0],
  range: "(-Infinity, Infinity)",
  limits: { value: ["-Infinity*negativeSlope", "Infinity"], derivative: ["negativeSlope", "1"] },
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0, otherParameters: 1 },
    float64: { value: 0.5, derivative: 0, secondDerivative: 0 },
  },
  value: (x, { negativeSlope }) => (x < 0 ? (negativeSlope === 0 ? 0 : negativeSlope * x) : x),
  derivative: slope,
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: slope,
  kernels: { float32, float64 },
});

/** 1 above 0, else the negative slope, and NaN where x is. */
function slope(x: number, { negativeSlope }: { readonly negativeSlope: number }): number {
  return x > 0 ? 1 : x <= 0 ? negativeSlope : x;
}
