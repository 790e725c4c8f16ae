import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/isru.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/isru.js";
import {
  isruDerivative,
  isruDerivativeFromOutput,
  isruGradient,
  isruKernelParameters,
  isruSecondDerivative,
  isruValue,
} from "../scalar/isru.js";
import { parameters, specification } from "../specification/activations/isru.js";

/** The options of isru. */
export interface IsruOptions {
  /** The curvature: isru levels off at the inverse of its root. From 1e-100 to 1e100. Default 1. */
  readonly alpha?: number | undefined;
}

/**
 * Inverse square root unit: an S-shaped curve like tanh, of a square root instead of exponentials.
 *
 *     isru(x)   = x/sqrt(1 + alpha*x*x)
 *     isru'(x)  = 1/pow(1 + alpha*x*x, 1.5)
 *     isru''(x) = -3*alpha*x/pow(1 + alpha*x*x, 2.5)
 *     isru'     = pow(max(1 - alpha*y*y, 0), 1.5), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from 1e-100 to 1e100, by default 1.
 *
 * Range (-1/sqrt(alpha), 1/sqrt(alpha)). At -Infinity and Infinity, isru is -1/sqrt(alpha) and
 * 1/sqrt(alpha), isru' 0 and 0, isru'' 0 and -0. isru(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  2.5 / 4 / 5
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     alpha  -dy*x*x*x/(2*pow(1 + alpha*x*x, 1.5))
 *
 * Source: Carlile, Delamarter, Kinney, Marti & Whitney 2017, Improving deep learning by inverse
 * square root linear units (ISRLUs).
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { isru } from "hillock";
 * isru(0.75); // => 0.6
 * isru(Float64Array.of(-Infinity, 0, Infinity)); // => Float64Array [-1, 0, 1]
 * isru(Infinity, { alpha: 4 }); // => 0.5
 */
export const isru = /*#__PURE__*/ createActivation<IsruOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, isruKernelParameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, parameterGradients: 2 ** -50 },
    float64: { value: 2.5, derivative: 4, secondDerivative: 5, parameterGradients: 2 ** -50 },
  },
  value: isruValue,
  derivative: isruDerivative,
  secondDerivative: isruSecondDerivative,
  derivativeFromOutput: isruDerivativeFromOutput,
  parameterGradients: /*#__PURE__*/ parameterGradients({
    alpha: (dy, x, parameters) => isruGradient(dy, x, parameters),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
