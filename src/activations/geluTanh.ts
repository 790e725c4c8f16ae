import { createActivation } from "../functions/activation.js";
import { type Definition, withKernels } from "../functions/definition.js";
import { float32, float64 } from "../kernels/activations/geluTanh.js";
import { geluTanhDerivative, geluTanhSecondDerivative, geluTanhValue } from "../scalar/geluTanh.js";
import { specification } from "../specification/activations/geluTanh.js";

/** The definition of geluTanh but for its kernels, which its gated form does not load. */
export const definition = {
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4, derivative: 5, secondDerivative: 5 },
  },
  value: geluTanhValue,
  derivative: geluTanhDerivative,
  secondDerivative: geluTanhSecondDerivative,
} satisfies Omit<Definition<never>, "kernels">;

/**
 * Tanh approximation of gelu, within 0.00048 of it.
 *
 *     geluTanh(x)   = 0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x*x*x)))
 *     geluTanh'(x)  = sigmoid(sqrt(8/pi)*(x + 0.044715*x*x*x))*(1 + x*(sqrt(8/pi)*(1 + 3*0.044715*x*x))*sigmoid(-sqrt(8/pi)*(x + 0.044715*x*x*x)))
 *     geluTanh''(x) = sigmoid(sqrt(8/pi)*(x + 0.044715*x*x*x))*sigmoid(-sqrt(8/pi)*(x + 0.044715*x*x*x))*(2*(sqrt(8/pi)*(1 + 3*0.044715*x*x)) + x*(6*0.044715*sqrt(8/pi)*x - (sqrt(8/pi)*(1 + 3*0.044715*x*x))*(sqrt(8/pi)*(1 + 3*0.044715*x*x))*tanh(sqrt(8/pi)*(x + 0.044715*x*x*x)/2)))
 *
 * In the form of a sigmoid, which keeps the digits of the left tail. It is what JAX takes for gelu
 * by default, and GPT-2 did.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [-0.17004075057125405, Infinity). At -Infinity and Infinity, geluTanh is -0 and Infinity,
 * geluTanh' -0 and 1, geluTanh'' -0 and -0. geluTanh(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  4 / 5 / 5
 *
 * Source: Hendrycks & Gimpel 2016, Gaussian error linear units (GELUs), section 2.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { geluTanh } from "hillock";
 * geluTanh(1).toFixed(10); // => "0.8411919906"
 * geluTanh(-8).toPrecision(10); // => "-3.107782938e-21"
 * geluTanh(Float32Array.of(-Infinity, 0, 30)); // => Float32Array [-0, 0, 30]
 */
export const geluTanh = /*#__PURE__*/ createActivation(/*#__PURE__*/ withKernels(definition, { float32, float64 }));
