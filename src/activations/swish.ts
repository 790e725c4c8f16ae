import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { type Definition, withKernels } from "../functions/definition.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/swish.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/swish.js";
import { swishDerivative, swishGrowth, swishKernelParameters, swishSecondDerivative, swishValue } from "../scalar/swish.js";
import { parameters, specification } from "../specification/activations/swish.js";

/** The options of swish, and of its gated form. */
export interface SwishOptions {
  /**
   * The rate: what the argument of the sigmoid is multiplied by. From -1e100 to 1e100. Default 1.
   */
  readonly beta?: number | undefined;
}

/** The definition of swish but for its kernels, which its gated form does not load. */
export const definition = {
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, swishKernelParameters),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -42 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5, otherParameters: 4.5, parameterGradients: 2 ** -50 },
    fast: { value: 3.5, derivative: 0.51, secondDerivative: 0.51, otherParameters: 4 },
  },
  value: swishValue,
  derivative: swishDerivative,
  secondDerivative: swishSecondDerivative,
  parameterGradients: /*#__PURE__*/ parameterGradients({ beta: (dy, x, parameters) => dy * swishGrowth(x, parameters) }),
} satisfies Omit<Definition<"beta">, "kernels">;

/**
 * Swish: x times the sigmoid of beta*x.
 *
 *     swish(x)   = x*sigmoid(beta*x)
 *     swish'(x)  = sigmoid(beta*x)*(1 + beta*x*sigmoid(-beta*x))
 *     swish''(x) = beta*sigmoid(beta*x)*sigmoid(-beta*x)*(2 - beta*x*tanh(beta*x/2))
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `beta`: from -1e100 to 1e100, by default 1; 0 or at least 1e-100 in magnitude; `hillock/fast` has
 * a faster form for magnitudes from 0.1 to 1e30. 1 is silu, 0 gives x/2, and the larger it is, the
 * closer swish comes to relu.
 *
 * Range [-0.27846454276107379/beta, Infinity). At -Infinity and Infinity, swish is -0 and Infinity,
 * swish' -0 and 1, swish'' -0 and -0. swish(-0) is -0. Where beta = 0, the range is
 * (-Infinity, Infinity); at -Infinity and Infinity, swish is -Infinity and Infinity, swish' 0.5 and
 * 0.5. Where beta < 0, the range is (-Infinity, -0.27846454276107379/beta]; at -Infinity and
 * Infinity, swish is -Infinity and 0, swish' 1 and -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     fast     3.5 / 0.51 / 0.51 (4 with other parameters)
 *     float64  3.3 / 4.5 / 4.5 (4.5 with other parameters)
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-42 (float32) or 2^-50 (float64) of
 * the sum of |terms|.
 *
 *     beta  dy*x*x*sigmoid(beta*x)*sigmoid(-beta*x)
 *
 * Source: Ramachandran, Zoph & Le 2017, Searching for activation functions.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { swish } from "hillock";
 * swish(2, { beta: 1.5 }).toFixed(10); // => "1.9051482536"
 * swish.derivative(-Infinity); // => -0
 */
export const swish = /*#__PURE__*/ createActivation<SwishOptions>(
  /*#__PURE__*/ withKernels(definition, { float32, float64, gradients32, gradients64 }),
);
