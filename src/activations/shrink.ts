import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/shrink.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/shrink.js";
import { biasGradient, shrinkDerivative, shrinkKernelParameters, shrinkValue } from "../scalar/shrink.js";
import { parameters, specification } from "../specification/activations/shrink.js";

/** The options of shrink. */
export interface ShrinkOptions {
  /** The half width of the interval around 0 in which all is 0. From 0 to 1e38. Default 0.5. */
  readonly lambda?: number | undefined;
  /** How much nearer to 0 all else comes. From -1e38 to 1e38. Default 0. */
  readonly bias?: number | undefined;
}

/**
 * Shrinkage: x nearer to 0 by a bias, and 0 where it is no farther than lambda from it.
 *
 *     shrink(x)   = where(x > lambda, x - bias, where(x < -lambda, x + bias, 0))
 *     shrink'(x)  = where(abs(x) <= lambda, 0, 1)
 *     shrink''(x) = 0
 *
 * With a bias of 0 it is hardShrink, with one of lambda softShrink.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `lambda`: from 0 to 1e38, by default 0.5.
 * `bias`: from -1e38 to 1e38, by default 0.
 *
 * Range (-Infinity, bias - lambda) or [0, 0] or (lambda - bias, Infinity). At -Infinity and
 * Infinity, shrink is -Infinity and Infinity, shrink' 1 and 1, shrink'' 0 and 0. At -lambda the
 * value jumps from bias - lambda to 0; shrink'(-lambda) is 0. At lambda the value jumps from 0 to
 * lambda - bias; shrink'(lambda) is 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (1 with other parameters)
 *     float64  exact (0.5 with other parameters)
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     bias  dy*where(x > lambda, -1, where(x < -lambda, 1, 0))
 *
 * Source: ONNX, operator Shrink.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { shrink } from "hillock";
 * shrink(Float32Array.of(-2, 0.25, 0.75), { bias: 0.25 }); // => Float32Array [-1.75, 0, 0.5]
 */
export const shrink = /*#__PURE__*/ createActivation<ShrinkOptions, "bias">({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ lambda, bias }) => shrinkKernelParameters(lambda, bias)),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 1, parameterGradients: 2 ** -52 },
    float64: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.5, parameterGradients: 2 ** -52 },
  },
  value: (x, { lambda, bias }) => shrinkValue(x, lambda, bias),
  derivative: (x, { lambda }) => shrinkDerivative(x, lambda),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  parameterGradients: /*#__PURE__*/ parameterGradients<keyof ShrinkOptions, "bias">({
    bias: (dy, x, { lambda }) => biasGradient(dy, x, lambda),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
