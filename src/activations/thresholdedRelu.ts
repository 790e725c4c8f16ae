import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/threshold.js";
import { step, thresholdKernelParameters, thresholdValue } from "../scalar/threshold.js";
import { parameters, specification } from "../specification/activations/thresholdedRelu.js";

/** The options of thresholdedRelu. */
export interface ThresholdedReluOptions {
  /** The threshold, above which x is passed on. From 0. Default 1. */
  readonly theta?: number | undefined;
}

/**
 * Thresholded rectified linear unit: x where it is above a threshold, else 0.
 *
 *     thresholdedRelu(x)   = where(x > theta, x, 0)
 *     thresholdedRelu'(x)  = where(x > theta, 1, 0)
 *     thresholdedRelu''(x) = 0
 *     thresholdedRelu'     = where(y > 0, 1, 0), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `theta`: from 0, by default 1.
 *
 * Range [0, 0] or (theta, Infinity). At -Infinity and Infinity, thresholdedRelu is 0 and Infinity,
 * thresholdedRelu' 0 and 1, thresholdedRelu'' 0 and 0. At theta the value jumps from 0 to theta;
 * thresholdedRelu'(theta) is 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact
 *     float64  exact
 *
 * Source: Konda, Memisevic & Krueger 2014, Zero-bias autoencoders and the benefits of co-adapting
 * features.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { thresholdedRelu } from "hillock";
 * thresholdedRelu(Float32Array.of(-2, 0.5, 1, 1.5)); // => Float32Array [0, 0, 0, 1.5]
 * thresholdedRelu(0.5, { theta: 0.25 }); // => 0.5
 */
export const thresholdedRelu = /*#__PURE__*/ createActivation<ThresholdedReluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ theta }) => thresholdKernelParameters(theta, 0)),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0 },
    float64: { value: 0, derivative: 0, secondDerivative: 0 },
  },
  value: (x, { theta }) => thresholdValue(x, theta, 0),
  derivative: (x, { theta }) => step(x, theta),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y) => step(y, 0),
  kernels: { float32, float64 },
});
