import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/snake.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/snake.js";
import { halfTurnPair, ratePair, remainderOf } from "../scalar/angle.js";
import { addSquareOfHalf, sineOf } from "../scalar/sine.js";
import { parameters, specification } from "../specification/activations/snake.js";

/** The options of snake. */
export interface SnakeOptions {
  /** The frequency of the wave, and the inverse of its height. From 1e-30 to 1e30. Default 1. */
  readonly alpha?: number | undefined;
}

/**
 * Snake: x, and a wave that never turns it back.
 *
 *     snake(x)   = x + sin(alpha*x)*sin(alpha*x)/alpha
 *     snake'(x)  = 1 + sin(2*alpha*x)
 *     snake''(x) = 2*alpha*cos(2*alpha*x)
 *
 * It grows as x does and learns what is periodic: audio synthesis (BigVGAN) has it. At an infinite
 * x it is x, as the wave no longer counts; its derivatives have no limit there.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `alpha`: from 1e-30 to 1e30, by default 1.
 *
 * Range (-Infinity, Infinity). At -Infinity and Infinity, snake is -Infinity and Infinity, snake'
 * NaN and NaN, snake'' NaN and NaN. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     float64  3.5 / 4.6 / 3
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     alpha  dy*(x*sin(2*alpha*x) - sin(alpha*x)*sin(alpha*x)/alpha)/alpha
 *
 * Source: Ziyin, Hartwig & Ueda 2020, Neural networks fail to learn periodic functions and how to
 * fix it.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { snake } from "hillock";
 * snake(1).toFixed(10); // => "1.7080734183"
 * snake(-Infinity); // => -Infinity
 * snake.derivative(0, { alpha: 5 }).toFixed(10); // => "1.0000000000"
 */
export const snake = /*#__PURE__*/ createActivation<SnakeOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha }) => [alpha, ...ratePair(alpha), ...halfTurnPair(alpha), 1 / alpha]),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: { value: 3.5, derivative: 4.6, secondDerivative: 3, parameterGradients: 2 ** -50 },
  },
  value: (x, { alpha }) => (Math.abs(x) === Infinity ? x : addSquareOfHalf(x, remainderOf(2 * alpha, x, 0), alpha)),
  derivative(x, { alpha }) {
    const sine = sineOf(remainderOf(alpha, x, 0.25));
    return 2 * sine * sine;
  },
  secondDerivative: (x, { alpha }) => 2 * alpha * sineOf(remainderOf(2 * alpha, x, 0.5)),
  parameterGradients: /*#__PURE__*/ parameterGradients({
    alpha(dy, x, { alpha }) {
      const sine = sineOf(remainderOf(alpha, x, 0));
      return dy * ((x * sineOf(remainderOf(2 * alpha, x, 0)) - (sine * sine) / alpha) / alpha);
    },
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});
