import type { FloatArray } from "../call/arrays.js";
import { ParameterSet } from "../call/parameters.js";
import { createFeatures, type Several } from "../functions/feature.js";
import { float32, float64 } from "../kernels/features/maxout.js";
import { parameters, specification } from "../specification/features/maxout.js";

/** The options of maxout besides those of features. */
export interface MaxoutOptions {
  /** The number of features that become one, a whole one. From 2. Default 2. */
  readonly k?: number | undefined;
}

/**
 * Maxout: the largest of each k neighbouring features, as of k linear pieces of a convex function.
 *
 *     maxout(x) = max(x), x the k entries of a group
 *     dx[i]     = where(i == argmax(x), dy, 0), i the place in the group
 *
 * Takes a Float32Array or Float64Array; the result has the same type and an element to each k, and
 * is `out` if that is given. `shape` gives the dimensions of x, the last one contiguous, and
 * features lie along `axis`, by default the last, whose length must be a multiple of k: the first k
 * of them are a group, and so on. Without a shape x is one row.
 *
 * `k`: a whole number from 2 on, by default 2. `backward(dy, x, { k })` takes a dy for each result
 * and the same options, and may write onto x.
 *
 * Of equal entries, 0 and -0 among them, the first is the result and has the gradient. The others
 * have a gradient of 0, whatever dy is. A group with NaN is NaN, and so are its gradients. All
 * results are exact.
 *
 * Source: Goodfellow, Warde-Farley, Mirza, Courville & Bengio 2013, Maxout networks.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis or k does not fit, or `out` lies on what it may not.
 *
 * @example
 * import { maxout } from "hillock";
 * maxout(Float32Array.of(3, 1, 4, 1, 5, 9)); // => Float32Array [3, 4, 9]
 * maxout(Float32Array.of(3, 1, 4, 1, 5, 9), { k: 3 }); // => Float32Array [4, 9]
 * maxout(Float32Array.of(3, 1, 4, 1, 5, 9), { shape: [2, 3], axis: 0 }); // => Float32Array [3, 5, 9]
 * maxout.backward(Float32Array.of(7), Float32Array.of(2, 2)); // => Float32Array [7, 0]
 */
export const maxout = /*#__PURE__*/ createFeatures<MaxoutOptions>({
  specification,
  parameters: /*#__PURE__*/ new ParameterSet(parameters),
  bounds: { float32: { value: 0, backward: 0 }, float64: { value: 0, backward: 0 } },
  gathers: true,
  value(x, y, one, several) {
    y[one] = x[firstLargest(x, several)];
  },
  backward(dy, x, dx, one, several) {
    const { start, step, count } = several;
    const first = firstLargest(x, several);
    const others = Number.isNaN(x[first]) ? x[first] : 0;
    for (let i = start; i < start + count * step; i += step) dx[i] = i === first && others === 0 ? dy[one] : others;
  },
  kernels: { float32, float64 },
});

/** The index of the first of the largest of several elements, of a NaN where there is one. */
function firstLargest(x: FloatArray, { start, step, count }: Several): number {
  let first = start;
  for (let i = start + step; i < start + count * step; i += step) if (x[i] > x[first] || Number.isNaN(x[i])) first = i;
  return first;
}
