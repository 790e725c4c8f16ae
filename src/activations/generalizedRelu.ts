import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/generalizedRelu.js";
import { highestGradient } from "../scalar/clamp.js";
import {
  generalizedReluDerivative,
  generalizedReluKernelParameters,
  generalizedReluValue,
  negativeSlopeGradient,
  thresholdGradient,
} from "../scalar/generalizedRelu.js";
import { parameters, specification } from "../specification/activations/generalizedRelu.js";

/** The options of generalizedRelu. */
export interface GeneralizedReluOptions {
  /** X */
  readonly negativeSlope?: number | undefined;
  /** X */
  readonly maxValue?: number | undefined;
  /** X */
  readonly threshold?: number | undefined;
}

/**
 * X
 *
 * Source: X
 *
 * `parameterGradients(dy, x, { negativeSlope, maxValue, threshold })` is what is to be learnt of it:
 * `{ negativeSlope, maxValue, threshold }`, the sums of dy*(x - threshold) over the elements that are
 * not above the threshold, of dy over those that are at least maxValue, and of -dy*negativeSlope over
 * those that are not above the threshold. It adds in float64, compensated: within 2^-50 of the sum
 * of |terms|.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { generalizedRelu } from "hillock";
 * generalizedRelu(Float32Array.of(-2, 0.5, 9), { negativeSlope: 0.5, maxValue: 6 }); // => Float32Array [-1, 0.5, 6]
 * generalizedRelu(1, { threshold: 2 }); // => -0
 */
export const generalizedRelu = /*#__PURE__*/ createActivation<GeneralizedReluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, generalizedReluKernelParameters),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.51 },
    float64: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 1.5 },
  },
  value: generalizedReluValue,
  derivative: generalizedReluDerivative,
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    negativeSlope: negativeSlopeGradient,
    maxValue: (dy, x, { maxValue }) => highestGradient(dy, x, maxValue),
    threshold: thresholdGradient,
  }),
  kernels: { float32, float64 },
});
