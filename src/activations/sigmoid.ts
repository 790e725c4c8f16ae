import { createActivation } from "../functions/activation.js";
import { type Definition, withKernels } from "../functions/definition.js";
import { float32, float64 } from "../kernels/activations/sigmoid.js";
import { logistic, timesLogistic, timesLogisticSecondDerivative } from "../scalar/logistic.js";
import { specification } from "../specification/activations/sigmoid.js";

/** The definition of sigmoid but for its kernels, which its gated form does not load. */
export const definition = {
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
    fast: { value: 2.5, derivative: 3, secondDerivative: 5 },
  },
  value: logistic,
  derivative: (x) => timesLogistic(1, -Math.abs(x), 2),
  secondDerivative: (x) => timesLogisticSecondDerivative(1, x),
  derivativeFromOutput: (y) => y * (1 - y),
} satisfies Omit<Definition<never>, "kernels">;

/**
 * Logistic function: takes any number to a probability.
 *
 *     sigmoid(x)   = 1/(1 + exp(-x))
 *     sigmoid'(x)  = sigmoid(x)*sigmoid(-x)
 *     sigmoid''(x) = -tanh(x/2)*sigmoid(x)*sigmoid(-x)
 *     sigmoid'     = y*(1 - y), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (0, 1). At -Infinity and Infinity, sigmoid is 0 and 1, sigmoid' 0 and 0, sigmoid'' 0 and
 * -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     2.5 / 3 / 5
 *     float64  3.3 / 4.5 / 4.5
 *
 * Source: Verhulst 1845, Recherches mathématiques sur la loi d'accroissement de la population.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { sigmoid } from "hillock";
 * sigmoid(0.5); // => 0.6224593312018…
 * const y = sigmoid(Float32Array.of(-30, 0));
 * sigmoid.backwardFromOutput(Float32Array.of(1, 1), y)[1]; // => 0.25
 */
export const sigmoid = /*#__PURE__*/ createActivation(/*#__PURE__*/ withKernels(definition, { float32, float64 }));
