import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/logCosh.js";
import { LN2_HIGH, LN2_LOW } from "../scalar/coefficients.js";
import { expm1 } from "../scalar/expm1.js";
import { exp } from "../scalar/exponential.js";
import { log1p } from "../scalar/log1p.js";
import { timesLogistic } from "../scalar/logistic.js";
import { tanh } from "../scalar/tanh.js";
import { specification } from "../specification/activations/logCosh.js";

/**
 * Logarithm of the hyperbolic cosine: x²/2 near 0, and |x| - log 2 far from it.
 *
 *     logCosh(x)   = log((exp(x) + exp(-x))/2)
 *     logCosh'(x)  = tanh(x)
 *     logCosh''(x) = 1 - tanh(x)*tanh(x)
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [0, Infinity). At -Infinity and Infinity, logCosh is Infinity and Infinity, logCosh' -1 and
 * 1, logCosh'' 0 and 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     float64  4 / 4.5 / 4.5
 *
 * Source: Green 1990, Bayesian reconstructions from emission tomography data using a modified EM
 * algorithm.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { logCosh } from "hillock";
 * logCosh(1); // => 0.4337808304830…
 * logCosh(1e-5).toPrecision(10); // => "5.000000000e-11"
 * logCosh(Float64Array.of(-1000, 0)); // => Float64Array [999.3068528194401, 0]
 */
export const logCosh = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 4, derivative: 4.5, secondDerivative: 4.5 },
  },
  value(x) {
    const a = Math.abs(x);
    if (a < 1.3) return log1p(-0.5 * expm1(a) * expm1(-a));
    return a - LN2_HIGH + (log1p(exp(-2 * a)) - LN2_LOW);
  },
  derivative: tanh,
  secondDerivative: (x) => timesLogistic(4, -2 * Math.abs(x), 2),
  kernels: { float32, float64 },
});
