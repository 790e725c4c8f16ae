import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/generalizedRelu.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/generalizedRelu.js";
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
  /** The slope at the threshold and below. From 0 to 1e100. Default 0. */
  readonly negativeSlope?: number | undefined;
  /**
   * The highest value, which must be above the threshold. Any finite number, or Infinity. Default
   * Infinity.
   */
  readonly maxValue?: number | undefined;
  /** The threshold, above which x is passed on. From -1e300 to 1e300. Default 0. */
  readonly threshold?: number | undefined;
}

/**
 * Generalized rectified linear unit: relu with a slope below a threshold, and with a highest value.
 *
 *     generalizedRelu(x)   = where(x > threshold, min(x, maxValue), negativeSlope*(x - threshold))
 *     generalizedRelu'(x)  = where(x > threshold, where(x < maxValue, 1, 0), negativeSlope)
 *     generalizedRelu''(x) = 0
 *
 * Above the threshold it is x itself, so that with a threshold other than 0 it jumps there.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `negativeSlope`: from 0 to 1e100, by default 0.
 * `maxValue`: any finite number, or Infinity, by default Infinity.
 * `threshold`: from -1e300 to 1e300, by default 0.
 * It must be that threshold < maxValue.
 *
 * Range (-Infinity, maxValue]. At -Infinity and Infinity, generalizedRelu is
 * -Infinity*negativeSlope and maxValue, generalizedRelu' negativeSlope and 0, generalizedRelu'' 0
 * and 0. At threshold the value jumps from 0 to threshold; generalizedRelu'(threshold) is
 * negativeSlope. generalizedRelu'(maxValue) is 0. Where negativeSlope > 0 and maxValue = Infinity,
 * the range is (-Infinity, Infinity); at -Infinity and Infinity, generalizedRelu' is negativeSlope
 * and 1. Where negativeSlope = 0 and maxValue = Infinity, the range is [0, 0] or
 * (threshold, Infinity); at -Infinity and Infinity, generalizedRelu is -0 and Infinity,
 * generalizedRelu' 0 and 1. Where negativeSlope = 0, the range is [0, 0] or (threshold, maxValue];
 * at -Infinity and Infinity, generalizedRelu is -0 and maxValue. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.51 with other parameters)
 *     float64  exact (1.5 with other parameters)
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     negativeSlope  dy*where(x > threshold, 0, x - threshold)
 *     maxValue       dy*where(x >= maxValue, 1, 0)
 *     threshold      dy*where(x > threshold, 0, -negativeSlope)
 *
 * Source: Keras, relu.
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
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.51, parameterGradients: 2 ** -50 },
    float64: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 1.5, parameterGradients: 2 ** -50 },
  },
  value: generalizedReluValue,
  derivative: generalizedReluDerivative,
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    negativeSlope: negativeSlopeGradient,
    maxValue: (dy, x, { maxValue }) => highestGradient(dy, x, maxValue),
    threshold: thresholdGradient,
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
