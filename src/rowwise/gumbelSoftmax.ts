import { createNoisyRows } from "../functions/noisyRow.js";
import { float32 as random32, float64 as random64 } from "../kernels/random/gumbel.js";
import { float32 as marks32, float64 as marks64 } from "../kernels/rowwise/hardmax.js";
import { specification } from "../specification/rowwise/gumbelSoftmax.js";
import { softmax } from "./softmax.js";

/**
 * Softmax of the entries and Gumbel noise: a sample of a category that has a gradient.
 *
 *     gumbelSoftmax(x)[i] = exp((z[i] - max(z))/temperature)/sum(exp((z -
 *                           max(z))/temperature)), z[i] = x[i] - log(-log(u + 2^-33)), u of the
 *                           seed's stream
 *     dx[i]               = y[i]*(dy[i] - p - sum((dy - p)*y))/temperature, y without hard, p the
 *                           dy of the first of the largest y
 *
 * Takes a Float32Array or Float64Array; the result has the same type and length, and is `out` if
 * that is given, which may be x itself. `shape` gives the dimensions of x, the last one contiguous,
 * and rows run along `axis`, by default the last; without a shape x is one row. `temperature`: from
 * 1e-30 to 1e+30, by default 1. The lower it is, the nearer a sample is to a choice of one. `mask`,
 * with its `maskShape`, and `causal` leave out entries as in softmax.
 *
 * `seed` has to be given. For the element with index i in x the uniform u is word i of the stream
 * of `seed`, divided by 2^32: word i mod 4 of the block of Philox4x32-10 with counter floor(i/4)
 * and the seed as key. Indices start from `offset`. The logarithms are those of hillock/math, and z
 * is rounded to float64, then to the type of x: so the noise has the same bits on every backend,
 * in hillock/fast too, and however a batch is split, if each part says by `offset` where it begins.
 * It is between -3.1 and 22.9, and within 1.5 units in the last place of the larger of it and 1.
 *
 * `hard: true` makes of z what hardmax does, on every backend the same: 1 in the place of the
 * largest, 0 elsewhere. It is a sample of the categories whose probabilities are softmax(x).
 *
 * `backward(dy, x)` takes the same options, draws the same noise again, and gives the gradient of
 * the soft sample, with `hard` too (straight-through): so nothing has to be kept but x and the
 * seed. It may write onto x. `backwardFromOutput(dy, y)`, from a soft sample y, may write onto dy
 * or y, and takes shape, axis and temperature alone.
 *
 * A row of which nothing is left is NaN, or `emptyRow`; one with NaN or Infinity is NaN. With
 * `hard`, Infinity is marked, and the first entry of a row of which nothing is left, unless there
 * is an `emptyRow`.
 *
 * Range [0, 1]. Errors in ULP, for the z that were drawn: float32 at most 0.51, fast 3, float64 4.
 * Those of the gradient: float32 at most 0.51, float64 4, and in either n*2^-51 of y[i]*(|dy[i] -
 * p| + sum(|dy - p|*y))/temperature, y the soft sample as it was rounded, where that is more.
 *
 * Source: Jang, Gu & Poole 2017, Categorical reparameterization with Gumbel-softmax.
 *
 * @throws TypeError if an argument is of another kind, an option is unknown, or there is no seed;
 * RangeError if a length, the shape, the axis, the mask, the temperature, the seed or the offset
 * does not fit, or `out` lies partly on x or at all on the mask.
 *
 * @example
 * import { gumbelSoftmax } from "hillock";
 * const x = Float32Array.of(1, 2, 0, 1);
 * gumbelSoftmax(x, { seed: 2026, hard: true }); // => Float32Array [0, 1, 0, 0]
 * const cool = gumbelSoftmax.with({ shape: [2, 2], temperature: 0.5, seed: 7 });
 * cool(x); // => Float32Array [0.8381956815719604, 0.16180428862571716, 0.14788919687271118, 0.8521108031272888]
 * cool(x.subarray(2), { shape: [1, 2], offset: 2 }); // => Float32Array [0.14788919687271118, 0.8521108031272888]
 * cool.backward(Float32Array.of(1, 0, 0, 0), x, { hard: true }); // => Float32Array [0.2712472975254059, -0.27124732732772827, 0, 0]
 */
export const gumbelSoftmax = /*#__PURE__*/ createNoisyRows(softmax, specification, { random32, random64, marks32, marks64 });
