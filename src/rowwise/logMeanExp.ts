import { createReduction } from "../functions/row.js";
import { defaultSettings } from "../functions/rows/settings.js";
import { float32, float64 } from "../kernels/rowwise/logSumExp.js";
import { log1p } from "../scalar/log1p.js";
import { log } from "../scalar/logarithm.js";
import { specification } from "../specification/rowwise/logMeanExp.js";

/**
 * Logarithm of the mean of exponentials of each row, without overflow.
 *
 *     logMeanExp(x) = log(sum(exp(x/temperature))/n), n the number of entries that are not masked
 *     dx[i]         = dy*exp(x[i]/temperature - y)/(n*temperature)
 *
 * Takes a Float32Array or Float64Array; the result is an array of the same type with an element for
 * each row, in the order of the shape without the axis, and is `out` if that is given. `shape`
 * gives the dimensions of x, the last one contiguous, and rows run along `axis`, by default the
 * last; without a shape x is one row. `temperature`: from 1e-30 to 1e+30, by default 1.
 *
 * `mask`, with its `maskShape`, and `causal` leave out entries as in softmax, and these are not
 * counted: the mean is over the others. An entry that is -Infinity itself is counted, as a term of
 * 0. Equal entries have exactly x/temperature as their result.
 *
 * `backward(dy, x)` takes an element of dy for each row and the same options, and may write onto x.
 *
 * Range [-Infinity, Infinity]. A row of which nothing is left is -Infinity, and its gradient 0, not
 * NaN as its softmax; one with Infinity is Infinity, and its gradient NaN. NaN gives NaN. Errors in
 * ULP: float32 at most 0.6, fast 3, float64 4; or, beside the zero of the function, as many units
 * in the last place of |m|/temperature, of log(n) or of the logarithm of the sum of exp((x -
 * m)/temperature), whichever is largest. Those of the gradient: float32 at most 0.51, float64 4
 * where |dy|/temperature is 0 or at least 2^-900.
 *
 * Source: Blanchard, Higham & Higham 2021, Accurately computing the log-sum-exp and softmax
 * functions.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies on x or on
 * the mask.
 *
 * @example
 * import { logMeanExp } from "hillock";
 * logMeanExp(Float64Array.of(1000, 1000))[0]; // => 1000
 * logMeanExp(Float64Array.of(0, -Infinity))[0]; // => -0.69314718055994…
 * logMeanExp(Float64Array.of(0, 9), { mask: Uint8Array.of(1, 0) })[0]; // => 0
 * logMeanExp.backward(Float32Array.of(2), Float32Array.of(5, 5)); // => Float32Array [1, 1]
 */
export const logMeanExp = /*#__PURE__*/ createReduction(
  {
    specification,
    bounds: { float32: { value: 0.6, backward: 0.51 }, float64: { value: 4, backward: 4 }, fast: { value: 3, backward: 0.51 } },
    logarithm(others, count) {
      const n = count();
      // Near 1, the mean is told by its distance from that, which is 0 for equal entries.
      return 2 * (1 + others) > n ? log1p((others - (n - 1)) / n) : log1p(others) - log(n);
    },
    kernels: { float32, float64 },
  },
  /*#__PURE__*/ defaultSettings(0),
);
