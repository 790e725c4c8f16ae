import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/snake.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/snake.js";
import { ratePair, remainderOf } from "../scalar/angle.js";
import { addSquare, sineOf } from "../scalar/sine.js";
import { parameters, specification } from "../specification/activations/snake.js";

/** The options of snake. */
export interface SnakeOptions {
  /** The rate. */
  readonly alpha?: number | undefined;
}

/**
 * Snake.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { snake } from "hillock";
 * snake(1).toFixed(10); // => "1.7080734183"
 * snake(-Infinity); // => -Infinity
 * snake.derivative(0, { alpha: 5 }); // => 1
 */
export const snake = /*#__PURE__*/ createActivation<SnakeOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ alpha }) => [alpha, ...ratePair(alpha), 1 / alpha]),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1 },
    float64: { value: 3, derivative: 4, secondDerivative: 3 },
  },
  value: (x, { alpha }) => (Math.abs(x) === Infinity ? x : addSquare(x, remainderOf(alpha, x, 0), alpha)),
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
