import { createRowPreset } from "../functions/rowPreset.js";
import type { Softmax2d } from "../functions/rows/types.js";
import { specification } from "../specification/rowwise/softmax2d.js";
import { softmax } from "./softmax.js";

/**
 * Softmax over the channels of each place of an image: the class of every pixel.
 *
 *     softmax2d(x)[i] = exp((x[i] - max(x))/temperature)/sum(exp((x - max(x))/temperature)), x the
 *                       channels of one place
 *     dx[i]           = y[i]*(dy[i] - p - sum((dy - p)*y))/temperature, from the output y, p the dy
 *                       of the first of the largest y
 *
 * It is softmax along the third axis from the last, bit for bit. Takes a Float32Array or
 * Float64Array; the result has the same type and length, and is `out` if that is given, which may
 * be x itself. `shape` gives the dimensions of x, three at least: [channels, rows, columns], after
 * any number of others, such as the batch. `temperature`: from 1e-30 to 1e+30, by default 1.
 *
 * `mask`, with its `maskShape`, leaves out entries as in softmax: [channels, 1, 1] of channels,
 * [rows, columns] of places. A place of which nothing is left is NaN, or `emptyRow`; one with NaN
 * or Infinity is NaN.
 *
 * `backwardFromOutput(dy, y)` may write onto dy or y. It takes shape and temperature, and needs no
 * mask: a y of 0 has the gradient 0.
 *
 * Range [0, 1]. Errors in ULP, for rows of up to a million entries and any logits: float32 at most
 * 0.51, fast 3, float64 4. Those of the gradient: float32 at most 0.51, float64 4, and in either
 * n*2^-51 of y[i]*(|dy[i] - p| + sum(|dy - p|*y))/temperature where that is more.
 *
 * Source: PyTorch's nn.Softmax2d.
 *
 * @throws TypeError if an argument is of another kind, an option is unknown, or there is no shape;
 * RangeError if a length, the shape, the mask or the temperature does not fit, or `out` lies partly
 * on x or at all on the mask.
 *
 * @example
 * import { softmax2d } from "hillock";
 * softmax2d(Float32Array.of(0, 9, 0, 9), { shape: [2, 1, 2] }); // => Float32Array [0.5, 0.5, 0.5, 0.5]
 * softmax2d(Float64Array.of(0, 0, 0, 0), { shape: [4, 1, 1], mask: Uint8Array.of(1, 0, 1, 0), maskShape: [4, 1, 1] }); // => Float64Array [0.5, 0, 0.5, 0]
 */
export const softmax2d = /*#__PURE__*/ createRowPreset<Softmax2d>(softmax, { specification, axis: -3 });
