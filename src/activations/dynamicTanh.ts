import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/dynamicTanh.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/dynamicTanh.js";
import { scaledTanhDecay, scaledTanhKernelParameters, tanhOfProduct, timesTanh } from "../scalar/scaledTanh.js";
import { parameters, specification } from "../specification/activations/dynamicTanh.js";

/** The options of dynamicTanh. */
export interface DynamicTanhOptions {
  /** The rate: what x is multiplied by. From 1e-30 to 1e30. Default 0.5. */
  readonly alpha?: number | undefined;
  /** The scale: a number, or an array of x's type with one for each channel. From -1e30 to 1e30. Default 1. */
  readonly gamma?: number | undefined;
  /** The shift: a number, or an array of x's type with one for each channel. From -1e30 to 1e30. Default 0. */
  readonly beta?: number | undefined;
}

/**
 * Dynamic tanh: tanh(alpha*x), scaled and shifted by what is learnt for each channel.
 *
 * @example
 * import { dynamicTanh } from "hillock";
 * dynamicTanh(1); // => 0.4621171572600…
 */
export const dynamicTanh = /*#__PURE__*/ createActivation<DynamicTanhOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha, gamma, beta }) => [
    ...scaledTanhKernelParameters({ alpha: gamma, beta: alpha }),
    beta,
  ]),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1 },
    float64: {
      value: 4,
      derivative: 5,
      secondDerivative: 5,
      otherParameters: 5.5,
      roots: [{ of: "value", x: 0, within: 20, absolute: 2 ** -52 }],
    },
  },
  value: (x, { alpha, gamma, beta }) => timesTanh(gamma, x, alpha) + beta,
  derivative: (x, { alpha, gamma }) => scaledTanhDecay(4 * gamma * alpha, x, alpha),
  secondDerivative: (x, { alpha, gamma }) => scaledTanhDecay(timesTanh(-8 * gamma * alpha * alpha, x, alpha), x, alpha),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    alpha: (dy, x, { alpha, gamma }) =>
      dy * (scaledTanhDecay(4 * gamma, x, alpha) * Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x))),
    gamma: (dy, x, { alpha }) => dy * tanhOfProduct(x, alpha),
    beta: (dy) => dy,
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
