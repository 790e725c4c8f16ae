import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { surrogates } from "../functions/surrogates.js";
import { float32, float64 } from "../kernels/activations/binaryStep.js";
import { float32 as clamp32, float64 as clamp64 } from "../kernels/activations/hardTanh.js";
import {
  binaryStepKernelParameters,
  binaryStepValue,
  identitySurrogate,
  identitySurrogateParameters,
  sigmoidSurrogate,
} from "../scalar/binaryStep.js";
import { parameters, specification } from "../specification/activations/binaryStep.js";

/** The options of binaryStep. */
export interface BinaryStepOptions {
  /** The place of the step. Any finite number. Default 0. */
  readonly threshold?: number | undefined;
  /** The value at the threshold itself. From 0 to 1. Default 0. */
  readonly valueAtThreshold?: number | undefined;
}

/** The option that binaryStep.backward has besides. */
export interface BinaryStepSurrogate {
  /**
   * The derivative that networks of steps are trained with, as their own is 0: `"identity"` is 1
   * within 1 of the threshold, `"sigmoid"` the derivative of the sigmoid around the threshold.
   * Default `"none"`.
   */
  readonly surrogate?: "none" | "identity" | "sigmoid" | undefined;
}

/**
 * Binary step: 1 above a threshold, 0 below.
 *
 *     binaryStep(x)   = where(x > threshold, 1, where(x == threshold, valueAtThreshold, 0))
 *     binaryStep'(x)  = 0
 *     binaryStep''(x) = 0
 *     binaryStep'     = 0, from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `threshold`: any finite number, by default 0.
 * `valueAtThreshold`: from 0 to 1, by default 0. TensorFlow.js has 0 there, MATLAB 1, and PyTorch
 * what the caller says.
 * `backward` with `surrogate: "identity"`: dy*where(abs(x - threshold) <= 1, 1, 0).
 * `backward` with `surrogate: "sigmoid"`: dy*sigmoid(x - threshold)*sigmoid(threshold - x).
 *
 * Range [0, 0] or [valueAtThreshold, valueAtThreshold] or [1, 1]. At -Infinity and Infinity,
 * binaryStep is 0 and 1, binaryStep' 0 and 0, binaryStep'' 0 and 0. At threshold the value jumps
 * from 0 to 1; binaryStep'(threshold) is 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact (0.5 with other parameters)
 *     float64  exact
 *
 * Source: McCulloch & Pitts 1943, A logical calculus of the ideas immanent in nervous activity.
 *
 * `backward` takes the option `surrogate` besides, as networks of steps are trained. `"identity"`
 * passes dy on within 1 of the threshold, the ends included: the straight-through estimator of
 * Courbariaux, Hubara, Soudry, El-Yaniv & Bengio 2016, Binarized neural networks. `"sigmoid"` is
 * the derivative of the sigmoid at x - threshold, and the slower, as it is computed in JavaScript.
 * The default, `"none"`, is the true derivative.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { binaryStep } from "hillock";
 * binaryStep(Float32Array.of(-1, 0, 0.5), { valueAtThreshold: 0.5 }); // => Float32Array [0, 0.5, 1]
 * binaryStep.backward(3, 0.25); // => 0
 * binaryStep.backward(3, 0.25, { surrogate: "identity" }); // => 3
 */
export const binaryStep = /*#__PURE__*/ createActivation<BinaryStepOptions, BinaryStepSurrogate>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ threshold, valueAtThreshold }) =>
    binaryStepKernelParameters(threshold, valueAtThreshold),
  ),
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0, otherParameters: 0.5 },
    float64: { value: 0, derivative: 0, secondDerivative: 0 },
  },
  value: (x, { threshold, valueAtThreshold }) => binaryStepValue(x, threshold, valueAtThreshold),
  derivative: (x) => (Number.isNaN(x) ? x : 0),
  secondDerivative: (x) => (Number.isNaN(x) ? x : 0),
  derivativeFromOutput: (y) => (Number.isNaN(y) ? y : 0),
  surrogates: /*#__PURE__*/ surrogates({
    identity: {
      derivative: (x, { threshold }) => identitySurrogate(x, threshold),
      kernels: { float32: clamp32, float64: clamp64 },
      parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ threshold }) => identitySurrogateParameters(threshold)),
    },
    sigmoid: { derivative: (x, { threshold }) => sigmoidSurrogate(x, threshold) },
  }),
  kernels: { float32, float64 },
});
