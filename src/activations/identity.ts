import { createActivation } from "../functions/activation.js";
import { type Definition, withKernels } from "../functions/definition.js";
import { float32, float64 } from "../kernels/activations/identity.js";
import { specification } from "../specification/activations/identity.js";

/** The definition of identity but for its kernels, which its gated form does not load. */
export const definition = {
  specification,
  bounds: {
    float32: { value: 0, derivative: 0, secondDerivative: 0 },
    float64: { value: 0, derivative: 0, secondDerivative: 0 },
  },
  value: (x) => x,
  derivative: () => 1,
  secondDerivative: () => 0,
  derivativeFromOutput: () => 1,
} satisfies Omit<Definition<never>, "kernels">;

/**
 * Identity: x as it is.
 *
 *     identity(x)   = x
 *     identity'(x)  = 1
 *     identity''(x) = 0
 *     identity'     = 1, from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, identity is -Infinity and Infinity,
 * identity' 1 and 1, identity'' 0 and 0. identity(-0) is -0. NaN gives NaN; its derivatives are
 * those of all others.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact
 *     float64  exact
 *
 * Source: Widrow & Hoff 1960, Adaptive switching circuits.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { identity } from "hillock";
 * identity(Float32Array.of(-1.5, 2)); // => Float32Array [-1.5, 2]
 * identity.derivative(7); // => 1
 */
export const identity = /*#__PURE__*/ createActivation(/*#__PURE__*/ withKernels(definition, { float32, float64 }));
