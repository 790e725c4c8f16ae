import { createFeatures } from "../functions/feature.js";
import { float32, float64 } from "../kernels/features/crelu.js";
import { specification } from "../specification/features/crelu.js";

/**
 * Concatenated rectified linear unit: the positive and the negative part of each feature, side by
 * side.
 *
 *     crelu(x)[i] = where(i == 0, max(x, 0), max(-x, 0)), i = 0 in the first half, 1 in the second
 *     dx          = where(x > 0, dy[0], where(x < 0, -dy[1], 0))
 *
 * Takes a Float32Array or Float64Array; the result has the same type and is twice as long, and is
 * `out` if that is given. `shape` gives the dimensions of x, the last one contiguous, and features
 * lie along `axis`, by default the last, of which the result has twice as many: first relu(x), then
 * relu(-x). Without a shape x is one row.
 *
 * `backward(dy, x)` takes a dy for each result and the same options, and may write onto x.
 *
 * The first half less the second is x, of a zero its sign as well. What has no slope has a gradient
 * of 0, whatever its dy is. NaN gives NaN. All results are exact.
 *
 * Source: Shang, Sohn, Almeida & Lee 2016, Understanding and improving convolutional neural
 * networks via concatenated rectified linear units.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape or the axis does not fit, or `out` lies on what it may not.
 *
 * @example
 * import { crelu } from "hillock";
 * crelu(Float32Array.of(3, -2)); // => Float32Array [3, 0, 0, 2]
 * crelu(Float32Array.of(3, -2), { shape: [2, 1] }); // => Float32Array [3, 0, 0, 2]
 * crelu.backward(Float32Array.of(1, 2, 3, 4), Float32Array.of(3, -2)); // => Float32Array [1, -4]
 */
export const crelu = /*#__PURE__*/ createFeatures({
  specification,
  bounds: { float32: { value: 0, backward: 0 }, float64: { value: 0, backward: 0 } },
  gathers: false,
  value(x, y, one, { start, step }) {
    y[start] = x[one] < 0 ? 0 : x[one];
    y[start + step] = x[one] > 0 ? 0 : -x[one];
  },
  backward(dy, x, dx, one, { start, step }) {
    dx[one] = x[one] > 0 ? dy[start] : x[one] < 0 ? -dy[start + step] : Number.isNaN(x[one]) ? x[one] : 0;
  },
  kernels: { float32, float64 },
});
