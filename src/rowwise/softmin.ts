import { createRowPreset } from "../functions/rowPreset.js";
import type { Softmax } from "../functions/rows/types.js";
import { specification } from "../specification/rowwise/softmin.js";
import { softmax } from "./softmax.js";

/**
 * Softmax of the negated entries: turns each row into positive numbers that add up to 1, the
 * largest for the smallest entry.
 *
 *     softmin(x)[i] = exp((min(x) - x[i])/temperature)/sum(exp((min(x) - x)/temperature))
 *     dx[i]         = -y[i]*(dy[i] - p - sum((dy - p)*y))/temperature, from the output y, p the dy
 *                     of the first of the largest y
 *
 * It is softmax of -x, bit for bit. Takes a Float32Array or Float64Array; the result has the same
 * type and length, and is `out` if that is given, which may be x itself. `shape` gives the
 * dimensions of x, the last one contiguous, and rows run along `axis`, by default the last; without
 * a shape x is one row. `temperature`: from 1e-30 to 1e+30, by default 1. The lower it is, the more
 * goes to the smallest entry.
 *
 * `mask`, with its `maskShape`, and `causal` leave out entries as in softmax; an array of x's type
 * is added to -x/temperature, so that -Infinity in it leaves out as well. What is left out, or is
 * Infinity, is exactly 0. A row of which nothing is left is NaN, or `emptyRow`; one with NaN or
 * -Infinity is NaN.
 *
 * `backwardFromOutput(dy, y)` may write onto dy or y. It takes shape, axis and temperature, and
 * needs no mask: a y of 0 has the gradient 0.
 *
 * Range [0, 1]. Errors in ULP, for rows of up to a million entries and any logits: float32 at most
 * 0.51, fast 3, float64 4. Those of the gradient: float32 at most 0.51, float64 4, and in either
 * n*2^-51 of y[i]*(|dy[i] - p| + sum(|dy - p|*y))/temperature where that is more.
 *
 * Source: Bridle 1990, Probabilistic interpretation of feedforward classification network outputs.
 *
 * @throws TypeError if an argument is of another kind or an option is unknown; RangeError if a
 * length, the shape, the axis, the mask or the temperature does not fit, or `out` lies partly on x
 * or at all on the mask.
 *
 * @example
 * import { softmin } from "hillock";
 * softmin(Float64Array.of(0, 0, Infinity)); // => Float64Array [0.5, 0.5, 0]
 * softmin(Float32Array.of(1, 1, 2, 2), { shape: [2, 2] }); // => Float32Array [0.5, 0.5, 0.5, 0.5]
 * softmin(Float64Array.of(7, 5), { temperature: 0.01 })[1].toFixed(2); // => "1.00"
 */
export const softmin = /*#__PURE__*/ createRowPreset<Softmax>(softmax, { specification, negated: true });
