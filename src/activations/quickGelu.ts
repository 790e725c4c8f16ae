import { createPreset } from "../functions/preset.js";
import { specification } from "../specification/activations/quickGelu.js";
import { swish } from "./swish.js";

/**
 * Quick gelu: x times the sigmoid of 1.702 x, within 0.021 of gelu.
 *
 *     quickGelu(x)   = x*sigmoid(1.70199999999999995737*x)
 *     quickGelu'(x)  = sigmoid(1.70199999999999995737*x)*(1 + 1.70199999999999995737*x*sigmoid(-1.70199999999999995737*x))
 *     quickGelu''(x) = 1.70199999999999995737*sigmoid(1.70199999999999995737*x)*sigmoid(-1.70199999999999995737*x)*(2 - 1.70199999999999995737*x*tanh(1.70199999999999995737*x/2))
 *
 * It is swish at beta = 1.702, as the nearest double.
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [-0.27846454276107379/1.70199999999999995737, Infinity). At -Infinity and Infinity,
 * quickGelu is -0 and Infinity, quickGelu' -0 and 1, quickGelu'' -0 and -0. quickGelu(-0) is -0.
 * NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  0.51
 *     fast     4 / 0.51 / 0.51
 *     float64  3.3 / 4.5 / 4.5
 *
 * Source: Hendrycks & Gimpel 2016, Gaussian error linear units (GELUs), section 2.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { quickGelu } from "hillock";
 * quickGelu(1).toFixed(10); // => "0.8457957659"
 * quickGelu(Float32Array.of(-Infinity, 0, 100)); // => Float32Array [-0, 0, 100]
 */
export const quickGelu = /*#__PURE__*/ createPreset(
  "quickGelu",
  swish,
  { beta: 1.702 },
  {
    ...specification,
    bounds: {
      float32: { value: 0.51, derivative: 0.51, secondDerivative: 0.51 },
      float64: { value: 3.3, derivative: 4.5, secondDerivative: 4.5 },
      fast: { value: 4, derivative: 0.51, secondDerivative: 0.51 },
    },
  },
);
