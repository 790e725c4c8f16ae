import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/leakyRelu.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/leakyRelu.js";
import { leakyDerivative, leakyGradient, leakyKernelParameters, leakyValue } from "../scalar/leakyRelu.js";
import { parameters, specification } from "../specification/activations/leakyRelu.js";

/** The options of leakyRelu. */
export interface LeakyReluOptions {
  /**
   * The slope by which x is multiplied where it is not positive. Any finite number. Default 0.01.
   */
  readonly negativeSlope?: number | undefined;
}

/**
 * Leaky rectified linear unit: x where it is positive, else a fraction of it.
 *
 *     leakyRelu(x)   = where(x > 0, x, negativeSlope*x)
 *     leakyRelu'(x)  = where(x > 0, 1, negativeSlope)
 *     leakyRelu''(x) = 0
 *     leakyRelu'     = where(y > 0, 1, negativeSlope), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `negativeSlope`: any finite number, by default 0.01; at least 0 for the derivative from the
 * output.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, leakyRelu is -Infinity*negativeSlope and
 * Infinity, leakyRelu' negativeSlope and 1, leakyRelu'' 0 and 0. leakyRelu(-0) is -0. leakyRelu'(0)
 * is negativeSlope. Where negativeSlope = 0, the range is [0, Infinity); at -Infinity and Infinity,
 * leakyRelu is -0 and Infinity. Where negativeSlope < 0, the range is [0, Infinity). NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.51 / exact (1 with other parameters)
 *     float64  0.5 / exact / exact
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     negativeSlope  dy*where(x > 0, 0, x)
 *
 * Source: Maas, Hannun & Ng 2013, Rectifier nonlinearities improve neural network acoustic models.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { leakyRelu } from "hillock";
 * leakyRelu(-2); // => -0.02
 * leakyRelu(Float64Array.of(-2, 0, 3), { negativeSlope: 0.25 }); // => Float64Array [-0.5, 0, 3]
 * const steeper = leakyRelu.with({ negativeSlope: 0.5 });
 * steeper.derivative(-7); // => 0.5
 */
export const leakyRelu = /*#__PURE__*/ createActivation<LeakyReluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ negativeSlope }) => leakyKernelParameters(negativeSlope)),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0, otherParameters: 1, parameterGradients: 2 ** -52 },
    float64: { value: 0.5, derivative: 0, secondDerivative: 0, parameterGradients: 2 ** -52 },
  },
  value: (x, { negativeSlope }) => leakyValue(x, negativeSlope),
  derivative: (x, { negativeSlope }) => leakyDerivative(x, negativeSlope),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y, { negativeSlope }) => leakyDerivative(y, negativeSlope),
  parameterGradients: /*#__PURE__*/ parameterGradients({ negativeSlope: leakyGradient }),
  kernels: { float32, float64, gradients32, gradients64 },
});
