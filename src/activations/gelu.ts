import { createActivation } from "../activation.js";
import { float32, float64 } from "../kernels/gelu.js";
import { geluDerivative, geluSecondDerivative, geluValue } from "../scalar/normal.js";

/**
 * Gaussian error linear unit: x times the normal distribution function.
 *
 *     gelu(x)   = 0.5*x*erfc(-x/sqrt(2))
 *     gelu'(x)  = 0.5*erfc(-x/sqrt(2)) + x*exp(-x*x/2)/sqrt(2*pi)
 *     gelu''(x) = (2 - x*x)*exp(-x*x/2)/sqrt(2*pi)
 */
export const gelu = /*#__PURE__*/ createActivation({
  name: "gelu",
  summary: "Gaussian error linear unit: x times the normal distribution function.",
  parameters: {},
  formula: {
    value: "0.5*x*erfc(-x/sqrt(2))",
    derivative: "0.5*erfc(-x/sqrt(2)) + x*exp(-x*x/2)/sqrt(2*pi)",
    secondDerivative: "(2 - x*x)*exp(-x*x/2)/sqrt(2*pi)",
  },
  kinks: [],
  range: "[-0.16997120747990366, Infinity)",
  limits: { value: ["-0", "Infinity"], derivative: ["-0", "1"] },
  source: "Hendrycks & Gimpel 2016, Gaussian error linear units (GELUs)",
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4.8, derivative: 4.5, secondDerivative: 4.5 },
  },
  value: geluValue,
  derivative: geluDerivative,
  secondDerivative: geluSecondDerivative,
  kernels: { float32, float64 },
});
