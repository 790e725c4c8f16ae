import { createActivation } from "../functions/activation.js";
import { type Definition, withKernels } from "../functions/definition.js";
import { float32, float64 } from "../kernels/activations/gelu.js";
import { geluDerivative, geluSecondDerivative, geluValue } from "../scalar/gelu.js";
import { specification } from "../specification/activations/gelu.js";

/** The definition of gelu but for its kernels, which its gated form does not load. */
export const definition = {
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4.8, derivative: 4.5, secondDerivative: 4.5 },
  },
  value: geluValue,
  derivative: geluDerivative,
  secondDerivative: geluSecondDerivative,
} satisfies Omit<Definition<never>, "kernels">;

/**
 * Gaussian error linear unit: x times the probability that a standard normal variable is below x.
 *
 *     gelu(x)   = 0.5*x*erfc(-x/sqrt(2))
 *     gelu'(x)  = 0.5*erfc(-x/sqrt(2)) + x*exp(-x*x/2)/sqrt(2*pi)
 *     gelu''(x) = (2 - x*x)*exp(-x*x/2)/sqrt(2*pi)
 *
 * The exact function, not its tanh approximation: PyTorch's and Keras's default.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [-0.16997120747990366, Infinity). At -Infinity and Infinity, gelu is -0 and Infinity, gelu'
 * -0 and 1, gelu'' -0 and -0. gelu(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  4.8 / 4.5 / 4.5
 *
 * Source: Hendrycks & Gimpel 2016, Gaussian error linear units (GELUs).
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { gelu } from "hillock";
 * gelu(1); // => 0.8413447460685…
 * gelu(-30).toPrecision(10); // => "-1.472014178e-196"
 * const x = Float32Array.of(-2, 0, 20);
 * gelu(x, { out: x })[2]; // => 20
 */
export const gelu = /*#__PURE__*/ createActivation(/*#__PURE__*/ withKernels(definition, { float32, float64 }));
