import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/threshold.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/threshold.js";
import { step, thresholdKernelParameters, thresholdValue } from "../scalar/threshold.js";
import { parameters, specification } from "../specification/activations/threshold.js";

/** The options of threshold. */
export interface ThresholdOptions {
  /** The threshold, above which x is passed on. Any finite number. Default 0. */
  readonly theta?: number | undefined;
  /** The value of all that is not above the threshold. Any finite number. Default 0. */
  readonly value?: number | undefined;
}

/**
 * Threshold: x where it is above a threshold, else a fixed value.
 *
 *     threshold(x)   = where(x <= theta, value, x)
 *     threshold'(x)  = where(x <= theta, 0, 1)
 *     threshold''(x) = 0
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `theta`: any finite number, by default 0.
 * `value`: any finite number, by default 0.
 *
 * Range [value, value] or (theta, Infinity). At -Infinity and Infinity, threshold is value and
 * Infinity, threshold' 0 and 1, threshold'' 0 and 0. At theta the value jumps from value to theta;
 * threshold'(theta) is 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.5 with other parameters)
 *     float64  exact
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     value  dy*where(x <= theta, 1, 0)
 *
 * Source: PyTorch, nn.Threshold.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { threshold } from "hillock";
 * threshold(Float32Array.of(-1, 0.5, 2), { theta: 0.5, value: 20 }); // => Float32Array [20, 20, 2]
 */
export const threshold = /*#__PURE__*/ createActivation<ThresholdOptions, "value">({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ theta, value }) => thresholdKernelParameters(theta, value)),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.5, parameterGradients: 2 ** -52 },
    float64: { value: 0, derivative: 0, secondDerivative: 0, parameterGradients: 2 ** -52 },
  },
  value: (x, { theta, value }) => thresholdValue(x, theta, value),
  derivative: (x, { theta }) => step(x, theta),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  parameterGradients: /*#__PURE__*/ parameterGradients<keyof ThresholdOptions, "value">({
    value: (dy, x, { theta }) => (x > theta ? 0 : x <= theta ? dy : x),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
