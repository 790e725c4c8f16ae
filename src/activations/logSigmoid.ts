import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/logSigmoid.js";
import { expm1 } from "../scalar/expm1.js";
import { exp } from "../scalar/exponential.js";
import { log1p } from "../scalar/log1p.js";
import { logistic, timesLogistic } from "../scalar/logistic.js";
import { specification } from "../specification/activations/logSigmoid.js";

/**
 * Logarithm of the sigmoid: the log of a probability, which does not overflow.
 *
 *     logSigmoid(x)   = -log1p(exp(-x))
 *     logSigmoid'(x)  = sigmoid(-x)
 *     logSigmoid''(x) = -sigmoid(x)*sigmoid(-x)
 *     logSigmoid'     = -expm1(y), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-Infinity, 0). At -Infinity and Infinity, logSigmoid is -Infinity and -0, logSigmoid' 1
 * and 0, logSigmoid'' -0 and -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     3 / 2.5 / 3
 *     float64  2.5 / 4.5 / 4.5
 *
 * Source: Mikolov, Sutskever, Chen, Corrado & Dean 2013, Distributed representations of words and
 * phrases and their compositionality.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { logSigmoid } from "hillock";
 * logSigmoid(0); // => -0.6931471805599…
 * logSigmoid(-1000); // => -1000
 * logSigmoid(100).toPrecision(10); // => "-3.720075976e-44"
 */
export const logSigmoid = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 2.5, derivative: 4.5, secondDerivative: 4.5 },
    fast: { value: 3, derivative: 2.5, secondDerivative: 3 },
  },
  value: (x) => Math.min(x, -0) - log1p(exp(-Math.abs(x))),
  derivative: (x) => logistic(-x),
  secondDerivative: (x) => -timesLogistic(1, -Math.abs(x), 2),
  derivativeFromOutput: (y) => 0 - expm1(y),
  kernels: { float32, float64 },
});
