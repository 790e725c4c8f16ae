import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/hardSigmoid.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/hardSigmoid.js";
import { lineDerivative, lineGradient, lineKernelParameters, lineValue } from "../scalar/line.js";
import { parameters, specification } from "../specification/activations/hardSigmoid.js";

/** The options of hardSigmoid. */
export interface HardSigmoidOptions {
  /** The slope of the line. From 1e-100 to 1e100. Default 0.16666666666666666. */
  readonly alpha?: number | undefined;
  /** The value of the line at 0. From -1e100 to 1e100. Default 0.5. */
  readonly beta?: number | undefined;
}

/**
 * Hard sigmoid: a straight line from 0 to 1, level beyond.
 *
 *     hardSigmoid(x)   = where(alpha*x + beta <= 0, 0, where(alpha*x + beta >= 1, 1, alpha*x + beta))
 *     hardSigmoid'(x)  = where(alpha*x + beta > 0 & alpha*x + beta < 1, alpha, 0)
 *     hardSigmoid''(x) = 0
 *     hardSigmoid'     = where(y > 0 & y < 1, alpha, 0), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from 1e-100 to 1e100, by default 0.16666666666666666. The float64 next to 1/6 is taken
 * for 1/6, so that the line ends at -3 and 3; ONNX, WebNN and Keras 2 have 0.2.
 * `beta`: from -1e100 to 1e100, by default 0.5; 0 or at least 1e-100 in magnitude.
 *
 * Range [0, 1]. At -Infinity and Infinity, hardSigmoid is 0 and 1, hardSigmoid' 0 and 0,
 * hardSigmoid'' 0 and 0. hardSigmoid'(-beta/alpha) is 0. hardSigmoid'((1 - beta)/alpha) is 0. NaN
 * gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 / 0.5 / exact (0.51 with other parameters)
 *     float64  3 / 0.5 / exact
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-52 of the sum of |terms|.
 *
 *     alpha  dy*where(alpha*x + beta > 0 & alpha*x + beta < 1, x, 0)
 *     beta   dy*where(alpha*x + beta > 0 & alpha*x + beta < 1, 1, 0)
 *
 * Source: Courbariaux, Bengio & David 2015, BinaryConnect: training deep neural networks with
 * binary weights during propagations.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { hardSigmoid } from "hillock";
 * hardSigmoid(1.5); // => 0.75
 * hardSigmoid(Float64Array.of(-3, 0, 1), { alpha: 0.25 }); // => Float64Array [0, 0.5, 0.75]
 * hardSigmoid.derivative(-3); // => 0
 */
export const hardSigmoid = /*#__PURE__*/ createActivation<HardSigmoidOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha, beta }) => lineKernelParameters(alpha, beta)),
  bounds: {
    float32: { value: 0.51, derivative: 0.5, secondDerivative: 0, otherParameters: 0.51, parameterGradients: 2 ** -52 },
    float64: { value: 3, derivative: 0.5, secondDerivative: 0, parameterGradients: 2 ** -52 },
  },
  value: (x, { alpha, beta }) => lineValue(x, alpha, beta),
  derivative: (x, { alpha, beta }) => lineDerivative(x, alpha, beta),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y, { alpha }) => (Number.isNaN(y) ? y : y > 0 && y < 1 ? alpha : 0),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    alpha: (dy, x, { alpha, beta }) => lineGradient(dy, x, x, alpha, beta),
    beta: (dy, x, { alpha, beta }) => lineGradient(dy, 1, x, alpha, beta),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
