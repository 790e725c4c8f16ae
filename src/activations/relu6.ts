import { createPreset } from "../functions/preset.js";
import { clippedRelu } from "./clippedRelu.js";

/**
 * Rectified linear unit up to 6: x between 0 and 6, and the nearer of them beyond.
 *
 *     relu6(x)   = min(max(x, 0), 6)
 *     relu6'(x)  = where(x > 0 & x < 6, 1, 0)
 *     relu6''(x) = 0
 *     relu6'     = where(y > 0 & y < 6, 1, 0), from the output y
 *
 * Takes a number, or a Float32Array or Float64Array of any length; the result has the same type and
 * length, and is `out` if that is given.
 *
 * Range [0, 6]. At -Infinity and Infinity, relu6 is 0 and 6, relu6' 0 and 0, relu6'' 0 and 0.
 * relu6(-0) is -0. relu6'(0) is 0. relu6'(6) is 0. NaN gives NaN.
 *
 * Errors of f, f' and f'' in ULP, at most:
 *     float32  exact
 *     float64  exact
 *
 * Source: Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if `out`
 * has another length than x, or lies partly on it.
 *
 * @example
 * import { relu6 } from "hillock";
 * relu6(7.5); // => 6
 * relu6(Float32Array.of(-3, 0.5, 6.25)); // => Float32Array [0, 0.5, 6]
 */
export const relu6 = /*#__PURE__*/ createPreset("relu6", clippedRelu, { maxValue: 6 });
