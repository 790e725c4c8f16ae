import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/elu.js";
import { ParameterSet } from "../parameters.js";
import { timesExp } from "../scalar/exponential.js";

/**
 * Exponential linear unit: x above 0, below it an exponential that levels off at -alpha.
 *
 *     elu(x)   = where(x > 0, x, alpha*expm1(x))
 *     elu'(x)  = where(x > 0, 1, alpha*exp(x))
 *     elu''(x) = where(x >= 0, 0, alpha*exp(x))
 *     elu' from y = where(y > 0, 1, y + alpha)
 *
 * Source: Clevert, Unterthiner & Hochreiter 2015, Fast and accurate deep network learning by exponential linear units.
 */
export const elu = /*#__PURE__*/ createActivation({
  name: "elu",
  parameters: /*#__PURE__*/ new ParameterSet({
    alpha: { default: 1, minimumFromOutput: 0, examples: [0.5, 1.67326, 2, -1, 0] },
  }),
  formula: {
    value: "where(x > 0, x, alpha*expm1(x))",
    derivative: "where(x > 0, 1, alpha*exp(x))",
    secondDerivative: "where(x >= 0, 0, alpha*exp(x))",
    derivativeFromOutput: "where(y > 0, 1, y + alpha)",
  },
  kinks: [0],
  range: "(-alpha, Infinity)",
  limits: { value: ["-alpha", "Infinity"], derivative: ["0", "1"] },
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
  },
  value: (x, { alpha }) => (x < 0 ? alpha * Math.expm1(x) : x),
  derivative: (x, { alpha }) => (x > 0 ? 1 : timesExp(alpha, x)),
  secondDerivative: (x, { alpha }) => (x >= 0 ? 0 : timesExp(alpha, x)),
  derivativeFromOutput: (y, { alpha }) => (y > 0 ? 1 : y + alpha),
  kernels: { float32, float64 },
});
