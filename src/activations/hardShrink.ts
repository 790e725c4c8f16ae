import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/shrink.js";
import { shrinkDerivative, shrinkKernelParameters, shrinkValue } from "../scalar/shrink.js";
import { parameters, specification } from "../specification/activations/hardShrink.js";

/** The options of hardShrink. */
export interface HardShrinkOptions {
  /** The half width of the interval around 0 in which all is 0. From 0. Default 0.5. */
  readonly lambda?: number | undefined;
}

/**
 * Hard shrinkage: x where it is more than lambda from 0, else 0.
 *
 *     hardShrink(x)   = where(abs(x) <= lambda, 0, x)
 *     hardShrink'(x)  = where(abs(x) <= lambda, 0, 1)
 *     hardShrink''(x) = 0
 *     hardShrink'     = where(y == 0, 0, 1), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `lambda`: from 0, by default 0.5.
 *
 * Range (-Infinity, -lambda) or [0, 0] or (lambda, Infinity). At -Infinity and Infinity, hardShrink
 * is -Infinity and Infinity, hardShrink' 1 and 1, hardShrink'' 0 and 0. At -lambda the value jumps
 * from -lambda to 0; hardShrink'(-lambda) is 0. At lambda the value jumps from 0 to lambda;
 * hardShrink'(lambda) is 0. Where lambda = 0, the range is (-Infinity, Infinity). NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact
 *     float64  exact
 *
 * Source: Donoho & Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { hardShrink } from "hillock";
 * hardShrink(Float32Array.of(-2, -0.5, 0.25, 0.75)); // => Float32Array [-2, 0, 0, 0.75]
 * hardShrink.derivative(0.25, { lambda: 0.1 }); // => 1
 */
export const hardShrink = /*#__PURE__*/ createActivation<HardShrinkOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ lambda }) => shrinkKernelParameters(lambda, 0)),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0 },
    float64: { value: 0, derivative: 0, secondDerivative: 0 },
  },
  value: (x, { lambda }) => shrinkValue(x, lambda, 0),
  derivative: (x, { lambda }) => shrinkDerivative(x, lambda),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y) => shrinkDerivative(y, 0),
  kernels: { float32, float64 },
});
