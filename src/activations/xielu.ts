import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/xielu.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/xielu.js";
import { timesExp } from "../scalar/exponential.js";
import { xieluDerivative, xieluGrowth, xieluKernelParameters, xieluValue } from "../scalar/xielu.js";
import { parameters, specification } from "../specification/activations/xielu.js";

/** The options of xielu. */
export interface XieluOptions {
  /** The bend on the right: the factor of the square of x. From 1e-30 to 1e30. Default 0.8. */
  readonly alphaPositive?: number | undefined;
  /** The bend on the left: the factor of the exponential. From 1e-30 to 1e30. Default 0.8. */
  readonly alphaNegative?: number | undefined;
  /** The slope at 0. From 0 to 1e30. Default 0.5. */
  readonly beta?: number | undefined;
}

/**
 * Expanded integral of elu: a parabola where x is positive, else an exponential and a line.
 *
 *     xielu(x)   = where(x > 0, alphaPositive*x*x + beta*x, alphaNegative*(expm1(x) - x) + beta*x)
 *     xielu'(x)  = where(x > 0, 2*alphaPositive*x + beta, alphaNegative*expm1(x) + beta)
 *     xielu''(x) = where(x > 0, 2*alphaPositive, alphaNegative*exp(x))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alphaPositive`: from 1e-30 to 1e30, by default 0.8. Networks store what softplus takes to it.
 * `alphaNegative`: from 1e-30 to 1e30, by default 0.8. Networks store what softplus takes to its
 * distance from beta.
 * `beta`: from 0 to 1e30, by default 0.5.
 *
 * Range [(beta - alphaNegative)*log1p(-beta/alphaNegative) - beta, Infinity). At -Infinity and
 * Infinity, xielu is (alphaNegative - beta)*Infinity and Infinity, xielu' beta - alphaNegative and
 * Infinity, xielu'' 0 and 2*alphaPositive. xielu(-0) is -0. Where beta > alphaNegative, the range
 * is (-Infinity, Infinity). Where beta = alphaNegative, the range is (-alphaNegative, Infinity); at
 * -Infinity and Infinity, xielu is -alphaNegative and Infinity. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     float64  4 / 3 / 1.5 (4 with other parameters), within 3.9 of -4 f 1.4e-17 absolute, within 3.9 of -4 f' 1.1e-16 absolute
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     alphaPositive  dy*where(x > 0, x*x, 0)
 *     alphaNegative  dy*where(x > 0, 0, expm1(x) - x)
 *     beta           dy*x
 *
 * Source: Huang & Schlag 2025, Deriving activation functions using integration.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { xielu } from "hillock";
 * xielu(2).toFixed(10); // => "4.2000000000"
 * xielu.derivative(0, { beta: 0.25 }); // => 0.25
 * xielu.parameterGradients(1, -1).alphaNegative; // => 0.367879441171442…
 */
export const xielu = /*#__PURE__*/ createActivation<XieluOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, xieluKernelParameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: {
      value: 4,
      derivative: 3,
      secondDerivative: 1.5,
      otherParameters: 4,
      parameterGradients: 2 ** -50,
      roots: [
        { of: "value", x: -4, within: 3.9, absolute: 2 ** -56 },
        { of: "derivative", x: -4, within: 3.9, absolute: 2 ** -53 },
      ],
    },
  },
  value: xieluValue,
  derivative: xieluDerivative,
  secondDerivative: (x, { alphaPositive, alphaNegative }) => (x > 0 ? 2 * alphaPositive : timesExp(alphaNegative, x)),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    alphaPositive: (dy, x) => (x > 0 ? dy * x * x : 0),
    alphaNegative: (dy, x) => (x > 0 ? 0 : dy * xieluGrowth(x)),
    beta: (dy, x) => dy * x,
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
