import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/hardTanh.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/hardTanh.js";
import { clampDerivative, clampDerivativeFromOutput, clampKernelParameters, clampValue, highestGradient } from "../scalar/clamp.js";
import { parameters, specification } from "../specification/activations/clippedRelu.js";

/** The options of clippedRelu. */
export interface ClippedReluOptions {
  /** The highest value: what clippedRelu is wherever x is above it. Above 0. Default 6. */
  readonly maxValue?: number | undefined;
}

/**
 * Clipped rectified linear unit: x where it is positive, but no more than a highest value, else 0.
 *
 *     clippedRelu(x)   = min(max(x, 0), maxValue)
 *     clippedRelu'(x)  = where(x > 0 & x < maxValue, 1, 0)
 *     clippedRelu''(x) = 0
 *     clippedRelu'     = where(y > 0 & y < maxValue, 1, 0), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `maxValue`: above 0, by default 6.
 *
 * Range [0, maxValue]. At -Infinity and Infinity, clippedRelu is 0 and maxValue, clippedRelu' 0 and
 * 0, clippedRelu'' 0 and 0. clippedRelu(-0) is -0. clippedRelu'(0) is 0. clippedRelu'(maxValue) is
 * 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.5 with other parameters)
 *     float64  exact
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     maxValue  dy*where(x >= maxValue, 1, 0)
 *
 * Source: Hannun et al. 2014, Deep speech: scaling up end-to-end speech recognition.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { clippedRelu } from "hillock";
 * clippedRelu(7.5); // => 6
 * clippedRelu(Float32Array.of(-3, 0.5, 3), { maxValue: 2 }); // => Float32Array [0, 0.5, 2]
 */
export const clippedRelu = /*#__PURE__*/ createActivation<ClippedReluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ maxValue }) => clampKernelParameters(0, maxValue)),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.5, parameterGradients: 2 ** -52 },
    float64: { value: 0, derivative: 0, secondDerivative: 0, parameterGradients: 2 ** -52 },
  },
  value: (x, { maxValue }) => clampValue(x, 0, maxValue),
  derivative: (x, { maxValue }) => clampDerivative(x, 0, maxValue),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y, { maxValue }) => clampDerivativeFromOutput(y, 0, maxValue),
  parameterGradients: /*#__PURE__*/ parameterGradients({ maxValue: (dy, x, { maxValue }) => highestGradient(dy, x, maxValue) }),
  kernels: { float32, float64, gradients32, gradients64 },
});
