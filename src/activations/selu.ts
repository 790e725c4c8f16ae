import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/selu.js";
import { expm1 } from "../scalar/expm1.js";
import { timesExp } from "../scalar/exponential.js";
import { specification } from "../specification/activations/selu.js";

/** The slope where x is positive, and the level on the other side, with what it is rounded off. */
const LAMBDA = 1.0507009873554805;
const LAMBDA_ALPHA = 1.7580993408473768;
const LAMBDA_ALPHA_REST = 1.4153519380084477e-17;

const curve = (x: number, slope: number) => (x > 0 ? slope : timesExp(LAMBDA_ALPHA, x));

/**
 * Scaled exponential linear unit: elu, scaled so that mean 0 and variance 1 carry over to the next
 * layer.
 *
 *     selu(x)   = where(x > 0, 1.0507009873554804934193349852946*x, 1.7580993408473768599402175208123*expm1(x))
 *     selu'(x)  = where(x > 0, 1.0507009873554804934193349852946, 1.7580993408473768599402175208123*exp(x))
 *     selu''(x) = where(x > 0, 0, 1.7580993408473768599402175208123*exp(x))
 *     selu'     = where(y > 0, 1.0507009873554804934193349852946, y + 1.7580993408473768599402175208123), from the output y
 *
 * The scale is 1.0507009873554804934193349852946, the alpha 1.6732632423543772848170429916717.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-1.7580993408473769, Infinity). At -Infinity and Infinity, selu is -1.7580993408473769 and
 * Infinity, selu' 0 and 1.0507009873554805, selu'' 0 and 0. selu(-0) is -0. selu'(0) is
 * 1.7580993408473769, selu''(0) 1.7580993408473769. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     2
 *     float64  2.5
 *
 * Source: Klambauer, Unterthiner, Mayr & Hochreiter 2017, Self-normalizing neural networks.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { selu } from "hillock";
 * selu(1); // => 1.050700987355…
 * selu(-1); // => -1.111330737812…
 * selu(Float32Array.of(-100, 0)); // => Float32Array [-1.7580993175506592, 0]
 */
export const selu = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 2.5, derivative: 2.5, secondDerivative: 2.5 },
    fast: { value: 2, derivative: 2, secondDerivative: 2 },
  },
  value: (x) => (x < 0 ? LAMBDA_ALPHA * expm1(x) : LAMBDA * x),
  derivative: (x) => curve(x, LAMBDA),
  secondDerivative: (x) => curve(x, 0),
  derivativeFromOutput: (y) => (y > 0 ? LAMBDA : y + LAMBDA_ALPHA + LAMBDA_ALPHA_REST),
  kernels: { float32, float64 },
});
