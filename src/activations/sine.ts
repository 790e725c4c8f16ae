import { ParameterSet } from "../call/parameters.js";
import { createActivation } from "../functions/activation.js";
import { parameterGradients } from "../functions/learnable/gradients.js";
import { float32, float64 } from "../kernels/activations/sine.js";
import { float32 as gradients32, float64 as gradients64 } from "../kernels/learnable/sine.js";
import { halfTurnPair, ratePair, remainderOf } from "../scalar/angle.js";
import { sineOf } from "../scalar/sine.js";
import { parameters, specification } from "../specification/activations/sine.js";

/** The options of sine. */
export interface SineOptions {
  /** The frequency: what x is multiplied by. From 1e-30 to 1e30. Default 1. */
  readonly omega?: number | undefined;
}

/**
 * Sine of omega*x: a wave, of which networks for images and other signals are made.
 *
 *     sine(x)   = sin(omega*x)
 *     sine'(x)  = omega*cos(omega*x)
 *     sine''(x) = -omega*omega*sin(omega*x)
 *
 * The angle is exact, however large it is, and with it every digit of the result.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 * `omega`: from 1e-30 to 1e30, by default 1. Networks of sines (SIREN) have 30.
 *
 * Range [-1, 1]. At -Infinity and Infinity, sine is NaN and NaN, sine' NaN and NaN, sine'' NaN and
 * NaN. sine(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51 (1 with other parameters)
 *     float64  2 / 3 / 4
 *
 * `parameterGradients(dy, x, options)` gives the gradients of parameters, sums over all elements of
 * the terms below, added in float64 and compensated: within 2^-50 of the sum of |terms|.
 *
 *     omega  dy*x*cos(omega*x)
 *
 * Source: Sitzmann, Martel, Bergman, Lindell & Wetzstein 2020, Implicit neural representations with
 * periodic activation functions.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it, or a parameter is out of its range.
 *
 * @example
 * import { sine } from "hillock";
 * sine(0.5); // => 0.479425538604…
 * sine(1e22).toPrecision(16); // => "-0.8522008497671888"
 * sine.derivative(0, { omega: 30 }).toFixed(10); // => "30.0000000000"
 */
export const sine = /*#__PURE__*/ createActivation<SineOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters, ({ omega }) => [omega, ...ratePair(omega), ...halfTurnPair(omega)]),
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51, otherParameters: 1, parameterGradients: 2 ** -50 },
    float64: { value: 2, derivative: 3, secondDerivative: 4, parameterGradients: 2 ** -50 },
  },
  value: wave,
  derivative: (x, { omega }) => omega * sineOf(remainderOf(omega, x, 0.5)),
  secondDerivative(x, { omega }) {
    const y = wave(x, { omega });
    return Math.abs(y) < 1e-280 ? -omega * omega * omega * x : -omega * omega * y;
  },
  parameterGradients: /*#__PURE__*/ parameterGradients({
    omega: (dy, x, { omega }) => dy * (x * sineOf(remainderOf(omega, x, 0.5))),
  }),
  kernels: { float32, float64, gradients32, gradients64 },
});

/** The sine: of a zero, as which the angle may be rounded, that. */
function wave(x: number, { omega }: { readonly omega: number }): number {
  const angle = omega * x;
  return angle === 0 ? angle : sineOf(remainderOf(omega, x, 0));
}
