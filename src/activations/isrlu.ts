import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/isrlu.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/isrlu.js";
import {
  isruDerivative,
  isruDerivativeFromOutput,
  isruGradient,
  isruKernelParameters,
  isruSecondDerivative,
  isruValue,
} from "../scalar/isru.js";
import { parameters, specification } from "../specification/activations/isrlu.js";

/** The options of isrlu. */
export interface IsrluOptions {
  /**
   * The curvature of the left side: isrlu levels off at minus the inverse of its root. From 1e-100
   * to 1e100. Default 1.
   */
  readonly alpha?: number | undefined;
}

/**
 * Inverse square root linear unit: x where it is positive, else a square root that levels off.
 *
 *     isrlu(x)   = where(x >= 0, x, x/sqrt(1 + alpha*x*x))
 *     isrlu'(x)  = where(x >= 0, 1, 1/pow(1 + alpha*x*x, 1.5))
 *     isrlu''(x) = where(x >= 0, 0, -3*alpha*x/pow(1 + alpha*x*x, 2.5))
 *     isrlu'     = where(y >= 0, 1, pow(max(1 - alpha*y*y, 0), 1.5)), from the output y
 *
 * As smooth at 0 as no other of its kind: value and both derivatives are continuous.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from 1e-100 to 1e100, by default 1.
 *
 * Range (-1/sqrt(alpha), Infinity). At -Infinity and Infinity, isrlu is -1/sqrt(alpha) and
 * Infinity, isrlu' 0 and 1, isrlu'' 0 and 0. isrlu(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  2.5 / 4 / 5
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     alpha  dy*where(x >= 0, 0, -x*x*x/(2*pow(1 + alpha*x*x, 1.5)))
 *
 * Source: Carlile, Delamarter, Kinney, Marti & Whitney 2017, Improving deep learning by inverse
 * square root linear units (ISRLUs).
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { isrlu } from "hillock";
 * isrlu(-0.75); // => -0.6
 * isrlu(-Infinity, { alpha: 4 }); // => -0.5
 * isrlu.derivative(Float32Array.of(-Infinity, 0, 2)); // => Float32Array [0, 1, 1]
 */
export const isrlu = /*#__PURE__*/ createActivation<IsrluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, isruKernelParameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, parameterGradients: 2 ** -50 },
    float64: { value: 2.5, derivative: 4, secondDerivative: 5, parameterGradients: 2 ** -50 },
  },
  value: (x, parameters) => (x < 0 ? isruValue(x, parameters) : x),
  derivative: (x, parameters) => (x > 0 ? 1 : isruDerivative(x, parameters)),
  secondDerivative: (x, parameters) => (x > 0 ? 0 : isruSecondDerivative(x, parameters)),
  derivativeFromOutput: (y, { alpha }) => (y > 0 ? 1 : isruDerivativeFromOutput(y, { alpha })),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    alpha: (dy, x, parameters) => (x > 0 ? 0 : isruGradient(dy, x, parameters)),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
