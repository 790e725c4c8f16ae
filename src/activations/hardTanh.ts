import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/hardTanh.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/hardTanh.js";
import {
  clampDerivative,
  clampDerivativeFromOutput,
  clampKernelParameters,
  clampValue,
  highestGradient,
  lowestGradient,
} from "../scalar/clamp.js";
import { parameters, specification } from "../specification/activations/hardTanh.js";

/** The options of hardTanh. */
export interface HardTanhOptions {
  /** The lowest value: what hardTanh is wherever x is below it. Any finite number. Default -1. */
  readonly minValue?: number | undefined;
  /** The highest value: what hardTanh is wherever x is above it. Any finite number. Default 1. */
  readonly maxValue?: number | undefined;
}

/**
 * Hard hyperbolic tangent: x between a lowest and a highest value, and the nearer of them beyond.
 *
 *     hardTanh(x)   = min(max(x, minValue), maxValue)
 *     hardTanh'(x)  = where(x > minValue & x < maxValue, 1, 0)
 *     hardTanh''(x) = 0
 *     hardTanh'     = where(y > minValue & y < maxValue, 1, 0), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `minValue`: any finite number, by default -1; 0 or at least 1e-45 in magnitude.
 * `maxValue`: any finite number, by default 1; 0 or at least 1e-45 in magnitude.
 * It must be that minValue < maxValue.
 *
 * Range [minValue, maxValue]. At -Infinity and Infinity, hardTanh is minValue and maxValue,
 * hardTanh' 0 and 0, hardTanh'' 0 and 0. hardTanh'(minValue) is 0. hardTanh'(maxValue) is 0. NaN
 * gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.5 with other parameters)
 *     float64  exact
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     minValue  dy*where(x <= minValue, 1, 0)
 *     maxValue  dy*where(x >= maxValue, 1, 0)
 *
 * Source: Collobert 2004, Large scale machine learning.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { hardTanh } from "hillock";
 * hardTanh(-2); // => -1
 * hardTanh(Float32Array.of(-3, 0.25, 3), { minValue: -2, maxValue: 2 }); // => Float32Array [-2, 0.25, 2]
 * hardTanh.derivative(1); // => 0
 */
export const hardTanh = /*#__PURE__*/ createActivation<HardTanhOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ minValue, maxValue }) => clampKernelParameters(minValue, maxValue)),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.5, parameterGradients: 2 ** -52 },
    float64: { value: 0, derivative: 0, secondDerivative: 0, parameterGradients: 2 ** -52 },
  },
  value: (x, { minValue, maxValue }) => clampValue(x, minValue, maxValue),
  derivative: (x, { minValue, maxValue }) => clampDerivative(x, minValue, maxValue),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y, { minValue, maxValue }) => clampDerivativeFromOutput(y, minValue, maxValue),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    maxValue: (dy, x, { maxValue }) => highestGradient(dy, x, maxValue),
    minValue: (dy, x, { minValue }) => lowestGradient(dy, x, minValue),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
