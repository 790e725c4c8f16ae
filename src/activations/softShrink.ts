import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/shrink.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/shrink.js";
import { biasGradient, shrinkDerivative, shrinkKernelParameters, shrinkValue } from "../scalar/shrink.js";
import { parameters, specification } from "../specification/activations/softShrink.js";

/** The options of softShrink. */
export interface SoftShrinkOptions {
  /**
   * How much nearer to 0 all comes, and the half width of the interval in which all is 0. From 0 to
   * 1e38. Default 0.5.
   */
  readonly lambda?: number | undefined;
}

/**
 * Soft shrinkage: x nearer to 0 by lambda, and 0 where it is no farther than that.
 *
 *     softShrink(x)   = where(x > lambda, x - lambda, where(x < -lambda, x + lambda, 0))
 *     softShrink'(x)  = where(abs(x) <= lambda, 0, 1)
 *     softShrink''(x) = 0
 *     softShrink'     = where(y == 0, 0, 1), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `lambda`: from 0 to 1e38, by default 0.5.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, softShrink is -Infinity and Infinity,
 * softShrink' 1 and 1, softShrink'' 0 and 0. softShrink'(-lambda) is 0. softShrink'(lambda) is 0.
 * NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.5 / exact / exact (1 with other parameters)
 *     float64  0.5 / exact / exact
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     lambda  dy*where(x > lambda, -1, where(x < -lambda, 1, 0))
 *
 * Source: Donoho 1995, De-noising by soft-thresholding.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { softShrink } from "hillock";
 * softShrink(Float32Array.of(-2, -0.5, 0.25, 0.75)); // => Float32Array [-1.5, 0, 0, 0.25]
 * softShrink(3, { lambda: 1 }); // => 2
 */
export const softShrink = /*#__PURE__*/ createActivation<SoftShrinkOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ lambda }) => shrinkKernelParameters(lambda, lambda)),
  bounds: {
    float32: { value: 0.5, derivative: 0, secondDerivative: 0, otherParameters: 1, parameterGradients: 2 ** -52 },
    float64: { value: 0.5, derivative: 0, secondDerivative: 0, parameterGradients: 2 ** -52 },
  },
  value: (x, { lambda }) => shrinkValue(x, lambda, lambda),
  derivative: (x, { lambda }) => shrinkDerivative(x, lambda),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y) => shrinkDerivative(y, 0),
  parameterGradients: /*#__PURE__*/ parameterGradients({ lambda: (dy, x, { lambda }) => biasGradient(dy, x, lambda) }),
  kernels: { float32, float64, gradients32, gradients64 },
});
