import { createActivation } from "../functions/activation.js";
import { float32, float64 } from "../kernels/activations/tanh.js";
import { timesLogistic, timesLogisticSecondDerivative } from "../scalar/logistic.js";
import { tanh as ofNumber } from "../scalar/tanh.js";
import { specification } from "../specification/activations/tanh.js";

/**
 * Hyperbolic tangent: takes any number to between -1 and 1.
 *
 *     tanh(x)   = (1 - exp(-2*x))/(1 + exp(-2*x))
 *     tanh'(x)  = 4*sigmoid(2*x)*sigmoid(-2*x)
 *     tanh''(x) = -8*tanh(x)*sigmoid(2*x)*sigmoid(-2*x)
 *     tanh'     = (1 - y)*(1 + y), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range (-1, 1). At -Infinity and Infinity, tanh is -1 and 1, tanh' 0 and 0, tanh'' 0 and -0.
 * tanh(-0) is -0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     2.7 / 3 / 5
 *     float64  3.3 / 4.5 / 4.5
 *
 * Source: LeCun, Bottou, Orr & Müller 1998, Efficient BackProp.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { tanh } from "hillock";
 * tanh(0.5); // => 0.4621171572600…
 * tanh(Float64Array.of(-40, 0, 40)); // => Float64Array [-1, 0, 1]
 * tanh.derivative(0); // => 1
 */
export const tanh = /*#__PURE__*/ createActivation({
  specification,
  bounds: {
    float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
    float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
    fast: { value: 2.7, derivative: 3, secondDerivative: 5 },
  },
  value: ofNumber,
  derivative: (x) => timesLogistic(4, -2 * Math.abs(x), 2),
  secondDerivative: (x) => timesLogisticSecondDerivative(8, 2 * x),
  derivativeFromOutput: (y) => (1 - y) * (1 + y),
  kernels: { float32, float64 },
});
