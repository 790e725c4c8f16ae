import { sparsemaxThreshold } from "../functions/rows/sparsemax.js";
import { createThresholdLoss } from "../functions/thresholdLoss.js";
import { float32, float64 } from "../kernels/losses/sparsemaxLoss.js";
import { specification } from "../specification/losses/sparsemaxLoss.js";

/**
 * The Fenchel-Young loss of sparsemax and what each row should be: its loss, the mean, and the
 * gradient of the mean, in one call.
 *
 *     loss     = sum(pow(y - p, 2)/2 + y*max(t - x, 0)), p = sparsemax(x) with the threshold t
 *     mean     = sum(loss)/rows
 *     gradient = (p - y)/rows
 *
 * `x` is a Float32Array or Float64Array of logits, `shape` its dimensions: the classes along
 * `axis`, by default the last, all others are rows. `targets` has a label for every row, as an
 * integer typed array of up to 64 bits (y is 1 there and 0 elsewhere), or a distribution for every
 * row, as an array of x's type and shape with numbers from 0 to 1; the formulas are those of
 * targets that add up to 1, which is not checked. Labels lie as x does without `axis`, and so do
 * the losses; they need no shape where the classes are last. `ignoreIndex`: rows with this label,
 * any whole number, do not count: they may hold anything, their loss and gradient are 0, and
 * nothing of them is in the mean or its divisor, the number of rows; by default every row counts.
 *
 * Without `out`, `loss` (one number a row) and `gradient` (as x) are new arrays. With it, only what
 * it names is computed: `{ loss }` saves the gradient, `{}` gives the mean alone. The gradient may
 * be written over x.
 *
 * Range [0, Infinity]. The loss of a label is exactly 0 from where its logit is 1 ahead of all
 * others. -Infinity has no share: the loss is Infinity where the target has one there. A row with
 * NaN or Infinity in it, of -Infinity alone or without classes has a loss and a gradient of NaN.
 * The mean is NaN if a loss is, if there are no rows, and if all are ignored.
 *
 * Errors: what is promised, for rows of up to 100,000 classes. With distributions terms are
 * differences that can vanish; where they do, a bound relative to the square root of the loss
 * holds, and for the gradient one relative to the larger of its two terms.
 *     float32  loss at most 0.51 ULP; gradient at most 0.51 ULP, with distributions that or 2^-40
 *     float64  loss at most 8 ULP; gradient at most 8 ULP, with distributions that or 2^-49
 *     In float64, or 2^-100 where that is more. The mean is right to 2^-30 and 2^-49 of itself.
 *
 * In float64, logits more than 1.8e308 apart count as infinitely far apart.
 *
 * Source: Martins & Astudillo 2016, From softmax to sparsemax: a sparse model of attention and
 * multi-label classification; Blondel, Martins & Niculae 2020, Learning with Fenchel-Young losses.
 *
 * @throws TypeError if an argument is of another kind, an option is unknown, or distributions have
 * no shape or an `ignoreIndex`; RangeError if lengths do not fit the shape, a label is no class, a
 * target is out of its range, or an output lies on another array.
 *
 * @example
 * import { sparsemaxLoss } from "hillock";
 * const x = Float64Array.of(1, 0.5, -1, 3, 2, 0); // two rows; the second is sure
 * const { mean, loss, gradient } = sparsemaxLoss(x, Uint8Array.of(1, 0));
 * loss; // => Float64Array [0.5625, 0]
 * mean; // => 0.28125
 * gradient; // => Float64Array [0.375, -0.375, 0, -0, 0, 0]
 */
export const sparsemaxLoss = /*#__PURE__*/ createThresholdLoss(specification, sparsemaxThreshold, { float32, float64 });
